"""A switch in a form, with its label and what it means beside it."""

import reflex as rx
from reflex.vars.base import Var


def switch_row(name: str, label: str, hint: str, *, is_on: Var[bool], id_: str = "") -> rx.Component:
    """The form gets it under `name`; one that is off is not sent."""
    id_ = id_ or name
    control = rx.switch(
        id=id_, name=name, default_checked=is_on, size="3", custom_attrs={"aria-describedby": f"{id_}-hint"}
    )
    text = rx.el.div(
        rx.el.label(label, html_for=id_), rx.el.p(hint, class_name="hint", id=f"{id_}-hint"), class_name="field"
    )
    return rx.el.div(control, text, class_name="switch-row")
