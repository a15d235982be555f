"""Fields with a label, a hint and, beside them, the sentence that says what is wrong."""

import reflex as rx
from reflex.vars.base import Var


def problem_line(problem: str | Var[str], id_: str | Var[str]) -> rx.Component:
    return rx.cond(
        problem,
        rx.el.p(
            rx.icon("circle-alert", size=15, aria_hidden="true"), problem, class_name="problem", id=id_, role="alert"
        ),
    )


def field(
    id_: str | Var[str], label: str, control: rx.Component, *, problem: str | Var[str] = "", hint: str = ""
) -> rx.Component:
    """`control` carries the same id, and `described_by(id_)`."""
    return rx.el.div(
        rx.el.label(label, html_for=id_),
        control,
        rx.el.p(hint, class_name="hint", id=f"{id_}-hint") if hint else rx.fragment(),
        problem_line(problem, f"{id_}-problem"),
        class_name="field",
    )


def described_by(id_: str | Var[str]) -> dict[str, str]:
    return {"aria-describedby": f"{id_}-hint {id_}-problem"}


def text_field(
    id_: str | Var[str], label: str, *, problem: str | Var[str] = "", hint: str = "", **props
) -> rx.Component:
    """One line of text; the form gets it under `name`, which is the id unless said otherwise."""
    props = {"name": id_, "size": "3", **props}
    control = rx.input(id=id_, aria_invalid=problem != "", custom_attrs=described_by(id_), **props)
    return field(id_, label, control, problem=problem, hint=hint)


def text_area(
    id_: str | Var[str], label: str, *, problem: str | Var[str] = "", hint: str = "", **props
) -> rx.Component:
    """Several lines of text."""
    props = {"name": id_, "size": "3", "rows": "4", "resize": "vertical", **props}
    control = rx.text_area(id=id_, aria_invalid=problem != "", custom_attrs=described_by(id_), **props)
    return field(id_, label, control, problem=problem, hint=hint)


def switch_field(id_: str, label: str, hint: str, *, is_on: Var[bool], on_change: rx.EventHandler) -> rx.Component:
    """What is saved at once when it is switched."""
    control = rx.switch(
        id=id_, checked=is_on, on_change=on_change, size="3", custom_attrs={"aria-describedby": f"{id_}-hint"}
    )
    return rx.el.div(
        rx.el.div(
            rx.el.label(label, html_for=id_),
            rx.el.p(hint, class_name="hint", id=f"{id_}-hint"),
            class_name="grow-text field",
        ),
        control,
        class_name="row between",
    )
