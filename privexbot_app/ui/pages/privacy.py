"""What is kept about visitors and for how long, and what leaves for a model provider."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import switch_field, text_field
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.states.privacy import KeptRow, PrivacyState, SweepRow

NEVER = (
    "Never kept: addresses of visitors (limits count under a hash that is forgotten within minutes), cookies "
    "(there are none), what browser they use. One visitor’s data can be downloaded and erased in their conversation."
)


@chatbot_page("/privacy", "Privacy", PrivacyState.load)
def add_privacy() -> rx.Component:
    return rx.cond(
        PrivacyState.is_loaded,
        rx.el.div(_masking(), _retention(), _kept(), class_name="stack"),
        loading(3, "160px"),
    )


def _masking() -> rx.Component:
    return card(
        rx.el.div(
            switch_field(
                "mask-personal",
                "Hide personal details from model providers",
                "E-mail addresses, phone numbers, payment cards and IBANs that visitors type are replaced before they "
                "leave, and put back in the answer. You read the original.",
                is_on=PrivacyState.masks_personal,
                on_change=PrivacyState.mask_personal,
            ),
            rx.cond(
                PrivacyState.masks_personal,
                switch_field(
                    "mask-passages",
                    "Hide them in your own texts as well",
                    "Instructions and passages of your knowledge, for when these hold personal details.",
                    is_on=PrivacyState.masks_passages,
                    on_change=PrivacyState.mask_passages,
                ),
            ),
            class_name="form",
        ),
        title="What leaves for a model provider",
        note="In quote mode nothing leaves at all.",
    )


def _retention() -> rx.Component:
    return card(
        rx.form(
            text_field(
                "retention-days",
                "Days",
                default_value=PrivacyState.days,
                on_change=PrivacyState.type_days.debounce(250),
                input_mode="numeric",
                auto_complete="off",
                hint="0 keeps everything for ever.",
                problem=PrivacyState.problem,
            ),
            switch_field(
                "cover-leads",
                "Leads too",
                "Otherwise leads stay until you delete the chatbot or erase the visitor.",
                is_on=PrivacyState.covers_leads,
                on_change=PrivacyState.cover_leads,
            ),
            rx.el.p(PrivacyState.would_go, id="would-go", role="status", class_name="muted"),
            rx.el.div(rx.button("Save", id="save-retention", type="submit", size="3"), class_name="form-foot"),
            on_submit=PrivacyState.save_retention,
            key=PrivacyState.version.to_string(),
            class_name="form",
        ),
        rx.cond(PrivacyState.sweeps, _sweeps()),
        title="How long conversations are kept",
        note="Counted from the last message. What is older is deleted within the hour, and cannot be brought back.",
    )


def _sweeps() -> rx.Component:
    return rx.el.dl(rx.foreach(PrivacyState.sweeps, _sweep), class_name="facts", id="sweeps")


def _sweep(row: ObjectVar[SweepRow]) -> rx.Component:
    return rx.el.div(rx.el.dt(row.day), rx.el.dd(row.text))


def _kept() -> rx.Component:
    return card(
        rx.el.table(
            rx.el.thead(rx.el.tr(*[rx.el.th(column, scope="col") for column in ("What", "How many", "What is in it")])),
            rx.el.tbody(rx.foreach(PrivacyState.kept, _kept_row)),
            id="kept",
            class_name="table",
        ),
        rx.el.p(NEVER, class_name="hint", style={"marginTop": "14px"}),
        title="What is stored about visitors",
        note="All of it lies in this install’s own database.",
    )


def _kept_row(row: ObjectVar[KeptRow]) -> rx.Component:
    return rx.el.tr(rx.el.td(row.label), rx.el.td(row.count), rx.el.td(row.note))
