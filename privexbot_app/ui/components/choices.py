"""A few choices side by side, one of which is taken: radio buttons that look like cards."""

from collections.abc import Callable, Mapping

import reflex as rx
from reflex.event import EventSpec


def radio_cards(
    name: str,
    options: Mapping[str, tuple[str, rx.Component]],
    *,
    label: str,
    kept: rx.Var[str],
    on_choose: Callable[[rx.Var[str]], EventSpec],
) -> rx.Component:
    """`options`: by value what it is called, and a drawing of it."""

    def card(value: str) -> rx.Component:
        text, drawing = options[value]
        box = rx.el.input(
            type="radio",
            name=name,
            value=value,
            default_checked=kept == value,
            on_change=on_choose,
            class_name="unseen",
        )
        return rx.el.label(box, drawing, rx.el.span(text), class_name="choice")

    return rx.el.fieldset(
        rx.el.legend(label, class_name="legend"),
        rx.el.div(*[card(value) for value in options], class_name="choice-row"),
        class_name="choice-set",
    )
