"""The embedding model of a knowledge base: which one serves, how far the way to another is, and the choice."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.forms import field, text_field
from privexbot_app.ui.components.parts import card, loading, moment, page_head
from privexbot_app.ui.components.shell import private
from privexbot_app.ui.states.embedding import BUILT_IN, INSTALL, EmbeddingState
from privexbot_app.ui.states.model_plan import SourceOption

NOTE = "By this model passages are found whose meaning is near to a question. Words count too, whichever it is."


@private("/knowledge-bases/[knowledge_base_id]", "Search model", EmbeddingState.load)
def add_embedding() -> rx.Component:
    page = rx.el.div(
        page_head(EmbeddingState.name, note=NOTE), _serving(), _choice(), class_name="stack", id="embedding"
    )
    return rx.fragment(_back(), rx.cond(EmbeddingState.is_loaded, page, loading(2)))


def _back() -> rx.Component:
    icon = rx.icon("arrow-left", size=15, aria_hidden="true")
    return rx.link(icon, "Knowledge bases", href="/knowledge-bases", class_name="back", underline="none", size="2")


def _serving() -> rx.Component:
    return card(
        rx.el.dl(
            _figure("Model", EmbeddingState.model),
            _figure("Numbers a vector", EmbeddingState.dimensions),
            _figure("Passages", EmbeddingState.passages),
            class_name="site-figures",
            id="serving",
        ),
        rx.cond(EmbeddingState.moving, _move()),
        title="What serves",
        class_name="form",
    )


def _figure(name: str, value: rx.Var) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value, style={"overflowWrap": "anywhere"}))


def _move() -> rx.Component:
    return rx.el.div(
        rx.el.h3("Going over to ", EmbeddingState.moving_to, class_name="legend", style={"overflowWrap": "anywhere"}),
        rx.progress(
            value=EmbeddingState.percent, size="2", custom_attrs={"aria-label": "Passages that are embedded anew"}
        ),
        rx.el.div(
            rx.match(
                EmbeddingState.moving,
                ("queued", rx.el.span("It waits for its turn.")),
                rx.el.span(EmbeddingState.ready, " of ", EmbeddingState.passages, " passages"),
            ),
            rx.el.span(EmbeddingState.left),
            class_name="row between muted",
            role="status",
        ),
        rx.cond(EmbeddingState.moving == "failed", _failure()),
        rx.el.p(
            "Until all of them are ready, the model above serves. Nothing is half one and half the other.",
            class_name="hint",
        ),
        rx.el.div(_again(), _cancel(), class_name="row"),
        class_name="form",
        style={"gap": "12px"},
        id="move",
    )


def _failure() -> rx.Component:
    return rx.el.p(
        rx.icon("circle-alert", size=15, aria_hidden="true"),
        rx.el.span(EmbeddingState.problem, " It is tried again by itself: ", moment(EmbeddingState.again_at)),
        class_name="problem",
        role="alert",
        id="move-problem",
    )


def _again() -> rx.Component:
    icon = rx.icon("rotate-cw", size=15, aria_hidden="true")
    button = rx.button(icon, "Try again now", on_click=EmbeddingState.try_again, id="try-again")
    return rx.cond(EmbeddingState.moving == "failed", button)


def _cancel() -> rx.Component:
    icon = rx.icon("x", size=15, aria_hidden="true")
    button = rx.button(
        icon, "Cancel", on_click=EmbeddingState.cancel, variant="soft", color_scheme="gray", id="cancel-move"
    )
    return rx.cond(EmbeddingState.may_cancel, button)


def _choice() -> rx.Component:
    needs_name = (EmbeddingState.source != INSTALL) & (EmbeddingState.source != BUILT_IN)
    return card(
        rx.form(
            rx.el.div(
                field("source", "Model", _select(), problem=_problem("source")),
                rx.cond(needs_name, _name()),
                rx.el.div(
                    rx.cond(EmbeddingState.meaning, rx.el.p(EmbeddingState.meaning, class_name="hint", id="meaning")),
                    rx.cond(needs_name | EmbeddingState.is_elsewhere, _leaves()),
                    role="status",
                ),
                rx.el.div(rx.button("Use this model", type="submit", id="use-model", size="3"), class_name="form-foot"),
                class_name="form",
            ),
            on_submit=EmbeddingState.choose,
            key=EmbeddingState.version.to_string(),
        ),
        title="Another model",
        note="Everything is embedded anew in the background. How sure the chatbot is keeps its meaning.",
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(EmbeddingState.form_field == name, EmbeddingState.form_problem, "")


def _leaves() -> rx.Component:
    return rx.el.p(
        "The texts of all passages, and each question, are sent to the provider of the model.", class_name="hint"
    )


def _name() -> rx.Component:
    return text_field(
        "model",
        "Name of the embedding model",
        default_value=EmbeddingState.wanted,
        key=EmbeddingState.source,
        placeholder=EmbeddingState.example,
        hint="As the provider calls it. Models that write answers do not embed.",
        max_length=100,
        on_blur=EmbeddingState.weigh,
        problem=_problem("model"),
    )


def _select() -> rx.Component:
    return rx.select.root(
        rx.select.trigger(id="source", aria_label="Model", style={"maxWidth": "100%"}),
        rx.select.content(rx.foreach(EmbeddingState.options, _option)),
        value=EmbeddingState.source,
        on_change=EmbeddingState.pick,
        name="source",
        size="3",
    )


def _option(option: ObjectVar[SourceOption]) -> rx.Component:
    return rx.select.item(option.label, value=option.value)
