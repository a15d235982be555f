"""Where files are dropped or chosen."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar
from reflex.vars.base import Var

from privexbot_app.services.archives import ACCEPTED
from privexbot_app.ui.states.uploads import FileLine, UploadState
from privexbot_app.ui.upload_gate import FILES_AT_ONCE

UPLOAD = "knowledge"
INPUT = "knowledge-files"


def upload_box() -> rx.Component:
    return rx.el.div(rx.cond(UploadState.is_loaded, _drop_zone()), _progress(), _lines(), class_name="form")


def _drop_zone() -> rx.Component:
    zone = rx.upload.root(
        rx.icon("cloud-upload", size=28, aria_hidden="true"),
        rx.el.strong("Drop files here"),
        rx.el.span(
            "PDF, DOCX, PPTX, XLSX, CSV, TXT, MD, HTML, JSON, EML, EPUB, pictures of text, or a ZIP of these; up to ",
            UploadState.file_bytes // 1_000_000,
            f" MB each, {FILES_AT_ONCE} at once",
            class_name="hint",
        ),
        rx.button("Choose files", id="choose-files", type="button", variant="soft"),
        id=UPLOAD,
        accept=_accepted(),
        max_files=FILES_AT_ONCE,
        max_size=UploadState.file_bytes,
        multiple=True,
        no_keyboard=True,
        on_drop=[
            UploadState.start,
            UploadState.add_files(rx.upload_files(UPLOAD, on_upload_progress=UploadState.show_progress)),
        ],
        on_drop_rejected=lambda rejected: UploadState.name_rejected(_names_and_codes(rejected)),
        class_name="drop-zone",
    )
    return _with_labelled_input(zone)


def _with_labelled_input(zone: rx.Component) -> rx.Component:
    """Reflex gives the file input neither a name nor an id."""
    file_input = zone.children[0].children[0]
    file_input.custom_attrs = {"aria-label": "Files", "id": INPUT}
    return zone


def _accepted() -> dict[str, list[str]]:
    accepted: dict[str, list[str]] = {}
    for suffix, media_type in ACCEPTED.items():
        accepted.setdefault(media_type, []).append(suffix)
    return accepted


def _names_and_codes(rejected: Var) -> Var:
    return Var(
        f"({rejected!s}).map(r => [r.file.name, r.errors[0].code])",
        _var_type=list,
        _var_data=rejected._get_all_var_data(),
    ).to(list)


def _progress() -> rx.Component:
    is_sending = (UploadState.percent > 0) & (UploadState.percent < 100)
    return rx.cond(is_sending, rx.progress(value=UploadState.percent, custom_attrs={"aria-label": "Sending files"}))


def _lines() -> rx.Component:
    """One for each file, as they were chosen; below them those that the browser did not send."""
    return rx.el.ul(
        rx.foreach(UploadState.lines, _line),
        rx.foreach(UploadState.rejected, _line),
        aria_label="What became of each file",
        class_name="file-lines",
        id="file-lines",
        role="status",
    )


def _line(line: ObjectVar[FileLine]) -> rx.Component:
    icon = rx.cond(line.is_added, rx.icon("check", size=16), rx.icon("circle-alert", size=16))
    return rx.el.li(
        icon, rx.el.strong(line.name), rx.el.span(line.said), class_name=rx.cond(line.is_added, "added", "refused")
    )


def problem_list(problems: ArrayVar[list[str]], id_: str) -> rx.Component:
    return rx.cond(
        problems,
        rx.callout.root(
            rx.el.ul(rx.foreach(problems, rx.el.li), class_name="notes"),
            color_scheme="red",
            id=id_,
            role="alert",
            size="1",
        ),
    )
