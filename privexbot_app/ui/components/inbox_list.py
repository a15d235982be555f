"""The inbox as a list with its filters; the same for all chatbots and for one."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.face import face
from privexbot_app.ui.components.parts import empty, loading, moment
from privexbot_app.ui.states.inbox import InboxState
from privexbot_app.ui.states.inbox_rows import InboxLine

FILTERS = (
    ("all", "All"),
    ("mine", "Mine"),
    ("waiting", "Waiting"),
    ("human", "With a person"),
    ("bot", "Chatbot"),
    ("closed", "Closed"),
)
SPEAKERS = (("visitor", "Visitor: "), ("operator", "We: "), ("bot", "Chatbot: "))


def inbox_list(*, names_chatbots: bool) -> rx.Component:
    """`names_chatbots` where those of several are listed."""
    return rx.cond(
        InboxState.is_loaded,
        rx.el.div(_filters(), _search(), _lines(names_chatbots), class_name="stack", style={"gap": "14px"}),
        loading(4, "72px"),
    )


def state_mark(line: ObjectVar[InboxLine]) -> rx.Component:
    """Who answers."""
    return rx.match(
        line.state,
        ("waiting", rx.badge("Waiting", color_scheme="amber", radius="full", high_contrast=True)),
        ("human", rx.el.span(face(line.operator), line.operator.name, class_name="holder")),
        ("closed", rx.badge("Closed", color_scheme="gray", radius="full", high_contrast=True)),
        rx.badge("Chatbot", color_scheme="iris", radius="full", high_contrast=True),
    )


def _filters() -> rx.Component:
    return rx.el.div(
        *[_filter(*kind) for kind in FILTERS], class_name="filters", role="group", aria_label="Which conversations"
    )


def _filter(kind: str, label: str) -> rx.Component:
    return rx.el.button(
        label,
        rx.el.span(InboxState.counts[kind], class_name="count"),
        id=f"show-{kind}",
        type="button",
        on_click=InboxState.show(kind),
        aria_pressed=rx.cond(InboxState.kind == kind, "true", "false"),
    )


def _search() -> rx.Component:
    return rx.input(
        rx.input.slot(rx.icon("search", size=16, aria_hidden="true")),
        id="search",
        type="search",
        default_value=InboxState.search,
        on_change=InboxState.find.debounce(250),
        placeholder="Search in what was said",
        aria_label="Search in what was said",
        auto_complete="off",
        max_length=200,
    )


def _lines(names_chatbots: bool) -> rx.Component:
    return rx.cond(
        InboxState.rows,
        rx.el.div(
            rx.el.ul(
                rx.foreach(InboxState.rows, lambda line: _line(line, names_chatbots)),
                class_name="rows",
                id="conversations",
            ),
            rx.cond(
                InboxState.has_more,
                rx.button("Show more", id="more", on_click=InboxState.load_more, variant="soft"),
            ),
            class_name="stack",
        ),
        rx.cond((InboxState.kind == "all") & (InboxState.search == ""), _nothing_yet(), _nothing_of_this()),
    )


def _nothing_yet() -> rx.Component:
    return empty(
        "messages-square",
        "No conversations yet",
        "They appear here as soon as a visitor asks something. What you try in the playground stays out.",
        id="no-conversations",
    )


def _nothing_of_this() -> rx.Component:
    return rx.el.p("There are none of these.", class_name="muted", id="none-of-these", role="status")


def _line(line: ObjectVar[InboxLine], names_chatbots: bool) -> rx.Component:
    return rx.el.li(
        rx.link(
            rx.el.span(
                rx.el.span(
                    rx.cond(
                        line.is_unanswered, rx.el.span(class_name="new", role="img", aria_label="Not answered yet")
                    ),
                    rx.el.strong(line.question, class_name="row-title"),
                    class_name="row-head",
                ),
                rx.cond(
                    line.last != line.question,
                    rx.el.span(rx.match(line.last_by, *SPEAKERS, ""), line.last, class_name="last clip-line"),
                ),
                rx.el.span(
                    rx.cond(line.visitor, rx.el.strong(line.visitor, dir="auto")),
                    moment(line.at),
                    rx.el.span(line.chatbot) if names_chatbots else "",
                    rx.el.span(line.messages, " messages"),
                    rx.cond(line.page, rx.el.span(line.page, class_name="clip")),
                    class_name="row-facts",
                ),
                class_name="row-body",
            ),
            rx.el.span(_marks(line), class_name="marks"),
            rx.icon("chevron-right", size=18, aria_hidden="true"),
            href=line.href,
            class_name="card conversation",
            underline="none",
        ),
        custom_attrs={"data-state": line.state},
    )


def _marks(line: ObjectVar[InboxLine]) -> rx.Component:
    return rx.fragment(
        state_mark(line),
        rx.cond(line.wait, rx.el.span(line.wait, class_name="wait")),
        rx.cond(line.reason, rx.el.span(line.reason, class_name="muted")),
        rx.cond(
            line.unanswered > 0,
            rx.badge(line.unanswered, " unanswered", color_scheme="amber", radius="full", high_contrast=True),
        ),
    )
