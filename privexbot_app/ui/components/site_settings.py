"""The settings of a website, and the webhook that has it read again."""

import reflex as rx

from privexbot_app.ui.components.code_box import code_box
from privexbot_app.ui.components.parts import card
from privexbot_app.ui.components.site_form import approval_switch, site_fields
from privexbot_app.ui.states.site import SiteState


def site_settings() -> rx.Component:
    return rx.el.div(_form(), _webhook(), class_name="stack")


def _form() -> rx.Component:
    kept = {
        "max_pages": SiteState.max_pages,
        "max_depth": SiteState.max_depth,
        "include": SiteState.include,
        "exclude": SiteState.exclude,
        "every_hours": SiteState.every_hours,
    }
    return card(
        rx.form(
            rx.el.div(
                site_fields(kept, (SiteState.form_field, SiteState.form_problem)),
                approval_switch(SiteState.needs_approval),
                rx.el.div(rx.button("Save", type="submit", size="3", id="save-site"), class_name="form-foot"),
                class_name="form",
            ),
            on_submit=SiteState.save,
            key=SiteState.version.to_string(),
            id="site-settings",
        ),
        title="What is read, and when",
    )


def _webhook() -> rx.Component:
    once = rx.el.p(
        "Copy it now: the secret in it is not shown again. Whoever has it can have the website read, and nothing else.",
        class_name="muted",
    )
    shown = rx.el.div(code_box("webhook", "The call of the webhook", SiteState.command), once, class_name="form")
    buttons = rx.el.div(
        rx.button(
            rx.icon("key-round", size=15, aria_hidden="true"),
            rx.cond(SiteState.has_token, "Make a new secret", "Make a secret"),
            on_click=SiteState.renew_token,
            variant="soft",
            id="renew-token",
        ),
        rx.cond(
            SiteState.has_token,
            rx.button(
                "Switch off", on_click=SiteState.remove_token, variant="soft", color_scheme="gray", id="remove-token"
            ),
        ),
        class_name="row",
    )
    return card(
        rx.el.div(rx.cond(SiteState.command, shown), buttons, class_name="form"),
        title="Webhook",
        note="Call it when you publish something, by your editor or your build: what did not change is not read twice.",
    )
