"""What stands at addresses where nothing is."""

import reflex as rx

from privexbot_app.ui.components.brand import brand
from privexbot_app.ui.components.parts import empty
from privexbot_app.ui.components.shell import add_page


def add_missing(app: rx.App) -> None:
    add_page(app, _missing, "404", "Not found", None)


def _missing() -> rx.Component:
    home = rx.button(rx.el.a("Go to the first page", href="/"), as_child=True, size="3")
    return rx.el.main(
        rx.el.div(brand(), style={"marginBottom": "28px"}),
        rx.el.h1("Not found", class_name="unseen"),
        empty(
            "compass", "There is nothing here", "The page may have moved, or the address has a typing mistake.", home
        ),
        class_name="land",
    )
