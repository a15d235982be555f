"""Trying a question on a chatbot's search."""

from dataclasses import dataclass

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError
from privexbot_app.services import knowledge, search_trials
from privexbot_app.services.search_trials import Trial, TriedPassage
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.bot_bases import BotBasesState

ALL = "all"
PARTS = ("Meaning", "Heading", "Words", "Neighbouring words", "Boost")


class TrialForm(BaseModel):
    """The question that is tried."""

    question: str


@dataclass(frozen=True)
class PartRow:
    """One part of a score; `percent` is its share of the largest score on the page, as wide as its bar."""

    name: str
    value: str
    percent: int


@dataclass(frozen=True)
class TriedRow:
    """A passage that was found, with the parts of its score."""

    number: int
    title: str
    text: str
    href: str
    score: str
    parts: list[PartRow]
    is_used: bool
    is_pinned: bool
    is_edited: bool
    place: str
    reranked: str


@dataclass(frozen=True)
class SourceItem:
    """A source that the search can be kept to."""

    id: str
    title: str


class SearchTrialState(BotBasesState):
    """`base` and `source` are an id, or `all`."""

    is_loaded: bool = False
    is_tried: bool = False
    is_busy: bool = False
    base: str = ALL
    source: str = ALL
    sources: list[SourceItem] = []
    problem: str = ""
    rows: list[TriedRow] = []
    owners: str = ""
    quoted: str = ""
    percent: int = 0
    least_sure: int = 0
    is_told: bool = False
    system: str = ""
    asked: str = ""
    fitting: int = 0
    reranker: str = ""
    rerank_problem: str = ""

    @rx.event
    async def load(self):
        self.base, self.is_tried, self.problem = ALL, False, ""
        await self._chosen_base(await self._viewer())
        await self._read_sources()
        self.is_loaded = True

    @rx.event
    async def choose_base(self, base: str):
        self.base = base if base == ALL else str(parse_id(base))
        await self._read_sources()

    @rx.event
    def choose_source(self, source: str):
        self.source = source if source == ALL else str(parse_id(source))

    @rx.event
    async def try_it(self, form: dict):
        self.problem, self.is_busy = "", True
        yield
        try:
            question = parse(TrialForm, form).question
            trial = await search_trials.try_search(
                await self._viewer(), self._asked_id(), question, *[_chosen(one) for one in (self.base, self.source)]
            )
            self._show_trial(trial)
        except AppError as problem:
            self.problem = problem.message
        finally:
            self.is_busy = False

    async def _read_sources(self) -> None:
        viewer = await self._viewer()
        if self.base == ALL:
            found = await knowledge.list_sources_of_bot(viewer, self._asked_id())
        else:
            found = await knowledge.list_sources(viewer, parse_id(self.base))
        self.source, self.sources = ALL, [SourceItem(str(source.id), source.title) for source in found]

    def _show_trial(self, trial: Trial) -> None:
        most = max((one.passage.score for one in trial.passages), default=1) or 1
        base = f"/chatbots/{self.bot_id}/knowledge/documents/"
        self.rows = [_row(number, one, most, base) for number, one in enumerate(trial.passages, 1)]
        self.owners, self.quoted, self.is_told = trial.owners, trial.quoted, trial.is_told
        self.percent, self.least_sure = trial.percent, trial.least_sure
        self.system, self.asked, self.fitting = trial.system, trial.asked, trial.fitting
        self.reranker, self.rerank_problem = trial.reranker, trial.rerank_problem
        self.is_tried = True


def _chosen(one: str) -> list:
    return [] if one == ALL else [parse_id(one)]


def _row(number: int, tried: TriedPassage, most: float, documents: str) -> TriedRow:
    found = tried.passage
    parts = [
        PartRow(name, f"{value:.2f}", max(min(round(100 * value / most), 100), 0))
        for name, value in zip(PARTS, tried.parts, strict=True)
        if value
    ]
    return TriedRow(
        number=number,
        title=f"{found.title} › {found.heading}" if found.heading else found.title,
        text=found.text,
        href=f"{documents}{found.document_id}",
        score=f"{found.score:.2f}",
        parts=parts,
        is_used=tried.is_used,
        is_pinned=found.is_pinned,
        is_edited=found.is_edited,
        place=found.place,
        reranked="" if found.reranked is None else f"{found.reranked:.3f}",
    )
