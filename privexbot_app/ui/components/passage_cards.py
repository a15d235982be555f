"""The passages of a document as cards, each with what its owner can decide about it."""

import reflex as rx
from reflex.event import EventSpec
from reflex.vars import ObjectVar

from privexbot_app.ui.components.forms import text_area
from privexbot_app.ui.states.document import BOOSTS, DocumentState, PassageItem


def passage_cards() -> rx.Component:
    nothing = rx.el.p("Nothing in it could be made a passage.", class_name="muted", id="no-passages")
    cards = rx.el.ol(rx.foreach(DocumentState.rows, _card), class_name="rows", id="passages")
    return rx.el.section(
        rx.el.h3("As the chatbot has it", class_name="card-title"), rx.cond(DocumentState.rows, cards, nothing)
    )


def _card(row: ObjectVar[PassageItem]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(row.number, class_name="cite-number", aria_hidden="true"),
            rx.el.strong(rx.cond(row.heading, row.heading, "No heading"), class_name="grow-text"),
            _marks(row),
            class_name="row",
        ),
        rx.el.p(row.text, class_name=rx.cond(row.is_disabled, "said muted", "said")),
        rx.el.div(
            rx.cond(row.place, rx.el.span(row.place, class_name="page-place")),
            rx.el.span(row.characters, " characters"),
            _button("Show in text", "locate", DocumentState.choose(row.id), "show-place"),
            class_name="row-facts",
        ),
        _controls(row),
        class_name=rx.cond(DocumentState.chosen_id == row.id, "card pad passage is-chosen", "card pad passage"),
        custom_attrs={"data-number": row.number},
    )


def _marks(row: ObjectVar[PassageItem]) -> rx.Component:
    def mark(word: str | rx.Var[str], color: str) -> rx.Component:
        return rx.badge(word, color_scheme=color, radius="full", high_contrast=True)

    return rx.fragment(
        rx.cond(row.is_disabled, mark("Disabled", "red")),
        rx.cond(row.is_pinned, mark("Pinned", "iris")),
        rx.cond(row.is_edited, mark("Edited by you", "amber")),
        rx.cond(row.boost != "0", mark(row.boost, "green")),
    )


def _controls(row: ObjectVar[PassageItem]) -> rx.Component:
    return rx.el.div(
        rx.cond(
            row.is_disabled,
            _button("Enable", "eye", DocumentState.disable(row.id, False), "enable"),
            _button("Disable", "eye-off", DocumentState.disable(row.id, True), "disable"),
        ),
        rx.cond(
            row.is_pinned,
            _button("Unpin", "pin-off", DocumentState.pin(row.id, False), "unpin"),
            _button("Pin", "pin", DocumentState.pin(row.id, True), "pin"),
        ),
        rx.cond(DocumentState.is_editable, _button("Edit", "pencil", DocumentState.start_edit(row.id), "edit-passage")),
        rx.cond(row.is_edited, _button("Undo the edit", "undo-2", DocumentState.restore(row.id), "restore")),
        _boost(row),
        class_name="row",
    )


def _boost(row: ObjectVar[PassageItem]) -> rx.Component:
    return rx.el.label(
        "Boost",
        rx.select.root(
            rx.select.trigger(custom_attrs={"aria-label": "Added to its score"}),
            rx.select.content(*[rx.select.item(boost, value=boost) for boost in BOOSTS]),
            value=row.boost,
            on_change=lambda by: DocumentState.boost(row.id, by),
            size="1",
        ),
        class_name="row muted",
    )


def _button(label: str, icon: str, on_click: EventSpec, class_name: str) -> rx.Component:
    return rx.button(
        rx.icon(icon, size=14, aria_hidden="true"),
        label,
        on_click=on_click,
        variant="soft",
        color_scheme="gray",
        size="1",
        class_name=class_name,
    )


def edit_dialog() -> rx.Component:
    form = rx.form(
        text_area(
            "passage_text",
            "What the chatbot sees",
            default_value=DocumentState.edited_text,
            rows="9",
            max_length=4000,
            problem=DocumentState.problem,
        ),
        rx.cond(
            DocumentState.read_text,
            rx.el.div(
                rx.el.p("What was read:", class_name="hint"),
                rx.el.p(DocumentState.read_text, class_name="said muted"),
                style={"marginTop": "14px"},
            ),
        ),
        rx.el.div(
            rx.dialog.close(rx.button("Cancel", type="button", variant="soft", color_scheme="gray", size="3")),
            rx.button("Save", type="submit", id="save-passage", size="3"),
            class_name="form-foot",
            style={"marginTop": "20px"},
        ),
        on_submit=DocumentState.save,
    )
    note = "The page itself stays as it is. Citations say that you edited it; a new reading of the same words keeps it."
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title("Edit the passage"),
            rx.dialog.description(note, margin_bottom="16px"),
            form,
            max_width="640px",
        ),
        open=DocumentState.edited_id > 0,
        on_open_change=DocumentState.show_dialog,
    )
