"""Where files are dropped or chosen."""

import reflex as rx
from reflex.vars import ArrayVar
from reflex.vars.base import Var

from privexbot_app.services.knowledge import MEDIA_TYPES
from privexbot_app.ui.states.uploads import UploadState
from privexbot_app.ui.upload_gate import FILES_AT_ONCE

UPLOAD = "knowledge"
INPUT = "knowledge-files"


def upload_box() -> rx.Component:
    return rx.el.div(rx.cond(UploadState.is_loaded, _drop_zone()), _progress(), _problems(), class_name="form")


def _drop_zone() -> rx.Component:
    zone = rx.upload.root(
        rx.icon("cloud-upload", size=28, aria_hidden="true"),
        rx.el.strong("Drop files here"),
        rx.el.span(
            "TXT, MD, HTML, PDF or CSV, up to ",
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
    for suffix, media_type in MEDIA_TYPES.items():
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


def _problems() -> rx.Component:
    return rx.fragment(
        problem_list(UploadState.problems, "upload-problems"), problem_list(UploadState.rejected, "rejected-files")
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
