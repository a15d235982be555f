"""The frame around every signed-in page: sidebar, or a bar with a drawer on a phone."""

from collections.abc import Callable

import reflex as rx
from reflex.event import EventType
from reflex_components_core.el.elements.inline import A  # `rx.el.a` goes through the router, which moves no focus

from privexbot_app.ui.components.brand import brand
from privexbot_app.ui.states.follow import FollowState
from privexbot_app.ui.states.signed_in import ChatbotLink, SignedInState


def add_page(
    app: rx.App, draw: Callable[[], rx.Component], route: str, title: str, on_load: EventType[()] | None
) -> None:
    app.add_page(draw, route=route, title=f"{title} · PrivexBot", image="/favicon.svg", on_load=on_load)


def private(route: str, title: str, on_load: EventType[()]) -> Callable[[Callable[[], rx.Component]], Callable]:
    """Make a function that draws a page into one that adds it, in the frame, to an app; the tab is kept up to date."""

    def adder(draw: Callable[[], rx.Component]) -> Callable[[rx.App], None]:
        def add(app: rx.App) -> None:
            events = on_load if isinstance(on_load, list) else [on_load]
            add_page(app, lambda: shell(draw()), route, title, [*events, FollowState.follow])

        return add

    return adder


def shell(page: rx.Component) -> rx.Component:
    return rx.fragment(
        A.create("Skip to content", href="#main", class_name="skip"),
        _topbar(),
        rx.el.div(
            _sidebar(),
            rx.el.main(rx.el.div(page, class_name="main-inner"), id="main", class_name="main", tab_index=-1),
            class_name="frame",
        ),
    )


def _sidebar() -> rx.Component:
    return rx.el.nav(*_sidebar_content(""), class_name="sidebar", aria_label="Main")


def _sidebar_content(place: str) -> list[rx.Component]:
    return [
        rx.el.div(brand("/chatbots"), style={"padding": "2px 8px"}),
        rx.el.p(SignedInState.workspace_name, class_name="workspace", title=SignedInState.workspace_name),
        _link(rx.icon("layout-grid", size=17, aria_hidden="true"), "Chatbots", "/chatbots"),
        _link(rx.icon("inbox", size=17, aria_hidden="true"), "Inbox", "/inbox", after=_waiting(place)),
        _link(rx.icon("users", size=17, aria_hidden="true"), "People", "/people"),
        _link(rx.icon("book-open", size=17, aria_hidden="true"), "Knowledge", "/knowledge-bases"),
        _link(rx.icon("brain", size=17, aria_hidden="true"), "Models", "/models"),
        _link(rx.icon("receipt-text", size=17, aria_hidden="true"), "Usage", "/usage"),
        rx.cond(SignedInState.chatbot_links, rx.el.p("Your chatbots", class_name="side-title")),
        rx.foreach(SignedInState.chatbot_links, _chatbot_link),
        _foot(place),
    ]


def _chatbot_link(link: rx.vars.ObjectVar[ChatbotLink]) -> rx.Component:
    return _link(rx.el.span(class_name="dot", style={"background": link.color}), link.name, link.href, inside=True)


def _waiting(place: str) -> rx.Component:
    """How many conversations wait for a person."""
    count = rx.badge(SignedInState.waiting, rx.el.span(" waiting", class_name="unseen"), radius="full", variant="solid")
    return rx.cond(SignedInState.waiting > 0, rx.el.span(count, class_name="side-count", id=f"{place}waiting-count"))


def _link(
    mark: rx.Component, label: str, href: str, *, inside: bool = False, after: rx.Component | str = ""
) -> rx.Component:
    path = rx.State.router.url.path
    here = path.startswith(href) if inside else path == href
    current = rx.cond(here, "page", "false")
    return rx.link(
        mark, rx.el.span(label), after, href=href, class_name="side-link", aria_current=current, underline="none"
    )


def _foot(place: str) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.icon("circle-user-round", size=20, aria_hidden="true"),
            rx.el.span(SignedInState.email, id=f"{place}user-email", title=SignedInState.email),
            _color_mode(),
            class_name="side-user",
        ),
        rx.el.form(
            rx.button(
                rx.icon("log-out", size=15, aria_hidden="true"),
                "Sign out",
                id=f"{place}sign-out",
                type="submit",
                variant="soft",
                color_scheme="gray",
                width="100%",
            ),
            action="/auth/sign-out",
            method="post",
            on_submit=None,
        ),
        class_name="side-foot",
    )


def _color_mode() -> rx.Component:
    return rx.icon_button(
        rx.color_mode_cond(rx.icon("moon", size=16), rx.icon("sun", size=16)),
        on_click=rx.toggle_color_mode,
        variant="ghost",
        color_scheme="gray",
        aria_label="Switch between light and dark",
        type="button",
    )


def _topbar() -> rx.Component:
    return rx.el.header(_drawer(), brand("/chatbots"), _color_mode(), class_name="topbar")


def _drawer() -> rx.Component:
    return rx.drawer.root(
        rx.drawer.trigger(
            rx.icon_button(
                rx.icon("menu", size=20), variant="ghost", color_scheme="gray", aria_label="Open menu", id="open-menu"
            )
        ),
        rx.drawer.overlay(z_index="30"),
        rx.drawer.portal(
            rx.drawer.content(
                rx.drawer.title("Menu", class_name="unseen"),
                rx.drawer.description("Pages and account", class_name="unseen"),
                rx.el.nav(
                    *_sidebar_content("drawer-"), class_name="sidebar", aria_label="Menu", style={"height": "100%"}
                ),
                width="248px",
                height="100%",
                z_index="31",
            )
        ),
        direction="left",
    )
