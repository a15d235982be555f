"""The section “Notices”: a member's mails, and the workspace's webhook."""

import reflex as rx

from privexbot_app.ui.components.code_box import code_box
from privexbot_app.ui.components.forms import text_field
from privexbot_app.ui.components.parts import card
from privexbot_app.ui.states.notices import NoticesState


def notices_section() -> rx.Component:
    return card(
        rx.el.div(_mails(), rx.cond(NoticesState.may_change, _webhook()), class_name="form"),
        title="Notices",
        note="When a conversation begins to wait for a person.",
        id="notices",
    )


def _mails() -> rx.Component:
    control = rx.switch(
        id="wants-mail",
        checked=NoticesState.wants_mail,
        on_change=NoticesState.set_mails,
        size="3",
        custom_attrs={"aria-describedby": "wants-mail-hint"},
    )
    text = rx.el.div(
        rx.el.label("Send me an e-mail", html_for="wants-mail"),
        rx.el.p("Nothing that the visitor said stands in it.", class_name="hint", id="wants-mail-hint"),
        class_name="field",
    )
    return rx.el.div(control, text, class_name="switch-row")


def _webhook() -> rx.Component:
    return rx.el.div(
        rx.form(
            rx.el.div(
                text_field(
                    "webhook_url",
                    "Call this address",
                    default_value=NoticesState.webhook_url,
                    placeholder="https://example.com/hooks/privexbot",
                    auto_complete="off",
                    max_length=1000,
                    hint="A signed POST request for the whole workspace. Each time you save there is a new secret.",
                    problem=NoticesState.problem,
                ),
                rx.el.div(
                    rx.cond(NoticesState.webhook_url, rx.fragment(_remove(), _try())),
                    rx.button("Save address", id="save-webhook", type="submit", size="2"),
                    class_name="form-foot",
                ),
                class_name="form",
            ),
            on_submit=NoticesState.save_webhook,
            key=NoticesState.version.to_string(),
        ),
        rx.cond(NoticesState.secret, _secret()),
        rx.el.p(NoticesState.trial, id="webhook-trial", class_name="hint", role="status"),
        rx.cond(NoticesState.last_problem, _last_problem()),
        class_name="stack",
    )


def _remove() -> rx.Component:
    return rx.button(
        "Remove",
        id="remove-webhook",
        type="button",
        on_click=NoticesState.remove_webhook,
        variant="soft",
        color_scheme="red",
    )


def _try() -> rx.Component:
    return rx.button("Send a test", id="try-webhook", type="button", on_click=NoticesState.try_webhook, variant="soft")


def _secret() -> rx.Component:
    return rx.el.div(
        rx.el.p("Copy the secret now: it is shown only this once. It signs every call.", class_name="legend"),
        code_box("webhook-secret", "Secret", NoticesState.secret),
        class_name="field",
        role="status",
    )


def _last_problem() -> rx.Component:
    return rx.callout.root(
        rx.callout.icon(rx.icon("circle-alert", size=16)),
        rx.callout.text("The last call failed: ", NoticesState.last_problem),
        color_scheme="red",
        size="1",
        id="webhook-trouble",
    )
