"""The knowledge bases of the workspace, and which chatbots search each."""

import reflex as rx
from reflex.event import EventSpec
from reflex.vars import ObjectVar

from privexbot_app.ui.components.forms import text_field
from privexbot_app.ui.components.parts import empty, loading, page_head
from privexbot_app.ui.components.shell import private
from privexbot_app.ui.states.knowledge_bases import BaseRow, BotChoice, KnowledgeBasesState

NOTE = "Each chatbot has its own knowledge base, and may search others beside it."


@private("/knowledge-bases", "Knowledge bases", KnowledgeBasesState.load)
def add_knowledge_bases() -> rx.Component:
    nothing = empty(
        "book-open",
        "No knowledge bases yet",
        "A chatbot gets its own when it is made. One that several chatbots should know is made here.",
        id="no-bases",
    )
    rows = rx.el.ul(rx.foreach(KnowledgeBasesState.rows, _row), class_name="rows", id="bases")
    return rx.fragment(
        page_head("Knowledge bases", _new(), note=NOTE),
        rx.cond(KnowledgeBasesState.is_loaded, rx.cond(KnowledgeBasesState.rows, rows, nothing), loading(3, "74px")),
        _naming(),
        _sharing(),
    )


def _new() -> rx.Component:
    icon = rx.icon("plus", size=17, aria_hidden="true")
    return rx.button(icon, "New knowledge base", id="new-base", size="3", on_click=KnowledgeBasesState.start_new)


def _row(row: ObjectVar[BaseRow]) -> rx.Component:
    users = rx.foreach(row.users, lambda name: rx.badge(name, radius="full", high_contrast=True))
    return rx.el.li(
        rx.el.span(rx.icon("book-open", size=18, aria_hidden="true"), class_name="row-icon"),
        rx.el.div(
            rx.el.strong(row.name, class_name="row-title"),
            rx.el.span(
                rx.el.span(row.sources, rx.cond(row.sources == 1, " source", " sources")),
                rx.cond(row.users, rx.el.span("used by ", users, class_name="row"), rx.el.span("used by no chatbot")),
                class_name="row-facts",
            ),
            class_name="row-body",
        ),
        rx.el.div(
            _action("Chatbots", "bot", KnowledgeBasesState.start_sharing(row.id), "share-base"),
            _action("Search model", "scan-search", rx.redirect("/knowledge-bases/" + row.id), "base-model"),
            _action("Rename", "pencil", KnowledgeBasesState.start_rename(row.id, row.name), "rename-base"),
            rx.cond(row.is_own, rx.fragment(), _delete(row)),
            class_name="gap-actions",
        ),
        class_name="card source gap",
    )


def _action(label: str, icon: str, on_click: EventSpec, class_name: str) -> rx.Component:
    return rx.button(
        rx.icon(icon, size=15, aria_hidden="true"),
        label,
        on_click=on_click,
        variant="soft",
        color_scheme="gray",
        class_name=class_name,
    )


def _delete(row: ObjectVar[BaseRow]) -> rx.Component:
    icon = rx.icon("trash-2", size=16, aria_hidden="true")
    opener = rx.button(icon, "Delete", variant="soft", color_scheme="red", class_name="delete-base")
    losing = rx.cond(
        row.users, rx.el.span("These chatbots lose it: ", row.users.join(", "), "."), "No chatbot searches it."
    )
    confirm = rx.button(
        "Delete",
        color_scheme="red",
        on_click=KnowledgeBasesState.delete(row.id, row.user_ids),
        class_name="confirm-delete",
    )
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(opener),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete “", row.name, "”?"),
            rx.alert_dialog.description("All its sources go with it. ", losing),
            rx.el.div(
                rx.alert_dialog.cancel(rx.button("Cancel", variant="soft", color_scheme="gray")),
                rx.alert_dialog.action(confirm),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="440px",
        ),
    )


def _naming() -> rx.Component:
    form = rx.form(
        text_field(
            "base_name",
            "Name",
            placeholder="Shipping and returns",
            default_value=KnowledgeBasesState.open_name,
            auto_focus=True,
            max_length=80,
            problem=KnowledgeBasesState.problem,
        ),
        rx.el.div(
            rx.dialog.close(rx.button("Cancel", type="button", variant="soft", color_scheme="gray", size="3")),
            rx.button("Save", type="submit", id="save-base", size="3"),
            class_name="form-foot",
            style={"marginTop": "22px"},
        ),
        on_submit=KnowledgeBasesState.save_name,
    )
    title = rx.cond(KnowledgeBasesState.open_id, "Rename the knowledge base", "New knowledge base")
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title),
            rx.dialog.description("Only your workspace sees this name.", margin_bottom="18px"),
            form,
            max_width="440px",
        ),
        open=KnowledgeBasesState.is_naming,
        on_open_change=KnowledgeBasesState.show_naming,
    )


def _sharing() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title("Who searches “", KnowledgeBasesState.open_name, "”?"),
            rx.dialog.description("A change counts from the next question on.", margin_bottom="14px"),
            rx.el.ul(rx.foreach(KnowledgeBasesState.choices, _choice), class_name="rows", id="base-users"),
            rx.el.div(
                rx.dialog.close(rx.button("Close", variant="soft", color_scheme="gray")),
                class_name="form-foot",
                style={"marginTop": "20px"},
            ),
            max_width="440px",
        ),
        open=KnowledgeBasesState.is_sharing,
        on_open_change=KnowledgeBasesState.show_sharing,
    )


def _choice(bot: ObjectVar[BotChoice]) -> rx.Component:
    switch = rx.switch(
        checked=bot.uses,
        disabled=bot.is_own,
        on_change=lambda uses: KnowledgeBasesState.share(bot.id, uses),
        custom_attrs={"aria-label": bot.name},
    )
    return rx.el.li(
        switch, rx.el.span(bot.name), rx.cond(bot.is_own, rx.el.span("its own", class_name="muted")), class_name="row"
    )
