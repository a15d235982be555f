"""What visitors may do beside asking: the entries of the widget's menu, files, and questions to ask next."""

import reflex as rx

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.components.sections import SETTINGS, sections
from privexbot_app.ui.states.visitors import VisitorsState

ENTRIES = (
    ("transcript_mail", "Send the conversation by e-mail", "To an address that the visitor gives; a few an hour."),
    ("transcript_file", "Download the conversation", "As a text file, without your team’s notes."),
    ("rating", "Rate the conversation", "One to five stars and a comment, at its end and in the menu."),
    ("see_data", "See what is kept about them", "How much, since when and for how long."),
    ("download_data", "Download their data", "Everything that is kept about them, as a file."),
    ("delete_data", "Delete their data", "At once, and for ever."),
)
KINDS = (
    ("kind_images", "Pictures", "PNG, JPEG, WebP and GIF. The chatbot cannot look into them: they are for your team."),
    ("kind_pdf", "PDF", "Read by the chatbot, as far as there is text in it."),
    ("kind_texts", "Texts", "TXT, read by the chatbot."),
    ("kind_tables", "Tables", "CSV, read by the chatbot."),
    ("kind_word", "Word documents", "DOCX, for your team."),
)


@chatbot_page("/settings/visitors", "Visitors’ menu", VisitorsState.load)
def add_visitors() -> rx.Component:
    return rx.fragment(sections(SETTINGS), rx.cond(VisitorsState.is_loaded, _form(), loading(3, "200px")))


def _form() -> rx.Component:
    return rx.form(
        rx.el.div(
            _menu(),
            _answers(),
            _files(),
            rx.el.div(rx.button("Save", id="save-visitors", type="submit", size="3"), class_name="form-foot save-bar"),
            class_name="stack",
        ),
        on_submit=VisitorsState.save,
        key=VisitorsState.version.to_string(),
        id="visitors-form",
    )


def _menu() -> rx.Component:
    return card(
        rx.el.div(
            *[_switch(*entry) for entry in ENTRIES], rx.cond(~VisitorsState.has_mail, _no_mail()), class_name="form"
        ),
        title="In the widget’s menu",
        note="Visitors’ rights do not depend on it: their data can be read and erased by the API in any case.",
    )


def _no_mail() -> rx.Component:
    return rx.callout(
        "This install has no mail server (SMTP_URL), so nothing is sent by e-mail and the menu does not offer it.",
        icon="info",
        size="1",
        id="no-mail",
    )


def _answers() -> rx.Component:
    hint = "Up to three, from your own questions and answers, headings that ask, and your suggestions."
    return card(
        rx.el.div(_switch("followups", "Questions to ask next, below an answer", hint), class_name="form"),
        title="After an answer",
    )


def _files() -> rx.Component:
    hint = "With a message, three at most. They are checked, kept with the conversation, and shown in the inbox."
    return card(
        rx.el.div(
            _switch("uploads", "Visitors may send files", hint),
            rx.el.h3("These kinds:", class_name="legend"),
            *[_switch(*kind) for kind in KINDS],
            class_name="form",
        ),
        title="Files",
    )


def _switch(name: str, label: str, hint: str) -> rx.Component:
    control = rx.switch(
        id=name,
        name=name,
        default_checked=VisitorsState.switches[name],
        size="3",
        custom_attrs={"aria-describedby": f"{name}-hint"},
    )
    text = rx.el.div(
        rx.el.label(label, html_for=name), rx.el.p(hint, class_name="hint", id=f"{name}-hint"), class_name="field"
    )
    return rx.el.div(control, text, class_name="switch-row")
