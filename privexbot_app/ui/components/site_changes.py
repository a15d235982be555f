"""What differs on a website, line by line; what waits for the owner's word; and the answers that are out of date."""

import reflex as rx
from reflex.event import EventType
from reflex.vars import ArrayVar, ObjectVar

from privexbot_app.ui.components.parts import empty, loading, moment
from privexbot_app.ui.components.site_head import page_link
from privexbot_app.ui.states.site import SiteState
from privexbot_app.ui.states.site_changes import SiteChangesState
from privexbot_app.ui.states.site_rows import ChangeRow, DiffLine, StaleRow

KINDS = {"new": ("green", "New"), "changed": ("iris", "Changed"), "vanished": ("orange", "Gone")}
DECIDED = {"applied": ("gray", "Counts"), "rejected": ("red", "Rejected")}


def site_changes() -> rx.Component:
    nothing = empty(
        "git-compare",
        "Nothing has changed",
        "When the website is read again, pages that are new, differ or are gone are shown here, line by line.",
        id="no-changes",
    )
    lists = rx.el.div(
        rx.cond(SiteChangesState.undecided, _waiting()),
        rx.cond(SiteChangesState.decided, _decided()),
        class_name="stack",
    )
    is_something = SiteChangesState.undecided | SiteChangesState.decided
    return rx.cond(SiteChangesState.is_loaded, rx.cond(is_something, lists, nothing), loading(3, "110px"))


def stale_answers() -> rx.Component:
    nothing = empty(
        "badge-check",
        "No answer is out of date",
        "Answers of the last 90 days that quoted what the website does not say any more are listed here.",
        id="no-stale",
    )
    listed = rx.el.div(
        rx.el.p("These visitors were told what the website does not say any more.", class_name="muted"),
        rx.el.ul(rx.foreach(SiteChangesState.stale, _stale), class_name="rows", id="stale-answers"),
        class_name="stack",
        style={"gap": "12px"},
    )
    return rx.cond(SiteChangesState.is_loaded, rx.cond(SiteChangesState.stale, listed, nothing), loading(2, "90px"))


def _waiting() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Waiting for your word", class_name="card-title"),
            rx.el.div(
                _button(
                    "Approve all", "check-check", [SiteChangesState.approve_all, SiteState.watch], id="approve-all"
                ),
                _button(
                    "Reject all",
                    "x",
                    [SiteChangesState.reject_all, SiteState.watch],
                    color_scheme="gray",
                    id="reject-all",
                ),
                class_name="row",
            ),
            class_name="row between",
        ),
        _changes(SiteChangesState.undecided, "changes-waiting"),
        class_name="stack",
        style={"gap": "12px"},
    )


def _decided() -> rx.Component:
    return rx.el.section(
        rx.el.h2("In the last 30 days", class_name="card-title"),
        _changes(SiteChangesState.decided, "changes-decided"),
        class_name="stack",
        style={"gap": "12px"},
    )


def _changes(rows: ArrayVar[list[ChangeRow]], id_: str) -> rx.Component:
    return rx.el.ul(rx.foreach(rows, _change), class_name="rows", id=id_)


def _change(change: ObjectVar[ChangeRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                _badge(change.kind, KINDS),
                rx.el.strong(rx.cond(change.title, change.title, change.path), class_name="row-title"),
                class_name="row-head",
            ),
            page_link(change.path, change.link),
            rx.cond(change.problem, rx.el.p(change.problem, class_name="problem", role="alert")),
            _difference(change),
            class_name="row-body",
        ),
        rx.el.div(_decision(change), rx.el.span(moment(change.at), class_name="muted"), class_name="change-side"),
        class_name="card source change",
    )


def _decision(change: ObjectVar[ChangeRow]) -> rx.Component:
    buttons = rx.el.div(
        _button("Approve", "check", [SiteChangesState.approve(change.id), SiteState.watch], class_name="approve"),
        _button(
            "Reject",
            "x",
            [SiteChangesState.reject(change.id), SiteState.watch],
            color_scheme="gray",
            class_name="reject",
        ),
        class_name="gap-actions",
    )
    under_way = rx.el.span(rx.spinner(size="1"), "Being indexed", class_name="row muted")
    return rx.match(change.state, ("waiting", buttons), ("approved", under_way), _badge(change.state, DECIDED))


def _button(label: str, icon: str, on_click: EventType[()], **props) -> rx.Component:
    return rx.button(
        rx.icon(icon, size=15, aria_hidden="true"), label, on_click=on_click, variant="soft", type="button", **props
    )


def _badge(word: ObjectVar[str], words: dict[str, tuple[str, str]]) -> rx.Component:
    badges = [
        (value, rx.badge(label, color_scheme=color, radius="full", high_contrast=True))
        for value, (color, label) in words.items()
    ]
    return rx.match(word, *badges, rx.badge(word))


def _difference(change: ObjectVar[ChangeRow]) -> rx.Component:
    more = rx.el.li("and ", change.more, " more lines", class_name="diff-gap")
    return rx.cond(
        change.lines,
        rx.el.ul(
            rx.foreach(change.lines, _line),
            rx.cond(change.more > 0, more),
            class_name="diff",
            aria_label="What differs",
            tab_index=0,
        ),
        rx.el.span("Only the title differs.", class_name="muted"),
    )


def _line(line: ObjectVar[DiffLine]) -> rx.Component:
    marks = [("added", rx.el.ins(line.text)), ("removed", rx.el.del_(line.text))]
    return rx.el.li(rx.match(line.kind, *marks, rx.el.span(line.text)), custom_attrs={"data-kind": line.kind})


def _stale(row: ObjectVar[StaleRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.icon("message-circle-warning", size=18, aria_hidden="true"), class_name="row-icon"),
        rx.el.div(
            rx.el.strong(row.question, class_name="row-title"),
            rx.el.q(row.quote, class_name="said"),
            rx.el.span(rx.el.span("From ", row.title), moment(row.at), class_name="row-facts"),
            class_name="row-body",
        ),
        rx.link("Open", href=row.href, size="2", class_name="open-conversation"),
        class_name="card source",
    )
