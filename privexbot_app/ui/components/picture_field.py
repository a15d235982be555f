"""A picture that is kept as soon as it is chosen: what it is now, a way to change it, and to be rid of it."""

import reflex as rx

from privexbot_app.services.widget_pictures import PICTURE_BYTES
from privexbot_app.ui.components.forms import problem_line

PICTURES = {
    "image/png": [".png"],
    "image/jpeg": [".jpg", ".jpeg"],
    "image/webp": [".webp"],
    "image/gif": [".gif"],
}


def picture_field(
    place: str,
    label: str,
    kept: tuple[rx.Var[str], rx.Var[str]],
    drawing: rx.Component,
    events: tuple[rx.EventHandler, rx.EventHandler, rx.EventHandler],
) -> rx.Component:
    """`kept`: its address and what is wrong; `drawing` while there is none; `events`: upload, reject, remove."""
    (address, problem), (upload, reject, remove) = kept, events
    shown = rx.cond(address, rx.el.img(src=address, alt="", class_name="picture-now"), drawing)
    away = rx.button(
        "Remove",
        rx.el.span(f" {label.lower()}", class_name="unseen"),
        id=f"remove-{place}",
        type="button",
        on_click=remove(place),
        variant="ghost",
        color_scheme="gray",
    )
    return rx.el.div(
        shown,
        rx.el.div(
            rx.el.span(label, class_name="legend"),
            rx.el.div(_zone(place, label, upload, reject), rx.cond(address, away), class_name="row"),
            rx.el.p(f"PNG, JPEG, WebP or GIF, up to {PICTURE_BYTES // 1000} kB.", class_name="hint"),
            problem_line(problem, f"{place}-problem"),
            class_name="field",
        ),
        class_name="picture-row",
    )


def _zone(place: str, label: str, upload: rx.EventHandler, reject: rx.EventHandler) -> rx.Component:
    upload_id = f"widget-{place}"
    zone = rx.upload.root(
        rx.button("Choose picture", id=f"choose-{place}", type="button", variant="soft"),
        id=upload_id,
        accept=PICTURES,
        max_files=1,
        max_size=PICTURE_BYTES,
        multiple=False,
        no_keyboard=True,
        on_drop=upload(rx.upload_files(upload_id)),
        on_drop_rejected=reject(place, []),
        class_name="picture-zone",
    )
    file_input = zone.children[0].children[0]  # Reflex gives it neither a name nor an id
    file_input.custom_attrs = {"aria-label": label, "id": f"{place}-file"}
    return zone
