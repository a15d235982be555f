"""What visitors will see, roughly: the window with the colour, name and greeting that are being typed."""

import reflex as rx

from privexbot_app.ui.states.settings import SettingsState


def widget_preview() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.icon("bot", size=20),
                rx.el.strong(SettingsState.preview_name),
                class_name="preview-head",
            ),
            rx.el.div(
                rx.cond(
                    SettingsState.preview_greeting, rx.el.p(SettingsState.preview_greeting, class_name="preview-says")
                ),
                rx.el.p("Hi!", class_name="preview-asks"),
                class_name="preview-body",
            ),
            rx.el.div("Type a message …", class_name="preview-foot"),
            class_name="preview-window",
        ),
        rx.el.div(rx.icon("message-circle", size=24), class_name="preview-launcher"),
        class_name="preview",
        aria_hidden="true",
        style={"--main": SettingsState.preview_color},
    )
