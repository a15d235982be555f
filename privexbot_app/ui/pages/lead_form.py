"""The form for contact details: its fields, what visitors agree to, and when they see it."""

import reflex as rx
from reflex.event import EventSpec
from reflex.vars import ObjectVar

from privexbot_app.services.lead_forms import MOST_FIELDS
from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import field, text_area, text_field
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.components.sections import SETTINGS, sections
from privexbot_app.ui.components.switches import switch_row
from privexbot_app.ui.states.lead_form import TYPES, FieldRow, LeadFormState

OCCASIONS = (
    ("unanswered", "When the chatbot does not know an answer", "So that a person can."),
    ("handoff", "When a visitor asks for a person and nobody takes over", "See also “Handing over”."),
    ("before", "Before the first question", "Most visitors leave when they are asked this first."),
)


@chatbot_page("/settings/lead-form", "Lead form", LeadFormState.load)
def add_lead_form() -> rx.Component:
    return rx.fragment(sections(SETTINGS), rx.cond(LeadFormState.is_loaded, _form(), loading(3, "200px")))


def _form() -> rx.Component:
    return rx.form(
        rx.el.div(
            _fields(),
            _consent(),
            _occasions(),
            rx.el.div(rx.button("Save", id="save-lead-form", type="submit", size="3"), class_name="form-foot save-bar"),
            class_name="stack",
        ),
        on_submit=LeadFormState.save,
        key=LeadFormState.version.to_string(),
        id="lead-form",
    )


def _problem(name: str | rx.Var[str]) -> rx.Var[str]:
    return rx.cond(LeadFormState.problem_field == name, LeadFormState.problem, "")


def _fields() -> rx.Component:
    nothing = rx.el.p("No fields: visitors are never asked.", class_name="muted", id="no-fields")
    return card(
        rx.el.div(
            text_field(
                "title",
                "Title",
                default_value=LeadFormState.texts["title"],
                problem=_problem("title"),
                hint="Above the form. Our own words are said in the visitor’s language, yours as they are.",
            ),
            rx.cond(
                LeadFormState.rows,
                rx.el.ol(rx.foreach(LeadFormState.rows, _field), class_name="rows", id="fields"),
                nothing,
            ),
            rx.el.div(
                rx.button(
                    rx.icon("plus", size=15, aria_hidden="true"),
                    "Add field",
                    id="add-field",
                    type="button",
                    variant="soft",
                    disabled=~LeadFormState.has_room,
                    on_click=LeadFormState.append_field,
                ),
                rx.el.span(
                    f"At most {MOST_FIELDS}. The fewer you ask for, the more visitors answer.", class_name="hint"
                ),
                class_name="row",
            ),
            class_name="form",
        ),
        title="What is asked",
    )


def _field(row: ObjectVar[FieldRow], at: rx.Var[int]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            _input("label", "Label", row, row.label, max_length=80),
            field("type-" + row.key, "Kind", _kind(row)),
            class_name="fields-row",
        ),
        rx.cond(
            row.type == "select",
            text_area(
                "choices-" + row.key,
                "Choices",
                rows="3",
                size="2",
                default_value=row.choices,
                hint="One a line.",
                problem=_problem("choices-" + row.key),
            ),
        ),
        _input("help", "A word of help below it", row, row.help, max_length=200, placeholder="None"),
        rx.el.div(
            rx.el.label(
                rx.switch(name="required-" + row.key, default_checked=row.required, size="2"),
                "Needed",
                class_name="row",
            ),
            rx.el.div(class_name="grow"),
            _tool("arrow-up", "Move up", row, LeadFormState.move_field(row.key, -1), disabled=at == 0),
            _tool(
                "arrow-down",
                "Move down",
                row,
                LeadFormState.move_field(row.key, 1),
                disabled=at == LeadFormState.rows.length() - 1,
            ),
            _tool("trash-2", "Remove", row, LeadFormState.remove_field(row.key)),
            class_name="row field-foot",
        ),
        class_name="card pad form field-card",
        key=row.key,
    )


def _input(part: str, label: str, row: ObjectVar[FieldRow], kept: rx.Var[str], **props) -> rx.Component:
    id_ = f"{part}-" + row.key
    return text_field(id_, label, size="2", default_value=kept, problem=_problem(id_), auto_complete="off", **props)


def _kind(row: ObjectVar[FieldRow]) -> rx.Component:
    shown = rx.match(row.type, *TYPES.items(), "")
    return rx.select(
        list(TYPES.values()),
        value=shown,
        on_change=lambda label: LeadFormState.choose_type(row.key, label),
        id="type-" + row.key,
        size="2",
        aria_label="Kind",
    )


def _tool(icon: str, label: str, row: ObjectVar[FieldRow], event: EventSpec, **props) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=16),
        type="button",
        on_click=event,
        variant="ghost",
        color_scheme="gray",
        aria_label=f"{label}: {row.label}",
        title=label,
        class_name=f"{icon}-field",
        **props,
    )


def _consent() -> rx.Component:
    return card(
        text_area(
            "consent",
            "Sentence to agree to",
            rows="2",
            default_value=LeadFormState.texts["consent"],
            problem=_problem("consent"),
            placeholder="I agree that you keep my details in order to answer me.",
            hint="With a box that has to be ticked. Empty: none.",
        ),
        title="Consent",
    )


def _occasions() -> rx.Component:
    return card(
        rx.el.div(
            *[switch_row(name, label, hint, is_on=LeadFormState.switches[name]) for name, label, hint in OCCASIONS],
            text_field(
                "after",
                "After so many questions",
                default_value=LeadFormState.texts["after"],
                problem=_problem("after"),
                placeholder="Never",
                input_mode="numeric",
                max_length=2,
                width="120px",
                auto_complete="off",
            ),
            switch_row(
                "can_skip",
                "Visitors may skip it",
                "While this is off, there is no “No, thanks”.",
                is_on=LeadFormState.switches["can_skip"],
            ),
            class_name="form",
        ),
        title="When it is shown",
        note="Once in a conversation. With none of these it is never shown.",
    )
