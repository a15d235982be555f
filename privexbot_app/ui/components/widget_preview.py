"""The preview beside a form: the real widget on something like a website, as a phone or a desktop shows it."""

import reflex as rx

from privexbot_app.ui.states.preview import DEVICES, LIGHTS, STAGES, PreviewState

ICONS = {
    "desktop": "monitor",
    "phone": "smartphone",
    "light": "sun",
    "dark": "moon",
    "open": "message-square-text",
    "closed": "message-circle",
}


def widget_preview() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Preview", class_name="card-title"),
            rx.el.div(class_name="grow"),
            _switch("Device", DEVICES, PreviewState.device, PreviewState.choose_device),
            _switch("Light", LIGHTS, PreviewState.light, PreviewState.choose_light),
            _switch("Window", STAGES, PreviewState.stage, PreviewState.choose_stage),
            class_name="row stage-bar",
        ),
        rx.el.div(
            rx.cond(PreviewState.preview_url, _frame()),
            class_name="stage",
            custom_attrs={"data-device": PreviewState.device, "data-light": PreviewState.light},
        ),
        rx.el.p("Drawn while you type. Visitors see it once you have saved.", class_name="hint"),
        class_name="card pad preview",
        aria_label="Preview of the widget",
    )


def _frame() -> rx.Component:
    """A picture rather than a page. A new draft is a new frame: a changed address would be a step in the history."""
    return rx.el.iframe(
        src=PreviewState.preview_url,
        key=PreviewState.preview_url,
        title="The widget as it would look",
        tab_index=-1,
        id="preview",
        custom_attrs={"inert": True},
    )


def _switch(label: str, options: dict[str, str], chosen: rx.Var[str], choose: rx.EventHandler) -> rx.Component:
    buttons = [
        rx.el.button(
            rx.icon(ICONS[value], size=16, aria_hidden="true"),
            type="button",
            title=text,
            aria_label=text,
            aria_pressed=rx.cond(chosen == value, "true", "false"),
            on_click=choose(value),
            id=f"preview-{value}",
        )
        for value, text in options.items()
    ]
    return rx.el.div(*buttons, role="group", aria_label=label, class_name="toggles")
