"""An answer's tables and lists as a reader expects them, every cell of them a text."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from privexbot_app.ui.states.text_blocks import TextBlock


def text_blocks(blocks: ArrayVar[list[TextBlock]]) -> rx.Component:
    return rx.foreach(blocks, _block)


def _block(block: ObjectVar[TextBlock]) -> rx.Component:
    return rx.match(
        block.kind,
        ("table", _table(block)),
        ("list", rx.el.ul(rx.foreach(block.rows, _item))),
        ("steps", rx.el.ol(rx.foreach(block.rows, _item))),
        rx.el.p(block.text),
    )


def _item(row: ArrayVar[list[str]]) -> rx.Component:
    return rx.el.li(row[0])


def _table(block: ObjectVar[TextBlock]) -> rx.Component:
    head = rx.el.tr(rx.foreach(block.head, lambda cell: rx.el.th(cell, scope="col")))
    return rx.el.div(
        rx.el.table(rx.el.thead(head), rx.el.tbody(rx.foreach(block.rows, _row))), class_name="wide", tab_index=0
    )


def _row(row: ArrayVar[list[str]]) -> rx.Component:
    return rx.el.tr(rx.foreach(row, rx.el.td))
