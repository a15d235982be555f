"""Sources as rows: how far each has come, what went wrong with it, and what can be done about that."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from privexbot_app.ui.components.chatbot_frame import place
from privexbot_app.ui.states.knowledge import KnowledgeState
from privexbot_app.ui.states.source_rows import SourceRow

ICONS = {"text": "type", "file": "file-text", "page": "globe", "site": "network", "qa": "message-circle-question"}
STATES = {
    "queued": ("gray", "Queued"),
    "reading": ("iris", "Reading"),
    "indexing": ("iris", "Indexing"),
    "ready": ("green", "Ready"),
    "failed": ("red", "Failed"),
}


def source_list(sources: ArrayVar[list[SourceRow]]) -> rx.Component:
    return rx.el.ul(rx.foreach(sources, _source), class_name="rows", id="sources")


def _source(source: ObjectVar[SourceRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(_icon(source), class_name="row-icon"),
        rx.el.div(_title(source), _progress(source), _failure(source), _notes(source), class_name="row-body"),
        _badge(source),
        _delete(source),
        class_name="card source",
        custom_attrs={"data-state": source.state, "data-kind": source.kind},
    )


def _icon(source: ObjectVar[SourceRow]) -> rx.Component:
    marks = [(kind, rx.icon(icon, size=18, aria_hidden="true")) for kind, icon in ICONS.items()]
    return rx.match(source.kind, *marks, rx.icon("file", size=18, aria_hidden="true"))


def _badge(source: ObjectVar[SourceRow]) -> rx.Component:
    badges = [
        (state, rx.badge(label, color_scheme=color, radius="full", high_contrast=True))
        for state, (color, label) in STATES.items()
    ]
    return rx.match(source.state, *badges, rx.badge(source.state))


def _title(source: ObjectVar[SourceRow]) -> rx.Component:
    count = rx.el.span(source.passages, rx.cond(source.passages == 1, " passage", " passages"), class_name="muted")
    name = rx.el.strong(source.title, class_name="row-title")
    of_site = rx.link("Pages, changes and settings", href=place("/knowledge/site/") + source.id, class_name="site-link")
    return rx.fragment(
        name,
        rx.cond(
            source.link & (source.link != source.title),
            rx.el.a(source.link, href=source.link, target="_blank", rel="noopener noreferrer", class_name="row-link"),
        ),
        rx.cond((source.state == "ready") | (source.passages > 0), count),
        rx.cond(source.kind == "site", of_site),
    )


def _progress(source: ObjectVar[SourceRow]) -> rx.Component:
    return rx.cond(
        source.state == "indexing",
        rx.el.div(
            rx.progress(value=source.percent, size="1", custom_attrs={"aria-label": "Indexed passages"}),
            rx.el.span(source.done, " of ", source.total, class_name="muted"),
            class_name="progress-row",
        ),
    )


def _failure(source: ObjectVar[SourceRow]) -> rx.Component:
    return rx.cond(
        source.state == "failed",
        rx.el.div(
            rx.el.p(source.error, class_name="problem"),
            rx.button(
                rx.icon("rotate-cw", size=14, aria_hidden="true"),
                "Try again",
                on_click=KnowledgeState.retry(source.id),
                variant="soft",
                size="1",
                class_name="try-again",
            ),
            class_name="failure",
        ),
    )


def _notes(source: ObjectVar[SourceRow]) -> rx.Component:
    return rx.cond(source.notes, rx.el.ul(rx.foreach(source.notes, rx.el.li), class_name="notes muted"))


def _delete(source: ObjectVar[SourceRow]) -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            rx.icon_button(
                rx.icon("trash-2", size=16),
                variant="ghost",
                color_scheme="gray",
                aria_label=f"Delete {source.title}",
                class_name="delete-source",
            )
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete this source?"),
            rx.alert_dialog.description("The chatbot forgets “", source.title, "” at once."),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(
                    rx.button(
                        "Delete",
                        color_scheme="red",
                        on_click=KnowledgeState.delete(source.id),
                        class_name="confirm-delete",
                    )
                ),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="420px",
        ),
    )
