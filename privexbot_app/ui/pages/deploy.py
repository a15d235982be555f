"""Putting a chatbot on a website."""

import reflex as rx

from privexbot_app.ui.components.chatbot_frame import chatbot_page, place
from privexbot_app.ui.components.code_box import code_box
from privexbot_app.ui.components.parts import card, loading
from privexbot_app.ui.components.sections import DEPLOY, sections
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.deploy import DeployState

STATE_TEXTS = (
    ("live", "It is live: visitors of your website can talk to it."),
    ("paused", "It is paused: the widget stays away from your pages until you deploy it again."),
)


@chatbot_page("/deploy", "Deploy", DeployState.load)
def add_deploy() -> rx.Component:
    return rx.fragment(
        sections(DEPLOY),
        rx.cond(DeployState.is_loaded, rx.el.div(_state(), _snippets(), class_name="stack"), loading(3)),
    )


def _state() -> rx.Component:
    draft = "It is a draft: only you can talk to it, in the playground."
    return card(
        rx.el.div(
            rx.el.p(rx.match(ChatbotState.bot_state, *STATE_TEXTS, draft), class_name="grow-text", id="state-text"),
            rx.cond(ChatbotState.bot_state == "live", _pause(), _deploy()),
            class_name="row between",
        ),
        _origins(),
        title="Who can talk to it",
    )


def _deploy() -> rx.Component:
    return rx.button(
        rx.icon("rocket", size=16, aria_hidden="true"), "Deploy", id="deploy", on_click=DeployState.deploy, size="3"
    )


def _pause() -> rx.Component:
    return rx.button(
        rx.icon("pause", size=16, aria_hidden="true"),
        "Pause",
        id="pause",
        on_click=DeployState.pause,
        size="3",
        variant="soft",
        color_scheme="gray",
    )


def _origins() -> rx.Component:
    return rx.el.p(
        rx.cond(DeployState.has_origins, "Only the websites you allowed may embed it. ", "Any website may embed it. "),
        rx.link("Allowed websites", href=place("/settings"), underline="always"),
        class_name="muted",
    )


def _snippets() -> rx.Component:
    return rx.cond(
        DeployState.unavailable,
        rx.callout(DeployState.unavailable, icon="triangle-alert", color_scheme="amber", role="alert"),
        rx.fragment(
            _snippet(
                "snippet-one-line",
                "One line",
                "Paste it anywhere in your page. It is all you need.",
                DeployState.one_line,
            ),
            _snippet(
                "snippet-two-scripts",
                "Two scripts",
                "For options in the page: position, colour, greeting and more win over what is set here.",
                DeployState.two_scripts,
            ),
            _snippet(
                "snippet-loader",
                "Queueing loader",
                "Call pb() at any time, even before the file has arrived.",
                DeployState.loader,
            ),
            _snippet(
                "snippet-module",
                "ES module",
                "For React, Next.js and other apps: it sets no global. A component, types and more: docs/embedding.md.",
                DeployState.module,
            ),
            _snippet(
                "snippet-pinned",
                "Pinned version",
                "Exactly this version of the file, checked by its hash. It never changes by itself.",
                DeployState.pinned,
            ),
        ),
    )


def _snippet(id_: str, title: str, note: str, text: rx.vars.StringVar) -> rx.Component:
    return card(code_box(id_, title, text), title=title, note=note)
