"""How sure the chatbot must be before it quotes, from generous to strict, tried on what visitors asked."""

import reflex as rx
from reflex.vars.base import Var

from privexbot_app.services.chatbots import LEAST_SURE
from privexbot_app.ui.components.forms import described_by, field
from privexbot_app.ui.states.settings import SettingsState
from privexbot_app.ui.states.sureness import JudgedRow, SurenessState

HINT = (
    "Without a model it answers only what it is at least so sure of. A generous chatbot answers more questions, and"
    " more of them wrongly; a strict one says more often that it does not know."
)


def sureness_slider() -> rx.Component:
    """A field of the settings form."""
    slider = rx.el.input(
        type="range",
        id="least_sure",
        name="least_sure",
        min=str(LEAST_SURE[0]),
        max=str(LEAST_SURE[-1]),
        step="5",
        default_value=SettingsState.least_sure.to_string(),
        on_change=SurenessState.move.debounce(150),
        custom_attrs=described_by("least_sure"),
    )
    ends = rx.el.div(
        rx.el.span("Generous"),
        rx.el.output(f"{SurenessState.least_sure} %", html_for="least_sure", id="least-sure-shown"),
        rx.el.span("Strict"),
        class_name="slider-ends",
    )
    try_it = rx.button(
        "Try it on past questions", type="button", variant="soft", on_click=SurenessState.judge, id="judge"
    )
    control = rx.el.div(slider, ends, class_name="slider")
    return rx.el.div(
        field("least_sure", "How sure it must be", control, hint=HINT),
        rx.el.div(try_it),
        rx.cond(SurenessState.is_judged, _changes()),
        class_name="form",
    )


def _changes() -> rx.Component:
    return rx.el.div(
        rx.el.p(SurenessState.summary, id="sureness-summary"),
        _rows("It would now answer", SurenessState.gained, "gained"),
        _rows("It would no longer answer", SurenessState.lost, "lost"),
        class_name="form",
        aria_live="polite",
    )


def _rows(title: str, rows: Var[list[JudgedRow]], id_: str) -> rx.Component:
    listed = rx.el.ul(rx.foreach(rows, _row), class_name="rows")
    return rx.cond(rows, rx.el.div(rx.el.h3(title, class_name="legend"), listed, id=id_))


def _row(row: Var[JudgedRow]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.strong(row.question), f" {row.percent} % sure"),
        rx.el.p(row.quote, class_name="hint"),
    )
