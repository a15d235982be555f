"""The top of a website's page: what it is, how far its crawl has come, and the buttons for it."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.chatbot_frame import place
from privexbot_app.ui.components.parts import moment
from privexbot_app.ui.states.site import SiteState

STAGES = ("Look for pages", "Read them", "Done")


def site_head() -> rx.Component:
    return rx.el.div(
        rx.link(
            rx.icon("arrow-left", size=15, aria_hidden="true"),
            "Sources",
            href=place("/knowledge"),
            class_name="back",
            underline="none",
            size="2",
        ),
        rx.el.section(
            rx.el.div(
                rx.el.div(
                    rx.el.h2(SiteState.title, class_name="site-name"),
                    rx.el.a(
                        SiteState.url,
                        href=SiteState.url,
                        target="_blank",
                        rel="noopener noreferrer",
                        class_name="row-link",
                    ),
                    class_name="row-body",
                ),
                _buttons(),
                class_name="row between",
            ),
            rx.cond(SiteState.stage < 3, _progress(), _outcome()),
            class_name="card pad stack",
        ),
        class_name="stack",
        style={"gap": "12px"},
    )


def _buttons() -> rx.Component:
    stop = rx.button(
        rx.icon("square", size=14, aria_hidden="true"),
        "Stop",
        on_click=SiteState.stop,
        variant="soft",
        color_scheme="gray",
        id="stop-crawl",
    )
    again = rx.button(
        rx.icon("rotate-cw", size=15, aria_hidden="true"), "Read again", on_click=SiteState.crawl, id="crawl-now"
    )
    return rx.cond(SiteState.stage < 3, stop, again)


def _progress() -> rx.Component:
    return rx.el.div(
        rx.el.ol(*[_stage(number, name) for number, name in enumerate(STAGES, 1)], class_name="crawl-stages"),
        rx.progress(
            value=rx.cond(SiteState.stage == 2, SiteState.percent, 0),
            size="2",
            custom_attrs={"aria-label": "Pages that were read"},
        ),
        rx.el.div(
            rx.match(
                SiteState.stage,
                (0, rx.el.span("It waits for its turn.")),
                (1, rx.el.span("Reading robots.txt and the sitemap…")),
                rx.el.span(SiteState.done, " of ", SiteState.total, " pages known until now"),
            ),
            rx.el.span(SiteState.left),
            class_name="row between muted",
            role="status",
        ),
        class_name="form",
        style={"gap": "12px"},
        id="crawl-progress",
    )


def _stage(number: int, name: str) -> rx.Component:
    return rx.el.li(
        rx.cond(
            SiteState.stage > number,
            rx.icon("circle-check-big", size=16, aria_hidden="true"),
            rx.cond(
                SiteState.stage == number, rx.spinner(size="1"), rx.icon("circle-dashed", size=16, aria_hidden="true")
            ),
        ),
        name,
        aria_current=rx.cond(SiteState.stage == number, "step", "false"),
    )


def _outcome() -> rx.Component:
    return rx.el.div(
        rx.cond(
            SiteState.crawl_state == "failed",
            rx.el.p(rx.icon("circle-alert", size=15, aria_hidden="true"), SiteState.error, class_name="problem"),
        ),
        rx.el.dl(
            _figure("Passages", rx.el.span(SiteState.passages)),
            _figure("Read last", rx.cond(SiteState.read_at, moment(SiteState.read_at), rx.el.span("not yet"))),
            _figure("Next time", rx.cond(SiteState.next_at, moment(SiteState.next_at), rx.el.span("when you say so"))),
            class_name="site-figures",
        ),
        rx.cond(SiteState.notes, rx.el.ul(rx.foreach(SiteState.notes, rx.el.li), class_name="notes muted")),
        class_name="form",
        style={"gap": "12px"},
        id="crawl-outcome",
    )


def _figure(name: str, value: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


def count_badge(count: rx.Var[int], color: str = "amber") -> rx.Component:
    """Beside a tab's name, when there is something in it."""
    return rx.cond(count > 0, rx.badge(count, color_scheme=color, radius="full", high_contrast=True))


def page_link(path: ObjectVar[str], link: ObjectVar[str]) -> rx.Component:
    """A page's path, which opens it."""
    return rx.el.a(path, href=link, target="_blank", rel="noopener noreferrer", class_name="row-link page-path")
