"""Something to paste elsewhere, with a button that copies it."""

import reflex as rx
from reflex.vars.base import Var


def code_box(id_: str, label: str, text: Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.pre(rx.el.code(text), id=id_, tab_index=0, aria_label=label, role="region"),
        rx.button(
            rx.icon("copy", size=14, aria_hidden="true"),
            "Copy",
            id=f"copy-{id_}",
            on_click=[rx.set_clipboard(text), rx.toast.success("Copied.")],
            variant="surface",
            color_scheme="gray",
            size="1",
        ),
        class_name="code-box",
    )
