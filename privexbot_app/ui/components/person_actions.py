"""What an operator may do with everything about a visitor: take a copy, or erase it."""

import reflex as rx

from privexbot_app.ui.states.person import PersonState

WHAT_GOES = (
    "All conversations, messages and leads of this visitor are deleted, not only what is on this page. "
    "This cannot be undone."
)


def person_actions() -> rx.Component:
    return rx.el.div(_download(), _erase(), class_name="row")


def _download() -> rx.Component:
    return rx.button(
        rx.icon("download", size=16, aria_hidden="true"),
        "Download this visitor’s data",
        id="download-visitor",
        on_click=PersonState.download,
        variant="soft",
        color_scheme="gray",
    )


def _erase() -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.button(
                rx.icon("eraser", size=16, aria_hidden="true"),
                "Erase this visitor …",
                id="erase-visitor",
                variant="soft",
                color_scheme="red",
            )
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Erase this visitor?"),
            rx.alert_dialog.description(WHAT_GOES),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button("Erase", id="confirm-erase-visitor", color_scheme="red", on_click=PersonState.erase)
                ),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="440px",
        ),
    )
