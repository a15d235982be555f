"""Signing up and in: plain HTML forms, so that the session's cookie never passes through a script."""

import reflex as rx

from privexbot_app.services.accounts import SHORTEST_PASSWORD
from privexbot_app.ui.components.brand import brand
from privexbot_app.ui.components.forms import text_field
from privexbot_app.ui.components.shell import add_page
from privexbot_app.ui.states.sign import SignState


def add_sign_up(app: rx.App) -> None:
    add_page(app, _sign_up, "/sign-up", "Sign up", SignState.open_page)


def add_sign_in(app: rx.App) -> None:
    add_page(app, _sign_in, "/sign-in", "Sign in", SignState.open_page)


def _sign_up() -> rx.Component:
    return _page(
        "Create your account",
        "Train a chatbot on your own pages in a few minutes. No card, no API key.",
        _form("/auth/sign-up", "Create account", "new-password", f"At least {SHORTEST_PASSWORD} characters."),
        rx.el.p(
            "Have an account already? ", rx.link("Sign in", href="/sign-in", underline="always"), class_name="swap"
        ),
    )


def _sign_in() -> rx.Component:
    return _page(
        "Welcome back",
        "Sign in to your workspace.",
        _form("/auth/sign-in", "Sign in", "current-password", ""),
        rx.el.p("New here? ", rx.link("Create an account", href="/sign-up", underline="always"), class_name="swap"),
    )


def _page(title: str, lead: str, form: rx.Component, swap: rx.Component) -> rx.Component:
    return rx.el.main(
        rx.el.section(
            brand(),
            rx.el.h1(title),
            rx.el.p(lead, class_name="lead"),
            form,
            swap,
            class_name="auth-form",
        ),
        _showcase(),
        class_name="auth",
    )


def _form(action: str, label: str, autocomplete: str, password_hint: str) -> rx.Component:
    return rx.el.form(
        text_field(
            "email",
            "E-mail address",
            type="email",
            auto_complete="email",
            required=True,
            key=SignState.typed_email,
            default_value=SignState.typed_email,
            problem=SignState.email_problem,
        ),
        text_field(
            "password",
            "Password",
            type="password",
            auto_complete=autocomplete,
            required=True,
            hint=password_hint,
            problem=SignState.password_problem,
        ),
        rx.el.input(type="hidden", name="next", value=SignState.next_page),
        rx.button(label, id="submit", type="submit", size="3", width="100%"),
        action=action,
        method="post",
        on_submit=None,
        class_name="form",
    )


def _showcase() -> rx.Component:
    return rx.el.aside(
        rx.el.h2("Answers from your own pages, with their source."),
        rx.el.div(
            rx.el.p("Can I return shoes that I wore outside?", class_name="asks"),
            rx.el.div(
                rx.el.p(
                    "Worn shoes can be exchanged within 14 days if the sole is clean. Unworn pairs have 60 days. [1]",
                    rx.el.span(
                        rx.icon("file-text", size=14, aria_hidden="true"), "Returns and exchanges", class_name="from"
                    ),
                    class_name="says",
                )
            ),
            class_name="sample",
            aria_hidden="true",
        ),
        class_name="auth-show",
    )
