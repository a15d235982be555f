"""Small pieces that many pages are made of."""

import reflex as rx
from reflex.vars.base import Var

STATE_COLORS = {"live": "green", "draft": "gray", "paused": "amber"}


def page_head(title: str | Var[str], *actions: rx.Component, note: str = "") -> rx.Component:
    return rx.el.header(
        rx.el.h1(title),
        rx.el.div(class_name="grow"),
        *actions,
        rx.el.p(note) if note else rx.fragment(),
        class_name="page-head",
    )


def card(*children: rx.Component, title: str = "", note: str = "", **props) -> rx.Component:
    props["class_name"] = f"card pad {props.get('class_name', '')}"
    return rx.el.section(
        rx.el.h2(title, class_name="card-title" if note else "card-title alone") if title else rx.fragment(),
        rx.el.p(note, class_name="card-note") if note else rx.fragment(),
        *children,
        **props,
    )


def empty(icon: str, title: str, text: str, *actions: rx.Component, **props) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.icon(icon, size=24, aria_hidden="true"), class_name="empty-icon"),
        rx.el.h2(title),
        rx.el.p(text),
        *actions,
        class_name="empty",
        **props,
    )


def state_badge(state: Var[str]) -> rx.Component:
    """Whether visitors may talk to a chatbot."""
    color = rx.match(state, *STATE_COLORS.items(), "gray")
    return rx.badge(
        rx.el.span(state, style={"textTransform": "capitalize"}), color_scheme=color, radius="full", high_contrast=True
    )


def bot_face(color: Var[str]) -> rx.Component:
    return rx.el.span(rx.icon("bot", size=22, aria_hidden="true"), class_name="bot-face", style={"background": color})


def loading(rows: int = 3, height: str = "92px") -> rx.Component:
    """What stands there until the first answer has come."""
    return rx.el.div(
        rx.el.span("Loading…", class_name="unseen"),
        *[rx.skeleton(height=height, width="100%", border_radius="14px") for _ in range(rows)],
        class_name="stack",
        role="status",
    )


def moment(time: Var[str]) -> rx.Component:
    """A time (ISO, UTC) as the reader's own clock and language say it."""
    shown: Var[str] = Var(
        f"(({time!s}) ? new Intl.DateTimeFormat(undefined,"
        f"{{dateStyle:'medium',timeStyle:'short'}}).format(new Date({time!s})) : '')",
        _var_type=str,
        _var_data=time._get_all_var_data(),
    )
    return rx.el.time(shown.to(str), date_time=time)


def page_link(page: Var[str], link: Var[str]) -> rx.Component:
    """A page that a visitor was on: a link where its address is safe to open, words where it is not."""
    return rx.cond(
        link,
        rx.el.a(page, href=link, target="_blank", rel="noopener noreferrer", class_name="clip plain-link"),
        rx.el.span(page, class_name="clip"),
    )
