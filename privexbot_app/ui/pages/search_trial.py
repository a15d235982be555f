"""A question tried on the search: passages with the parts of their scores, the quote, and the prompt."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.components.base_bar import base_select
from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.forms import problem_line
from privexbot_app.ui.components.parts import card, empty, loading
from privexbot_app.ui.components.sections import KNOWLEDGE, sections
from privexbot_app.ui.states.search_trial import ALL, PartRow, SearchTrialState, TriedRow


@chatbot_page("/knowledge/search", "Try a search", SearchTrialState.load)
def add_search_trial() -> rx.Component:
    page = rx.el.div(_form(), rx.cond(SearchTrialState.is_tried, _result()), class_name="stack")
    return rx.fragment(sections(KNOWLEDGE), rx.cond(SearchTrialState.is_loaded, page, loading(3)))


def _form() -> rx.Component:
    field = rx.input(
        id="question", name="question", placeholder="How long can I return shoes?", size="3", flex="1", max_length=4000,
        auto_complete="off", aria_label="Question",
    )  # fmt: skip
    button = rx.button("Search", id="try-search", type="submit", size="3", loading=SearchTrialState.is_busy)
    return card(
        rx.form(
            rx.el.div(field, button, class_name="ask-row"),
            problem_line(SearchTrialState.problem, "question-problem"),
            on_submit=SearchTrialState.try_it,
        ),
        rx.el.div(
            rx.cond(
                SearchTrialState.bases.length() > 1,
                base_select(SearchTrialState.choose_base, SearchTrialState.base, "All knowledge bases"),
            ),
            _sources(),
            class_name="row",
            style={"marginTop": "12px"},
        ),
        title="Try a question",
        note="See what the chatbot finds, and why. No model answers, and nothing is kept."
        " A rerank model, if the chatbot has one, is asked as for a visitor.",
    )


def _sources() -> rx.Component:
    return rx.select.root(
        rx.select.trigger(custom_attrs={"aria-label": "Source"}, max_width="100%"),
        rx.select.content(
            rx.select.item("All sources", value=ALL),
            rx.foreach(SearchTrialState.sources, lambda source: rx.select.item(source.title, value=source.id)),
        ),
        value=SearchTrialState.source,
        on_change=SearchTrialState.choose_source,
    )


def _result() -> rx.Component:
    nothing = empty(
        "search-x", "Nothing was found", "No passage of these sources says anything near.", id="no-passages"
    )
    rows = rx.el.ol(rx.foreach(SearchTrialState.rows, _row), class_name="rows", id="tried")
    return rx.el.div(
        rx.el.div(_order(), rx.cond(SearchTrialState.rows, rows, nothing), class_name="stack"),
        rx.el.div(_answer(), _prompt(), class_name="stack"),
        class_name="two",
    )


def _order() -> rx.Component:
    by_model = rx.el.p("Put in order by ", rx.el.code(SearchTrialState.reranker), ".", class_name="hint", id="reranker")
    as_found = rx.callout.root(
        rx.callout.icon(rx.icon("triangle-alert", size=16)),
        rx.callout.text(
            rx.el.code(SearchTrialState.reranker),
            " did not put them in order, so they stay as search found them: ",
            SearchTrialState.rerank_problem,
        ),
        color_scheme="amber",
        size="1",
        id="rerank-problem",
    )
    return rx.cond(SearchTrialState.reranker, rx.cond(SearchTrialState.rerank_problem, as_found, by_model))


def _row(row: ObjectVar[TriedRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(row.number, class_name="cite-number", aria_hidden="true"),
            rx.link(row.title, href=row.href, class_name="row-title plain-link grow-text"),
            rx.cond(row.place, rx.el.span(row.place, class_name="muted page-place")),
            rx.cond(row.is_pinned, rx.badge("Pinned", radius="full", high_contrast=True)),
            rx.cond(row.is_edited, rx.badge("Edited", color_scheme="amber", radius="full", high_contrast=True)),
            rx.cond(row.is_used, rx.fragment(), rx.badge("not used", color_scheme="gray", radius="full")),
            rx.cond(row.reranked, rx.el.span("reranked ", row.reranked, class_name="muted reranked")),
            rx.el.strong(row.score, title="Score"),
            class_name="row",
        ),
        rx.el.p(row.text, class_name="said"),
        rx.el.dl(rx.foreach(row.parts, _part), class_name="score-parts"),
        class_name="card pad passage",
    )


def _part(part: ObjectVar[PartRow]) -> rx.Component:
    bar = rx.el.span(class_name="score-bar", style={"width": part.percent.to_string() + "%"}, aria_hidden="true")
    return rx.el.div(rx.el.dt(part.name), rx.el.dd(rx.el.span(bar, class_name="score-track"), part.value))


def _answer() -> rx.Component:
    quoted = rx.cond(
        SearchTrialState.quoted, rx.el.p(SearchTrialState.quoted, class_name="said", id="quoted"), rx.el.p("Nothing.")
    )
    verdict = rx.cond(
        SearchTrialState.is_told,
        rx.badge("would be told", color_scheme="green", high_contrast=True),
        rx.badge("would not be told", color_scheme="amber", high_contrast=True),
    )
    owners = rx.el.div(
        rx.el.p("Your own answer is told first, word for word:", class_name="hint"),
        rx.el.p(SearchTrialState.owners, class_name="said", id="owners"),
    )
    return card(
        rx.cond(SearchTrialState.owners, owners),
        quoted,
        rx.el.div(
            rx.el.span(SearchTrialState.percent, " % sure", id="sure"),
            rx.el.span("at least ", SearchTrialState.least_sure, " % is needed"),
            verdict,
            class_name="row-facts",
        ),
        title="Without a model",
    )


def _prompt() -> rx.Component:
    return card(
        rx.el.p("Rules and passages", class_name="hint"),
        rx.el.pre(SearchTrialState.system, class_name="prompt", id="prompt", tab_index=0),
        rx.el.p("Last message", class_name="hint"),
        rx.el.pre(SearchTrialState.asked, class_name="prompt", id="prompt-asked", tab_index=0),
        title="What a model would read",
        note="With personal details hidden as the page Privacy says.",
    )
