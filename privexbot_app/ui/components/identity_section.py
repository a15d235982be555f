"""The section “Your visitors” of a chatbot's settings: who vouches for them, and what it may know of them."""

import reflex as rx

from privexbot_app.services import identity_samples as samples
from privexbot_app.ui.components.code_box import code_box
from privexbot_app.ui.components.forms import switch_field, text_area
from privexbot_app.ui.components.parts import card
from privexbot_app.ui.states.identity import IdentityState

SAMPLES = (("python", "Python", samples.PYTHON), ("php", "PHP", samples.PHP), ("node", "Node", samples.NODE))
ENDS = "What was signed with the one before is refused from then on: change it on your server at the same time."


def identity_section() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h3("Identity secret", class_name="legend"),
            _secret(),
            _how(),
            switch_field(
                "signed-only",
                "Only identities with a hash",
                "Who comes without one is an anonymous visitor. Off: the page is believed, but only about itself.",
                is_on=IdentityState.signed_only,
                on_change=IdentityState.ask_for_proof,
            ),
            rx.el.h3("What the model is told about a visitor", class_name="legend"),
            *_told(),
            _context(),
            class_name="form",
        ),
        title="Your visitors",
        note="Your pages can tell the widget who is signed in and what they look at. "
        "A visitor with a right hash keeps their conversation on every device.",
        id="identity",
    )


def _secret() -> rx.Component:
    return rx.fragment(
        rx.cond(
            IdentityState.new_secret,
            rx.el.div(
                code_box("identity-secret", "Identity secret", IdentityState.new_secret),
                rx.el.p("Copy it to your server now: it is not shown again.", class_name="hint"),
                role="status",
            ),
        ),
        rx.el.div(
            rx.el.p(
                rx.cond(
                    IdentityState.has_secret,
                    "There is one. It belongs on your server and never in a page.",
                    "There is none yet, so no hash can be right.",
                ),
                class_name="grow-text",
                id="secret-text",
            ),
            rx.cond(IdentityState.has_secret, _make_new_one(), _make("Make a secret", id="make-secret")),
            class_name="row between",
        ),
    )


def _make(label: str, **props) -> rx.Component:
    return rx.button(label, type="button", on_click=IdentityState.make_secret, variant="soft", **props)


def _make_new_one() -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(rx.button("Make a new one …", id="make-new-secret", variant="soft", type="button")),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Make a new secret?"),
            rx.alert_dialog.description(ENDS),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(_make("Make a new one", id="confirm-new-secret", color_scheme="red")),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="440px",
        ),
    )


def _how() -> rx.Component:
    return rx.el.details(
        rx.el.summary("How to sign"),
        rx.el.div(
            rx.tabs.root(
                rx.tabs.list(*[rx.tabs.trigger(label, value=name) for name, label, _ in SAMPLES]),
                *[rx.tabs.content(_sample(f"sample-{name}", label, text), value=name) for name, label, text in SAMPLES],
                default_value=SAMPLES[0][0],
            ),
            rx.el.p("Then, in your page, after the widget’s script:", class_name="hint"),
            _sample("sample-page", "Page", samples.PAGE),
            class_name="form",
            style={"marginTop": "12px"},
        ),
    )


def _sample(id_: str, label: str, text: str) -> rx.Component:
    return code_box(id_, label, rx.Var.create(text))


def _told() -> list[rx.Component]:
    rows = (
        ("id", "Their id", IdentityState.told_id, IdentityState.tell_id),
        ("name", "Their name", IdentityState.told_name, IdentityState.tell_name),
        ("email", "Their e-mail address", IdentityState.told_email, IdentityState.tell_email),
    )
    hints = {"email": "Hidden from model providers unless you turned that off on the page Privacy."}
    return [
        switch_field(f"told-{name}", label, hints.get(name, ""), is_on=is_on, on_change=change)
        for name, label, is_on, change in rows
    ]


def _context() -> rx.Component:
    return rx.form(
        text_area(
            "context_fields",
            "What pages may tell",
            rows="3",
            default_value=IdentityState.context_fields,
            placeholder="plan",
            hint="Names of fields, one a line, at most twenty. Only these are kept with the conversation, at most 200 "
            "characters of each, and told to the model as facts. Everything else is dropped.",
            problem=IdentityState.context_problem,
        ),
        rx.el.div(rx.button("Save fields", id="save-context", type="submit", size="3"), class_name="form-foot"),
        on_submit=IdentityState.save_context,
        key=IdentityState.identity_version.to_string(),
        class_name="form",
    )
