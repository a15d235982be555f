"""Which embedding model a knowledge base has: what serves, the way to another, and the form that asks for one."""

import asyncio
from uuid import UUID

import reflex as rx

from privexbot_app.errors import AppError, Invalid, NotFound
from privexbot_app.services import credentials, embedding_choices
from privexbot_app.services.embedding_choices import BaseEmbedding, Estimate, Moving, WantedModel
from privexbot_app.ui.problems import filled, parse, parse_id
from privexbot_app.ui.states.model_plan import SourceOption
from privexbot_app.ui.states.signed_in import SignedInState
from privexbot_app.ui.states.site_rows import time_left

INSTALL, BUILT_IN = "install", "built_in"
LOOK_SECONDS = 1.0


class EmbeddingState(SignedInState):
    """`moving` is the state of the move, empty where there is none; `source` is what is picked in the form."""

    is_loaded: bool = False
    name: str = ""
    model: str = ""
    dimensions: int = 0
    passages: int = 0

    moving: str = ""
    moving_to: str = ""
    ready: int = 0
    percent: int = 0
    left: str = ""
    problem: str = ""
    again_at: str = ""
    may_cancel: bool = False

    options: list[SourceOption] = []
    source: str = INSTALL
    wanted: str = ""
    example: str = ""
    meaning: str = ""
    is_elsewhere: bool = False
    form_field: str = ""
    form_problem: str = ""
    version: int = 0

    _providers: dict[str, str] = {}
    _watchers: int = 0

    @rx.event
    async def load(self):
        """Sends away from a knowledge base that is not there."""
        viewer = await self._viewer()
        await self._fill_sidebar(viewer)
        self.is_loaded = False
        try:
            found = await self._look()
        except NotFound as gone:
            return [rx.redirect("/knowledge-bases", replace=True), rx.toast.error(gone.message, id="problem")]
        await self._fill_form(found)
        self.is_loaded = True
        return EmbeddingState.watch

    @rx.event(background=True)
    async def watch(self):
        """While it moves and the page is open; the newest watcher of a tab takes over."""
        async with self:
            self._watchers += 1
            mine = self._watchers
        while True:
            async with self:
                if self._watchers != mine or not self._is_open():
                    return
                await self._look()
                if not self.moving:
                    return
            await asyncio.sleep(LOOK_SECONDS)

    @rx.event
    async def pick(self, source: str):
        self.source, self.form_field, self.form_problem = str(source)[:40], "", ""
        self._show_example()
        await self._weigh("")

    @rx.event
    async def weigh(self, model: str):
        """What the model that was typed would mean."""
        await self._weigh(str(model)[:100])

    @rx.event
    async def choose(self, form: dict):
        self.form_field = self.form_problem = ""
        try:
            wanted = parse(WantedModel, filled(form))
            await embedding_choices.choose_model(await self._viewer(), self._base_id(), wanted)
        except Invalid as problem:
            self.form_field, self.form_problem = problem.field, problem.message
            return rx.set_focus(problem.field)
        await self._fill_form(await self._look())
        return EmbeddingState.watch if self.moving else rx.toast.success("This is the model that serves.")

    @rx.event
    async def cancel(self):
        await embedding_choices.cancel_move(await self._viewer(), self._base_id())
        await self._fill_form(await self._look())
        return rx.toast.success("Cancelled: the knowledge base keeps the model that it has.")

    @rx.event
    async def try_again(self):
        await embedding_choices.try_again(await self._viewer(), self._base_id())
        await self._look()
        return EmbeddingState.watch

    async def _look(self) -> BaseEmbedding:
        found = await embedding_choices.get_embedding(await self._viewer(), self._base_id())
        self.name, self.model, self.dimensions, self.passages = (
            found.name,
            found.model,
            found.dimensions,
            found.passages,
        )
        self._show_move(found.moving)
        return found

    def _show_move(self, move: Moving | None) -> None:
        self.moving = str(move.state) if move else ""
        if move is None:
            return
        self.moving_to, self.ready, self.problem, self.may_cancel = (
            move.model,
            move.ready,
            move.problem,
            move.may_cancel,
        )
        self.percent = 100 * move.ready // move.passages if move.passages else 0
        self.left, self.again_at = time_left(move.seconds_left or 0), move.again_at.isoformat()

    async def _fill_form(self, found: BaseEmbedding) -> None:
        keys = await credentials.list_credentials(await self._viewer())
        examples = embedding_choices.examples()
        usable = [key for key in keys if key.provider in examples]
        self._providers = {str(key.id): examples[key.provider] for key in usable}
        self.options = [
            SourceOption(INSTALL, f"This install’s: {embedding_choices.install_label()}"),
            SourceOption(BUILT_IN, embedding_choices.BUILT_IN),
            *[
                SourceOption(str(key.id), f"{key.name} (…{key.last_letters})" if key.last_letters else key.name)
                for key in usable
            ],
        ]
        known = {option.value for option in self.options}
        self.source, self.wanted = found.source if found.source in known else INSTALL, found.wanted
        self.meaning, self.version = "", self.version + 1
        self._show_example()

    def _show_example(self) -> None:
        self.example = self._providers.get(self.source, "")

    async def _weigh(self, model: str) -> None:
        if self.source in self._providers and not model:
            self.meaning, self.is_elsewhere = "", True
            return
        try:
            wanted = parse(WantedModel, {"source": self.source, "model": model})
            told = await embedding_choices.estimate(await self._viewer(), self._base_id(), wanted)
        except AppError as problem:
            self.form_field, self.form_problem, self.meaning = "model", problem.message, ""
            return
        self.form_field = self.form_problem = ""
        self.meaning, self.is_elsewhere = _meaning(told), told.is_elsewhere

    def _base_id(self) -> UUID:
        """Of the page's address: services check who may see it."""
        return parse_id(self.knowledge_base_id)

    def _is_open(self) -> bool:
        return self.router.url.path.rstrip("/").endswith(f"/knowledge-bases/{self.knowledge_base_id}")


def _meaning(told: Estimate) -> str:
    """What it takes, in a sentence."""
    work = f"{told.passages:,} passage{'' if told.passages == 1 else 's'}, about {told.tokens:,} tokens, are embedded."
    if not told.is_elsewhere:
        return f"{work} It happens here and costs nothing."
    if told.dollars is None:
        return f"{work} What the provider takes for it is not known here."
    return f"{work} By the provider’s list that is about ${max(told.dollars, 0.01):,.2f}."
