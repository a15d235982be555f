"""When a chatbot hands over to a person, and what it says when nobody is there."""

import reflex as rx

from privexbot_app.services.handoff_settings import time_zones
from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import field, text_area, text_field
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.components.sections import SETTINGS, sections
from privexbot_app.ui.components.switches import switch_row
from privexbot_app.ui.states.handover import HandoverState
from privexbot_app.ui.states.handover_form import AWAY, DAYS

ZONES = "time-zones"
RULES = (
    ("on_request", "The visitor asks for a person", "In their own words: “Can I talk to somebody?”"),
    ("on_anger", "The visitor is upset", "What they write sounds angry."),
    (
        "on_low_confidence",
        "The chatbot is not sure",
        "Nothing was found, or a sentence of its answer is not supported.",
    ),
)


@chatbot_page("/settings/handover", "Handing over", HandoverState.load)
def add_handover() -> rx.Component:
    return rx.fragment(sections(SETTINGS), rx.cond(HandoverState.is_loaded, _form(), loading(3, "200px")))


def _form() -> rx.Component:
    return rx.form(
        rx.el.div(
            _rules(),
            _hours(),
            _away(),
            rx.el.div(rx.button("Save", id="save-handover", type="submit", size="3"), class_name="form-foot save-bar"),
            class_name="stack",
        ),
        on_submit=HandoverState.save,
        key=HandoverState.version.to_string(),
        id="handover-form",
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(HandoverState.problem_field == name, HandoverState.problem, "")


def _rules() -> rx.Component:
    return card(
        rx.el.div(
            _switch("is_on", "Hand over to people", "While this is off, the chatbot answers everything itself."),
            rx.el.h3("It hands over when …", class_name="legend"),
            *[_switch(*rule) for rule in RULES],
            _switch("on_unanswered", "The chatbot did not know", "So many times in a row:"),
            _text("unanswered_in_a_row", "Times", input_mode="numeric", width="90px", max_length=2),
            _switch("on_phrases", "The visitor says one of these words", "Wherever it stands in their message."),
            _lines("phrases", "Words", "One word or phrase a line, such as: refund, lawyer, cancel my contract."),
            class_name="form",
        ),
        title="Handing over",
        note="The conversation then waits in the inbox, and the chatbot says nothing until you hand it back.",
    )


def _hours() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.div(*[_day(number, day) for number, day in enumerate(DAYS)], class_name="week"),
            _text("time_zone", "Time zone", list=ZONES, hint="As in Europe/Berlin.", auto_complete="off"),
            rx.el.datalist(*[rx.el.option(value=zone) for zone in time_zones()], id=ZONES),
            _lines("holidays", "Holidays", "One day a line, as in 2026-12-25: nobody is there then."),
            class_name="form",
        ),
        title="When somebody is there",
        note="Without any hours somebody is always there. A day may have several, with commas between them.",
    )


def _away() -> rx.Component:
    select = rx.select(
        list(AWAY.values()),
        default_value=HandoverState.texts["away"],
        name="away",
        id="away",
        size="3",
        aria_label="Outside of these hours",
    )
    return card(
        rx.el.div(
            field("away", "Outside of these hours", select, problem=_problem("away")),
            _lines("away_message", "What visitors read then", "When nobody is there.", rows="2"),
            _lines(
                "waiting_message", "What visitors read while they wait", "Beside their place in the queue.", rows="2"
            ),
            class_name="form",
        ),
        title="What visitors are told",
    )


def _switch(name: str, label: str, hint: str) -> rx.Component:
    return switch_row(name, label, hint, is_on=HandoverState.switches[name])


def _text(name: str, label: str, **props) -> rx.Component:
    return text_field(name, label, default_value=HandoverState.texts[name], problem=_problem(name), **props)


def _lines(name: str, label: str, hint: str, rows: str = "3") -> rx.Component:
    kept = HandoverState.texts[name]
    return text_area(name, label, default_value=kept, hint=hint, rows=rows, problem=_problem(name))


def _day(number: int, day: str) -> rx.Component:
    name = f"day_{number}"
    return text_field(
        name,
        day,
        default_value=HandoverState.hours[number],
        placeholder="09:00–17:00",
        problem=_problem(name),
        size="2",
        auto_complete="off",
    )
