"""The first page: what this is, for people who are not signed in."""

import reflex as rx

from privexbot_app.ui.components.brand import brand
from privexbot_app.ui.components.shell import add_page
from privexbot_app.ui.states.sign import SignState

FEATURES = (
    (
        "book-open-check",
        "Learns your material",
        "Paste texts, upload files, give page addresses. Seconds later it answers.",
    ),
    ("quote", "Shows its sources", "Every answer links to the page it came from. What it does not know, it says."),
    ("code-xml", "One line to embed", "A small script for any website. No API key needed to start, none in your page."),
)


def add_landing(app: rx.App) -> None:
    add_page(app, _landing, "/", "Chatbots that show their sources", SignState.open_page)


def _landing() -> rx.Component:
    return rx.el.div(
        rx.el.header(
            brand(),
            _button("Sign in", "/sign-in", variant="ghost", color_scheme="gray", id="to-sign-in"),
            class_name="land-top",
        ),
        rx.el.main(
            rx.el.section(
                rx.el.h1("A chatbot for your website that ", rx.el.em("shows its sources")),
                rx.el.p("Train it on your own pages and files, try it, and put it on your website with one line."),
                rx.el.div(
                    _button("Create your chatbot", "/sign-up", size="4", id="to-sign-up"),
                    class_name="row",
                ),
                class_name="hero",
            ),
            rx.el.div(*[_feature(*feature) for feature in FEATURES], class_name="grid"),
        ),
        class_name="land",
    )


def _button(label: str, href: str, **props) -> rx.Component:
    return rx.button(rx.el.a(label, href=href), as_child=True, **props)


def _feature(icon: str, title: str, text: str) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.icon(icon, size=22, aria_hidden="true"), class_name="empty-icon"),
        rx.el.h2(title),
        rx.el.p(text),
        class_name="card feature",
    )
