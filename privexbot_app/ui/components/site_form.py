"""How a website is read: the fields, for the form that adds one and for its settings."""

import reflex as rx
from reflex.vars.base import Var

from privexbot_app.ui.components.forms import field, text_area, text_field
from privexbot_app.ui.components.switches import switch_row
from privexbot_app.ui.states.site_form import SiteFormState

INTERVALS = (
    ("0", "Only when I say so"),
    ("1", "Every hour"),
    ("6", "Every six hours"),
    ("24", "Every day"),
    ("168", "Every week"),
    ("720", "Every month"),
)


def add_site_form() -> rx.Component:
    """In the box that adds knowledge."""
    options = rx.el.details(
        rx.el.summary("What to read, and how often"),
        site_fields(
            {"max_pages": SiteFormState.first_max_pages, "max_depth": "10", "every_hours": "0"},
            (SiteFormState.site_field, SiteFormState.site_problem),
        ),
        class_name="more-fields",
    )
    return rx.form(
        rx.el.div(
            text_field(
                "url",
                "Address of the website",
                placeholder="https://example.com",
                hint="Its sitemap is read first, then the links from this page on. Its robots.txt is respected.",
                problem=_problem("url", SiteFormState.site_field, SiteFormState.site_problem),
                auto_complete="url",
            ),
            options,
            rx.el.div(
                rx.button(rx.icon("plus", size=16, aria_hidden="true"), "Read the website", type="submit", size="3"),
                class_name="form-foot",
            ),
            class_name="form",
        ),
        on_submit=SiteFormState.add_site,
        id="site-form",
    )


def site_fields(kept: dict[str, Var[str] | str], problem: tuple[Var[str], Var[str]]) -> rx.Component:
    """`kept` are the values of today, `problem` the field that is wrong and the sentence about it."""

    def of(name: str) -> Var[str]:
        return _problem(name, *problem)

    return rx.el.div(
        rx.el.div(
            _number("max_pages", "Most pages", kept, of("max_pages"), "What is beyond is left out."),
            _number("max_depth", "Links from the start", kept, of("max_depth"), "How far to follow them."),
            class_name="fields-row",
        ),
        _patterns("include", "Only these paths", kept, of("include"), "One a line, * for anything. Empty: all."),
        _patterns("exclude", "Not these paths", kept, of("exclude"), "They win over the ones above."),
        field("every_hours", "Read it again", _intervals(kept)),
        class_name="form",
    )


def approval_switch(is_on: Var[bool]) -> rx.Component:
    hint = "Pages that are new, differ or are gone wait for your word. Until then the chatbot knows what it knew."
    return switch_row("needs_approval", "Ask me before changes count", hint, is_on=is_on)


def _problem(name: str, wrong: Var[str], sentence: Var[str]) -> Var[str]:
    return rx.cond(wrong == name, sentence, "")


def _number(name: str, label: str, kept: dict[str, Var[str] | str], problem: Var[str], hint: str) -> rx.Component:
    return text_field(
        name, label, default_value=kept[name], type="number", min="0", hint=hint, problem=problem, required=True
    )


def _patterns(name: str, label: str, kept: dict[str, Var[str] | str], problem: Var[str], hint: str) -> rx.Component:
    example = "/help/*" if name == "include" else "/blog/*\n*/print"
    value = kept.get(name, "")
    return text_area(name, label, default_value=value, rows="3", placeholder=example, hint=hint, problem=problem)


def _intervals(kept: dict[str, Var[str] | str]) -> rx.Component:
    return rx.select.root(
        rx.select.trigger(id="every_hours"),
        rx.select.content(*[rx.select.item(label, value=value) for value, label in INTERVALS]),
        default_value=kept["every_hours"],
        name="every_hours",
        size="3",
    )
