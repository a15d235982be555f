"""Who had the conversation that is open, and what their page told, as far as it is known."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.states.fact_rows import FactRow
from privexbot_app.ui.states.thread import ThreadState


def visitor_facts() -> rx.Component:
    """Nothing for an anonymous visitor whose page told nothing."""
    return rx.cond(
        ThreadState.facts,
        rx.el.dl(rx.foreach(ThreadState.facts, _fact), class_name="facts card pad", id="visitor-facts"),
    )


def _fact(fact: ObjectVar[FactRow]) -> rx.Component:
    return rx.el.div(rx.el.dt(fact.label), rx.el.dd(fact.text, dir="auto"))
