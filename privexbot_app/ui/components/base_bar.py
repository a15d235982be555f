"""Above a chatbot's sources: which knowledge base they are in, and the way to use others."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.states.base_choice import BaseChoiceState
from privexbot_app.ui.states.bot_bases import BaseChoice, BotBasesState


def base_bar() -> rx.Component:
    return rx.el.div(
        rx.el.label("Knowledge base", html_for="base-choice", class_name="legend"),
        base_select(BaseChoiceState.choose, BotBasesState.base_id),
        rx.cond(BotBasesState.base_id != BotBasesState.bases[0].id, _leave()),
        _use_another(),
        rx.link("Search model", href="/knowledge-bases/" + BotBasesState.base_id, size="2", id="search-model"),
        class_name="row base-bar",
    )


def base_select(on_change: rx.EventHandler, value: rx.Var[str], everything: str = "") -> rx.Component:
    """The chatbot's knowledge bases; with a choice for all of them together if that has a name."""
    return rx.select.root(
        rx.select.trigger(id="base-choice", custom_attrs={"aria-label": "Knowledge base"}),
        rx.select.content(
            rx.select.item(everything, value="all") if everything else rx.fragment(),
            rx.foreach(BotBasesState.bases, _item),
        ),
        value=value,
        on_change=on_change,
    )


def _item(base: ObjectVar[BaseChoice]) -> rx.Component:
    return rx.select.item(base.name, rx.cond(base.is_own, " (its own)", ""), value=base.id)


def _leave() -> rx.Component:
    return rx.button(
        rx.icon("unlink", size=15, aria_hidden="true"),
        "Stop using it",
        on_click=BaseChoiceState.leave,
        variant="soft",
        color_scheme="gray",
        id="leave-base",
    )


def _use_another() -> rx.Component:
    button = rx.button(rx.icon("link", size=15, aria_hidden="true"), "Use another", variant="soft", id="use-another")
    nothing = rx.el.p("There is no other knowledge base in this workspace yet.", class_name="muted", id="no-others")
    return rx.dialog.root(
        rx.dialog.trigger(button),
        rx.dialog.content(
            rx.dialog.title("Use another knowledge base"),
            rx.dialog.description("The chatbot searches it beside its own, from the next question on."),
            rx.cond(
                BaseChoiceState.others,
                rx.el.ul(rx.foreach(BaseChoiceState.others, _other), class_name="rows", id="other-bases"),
                nothing,
            ),
            rx.el.div(
                rx.link("All knowledge bases", href="/knowledge-bases"),
                rx.dialog.close(rx.button("Close", variant="soft", color_scheme="gray")),
                class_name="form-foot between",
                style={"marginTop": "20px"},
            ),
            max_width="460px",
        ),
        open=BaseChoiceState.is_dialog_open,
        on_open_change=BaseChoiceState.show_dialog,
    )


def _other(base: ObjectVar[BaseChoice]) -> rx.Component:
    return rx.el.li(
        rx.el.span(base.name, class_name="grow-text"),
        rx.button("Use", on_click=BaseChoiceState.use(base.id), variant="soft", class_name="use-base"),
        class_name="card source",
    )
