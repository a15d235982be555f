"""All knowledge bases of the workspace: made, named, deleted, and given to chatbots."""

from dataclasses import dataclass

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError
from privexbot_app.services import chatbots, knowledge_bases
from privexbot_app.services.knowledge_bases import BaseOverview
from privexbot_app.ui.problems import parse, parse_id
from privexbot_app.ui.states.signed_in import SignedInState


class NameForm(BaseModel):
    """The form of both dialogs."""

    base_name: str


@dataclass(frozen=True)
class BaseRow:
    """A knowledge base with its chatbots; `is_own` when one of them was made with it."""

    id: str
    name: str
    sources: int
    users: list[str]
    user_ids: list[str]
    is_own: bool

    @classmethod
    def of(cls, found: BaseOverview) -> "BaseRow":
        return cls(
            str(found.id),
            found.name,
            found.sources,
            [user.name for user in found.users],
            [str(user.id) for user in found.users],
            any(user.is_own for user in found.users),
        )


@dataclass(frozen=True)
class BotChoice:
    """A chatbot that may search the open knowledge base; always, if it is its own."""

    id: str
    name: str
    uses: bool
    is_own: bool


class KnowledgeBasesState(SignedInState):
    """`open_id` is the knowledge base of the open dialog, empty for a new one."""

    rows: list[BaseRow] = []
    is_loaded: bool = False
    is_naming: bool = False
    is_sharing: bool = False
    open_id: str = ""
    open_name: str = ""
    problem: str = ""
    choices: list[BotChoice] = []

    @rx.event
    async def load(self):
        await self._fill_sidebar(await self._viewer())
        await self._read()
        self.is_loaded = True

    @rx.event
    def start_new(self):
        self.open_id = self.open_name = self.problem = ""
        self.is_naming = True

    @rx.event
    def start_rename(self, base_id: str, name: str):
        self.open_id, self.open_name, self.problem, self.is_naming = str(base_id), str(name), "", True

    @rx.event
    def show_naming(self, is_open: bool):
        self.is_naming = is_open is True

    @rx.event
    async def save_name(self, form: dict):
        try:
            name, viewer = parse(NameForm, form).base_name, await self._viewer()
            if self.open_id:
                await knowledge_bases.rename_base(viewer, parse_id(self.open_id), name)
            else:
                await knowledge_bases.create_base(viewer, name)
        except AppError as problem:
            self.problem = problem.message
            return
        self.is_naming = False
        await self._read()

    @rx.event
    async def delete(self, base_id: str, losing: list[str]):
        """`losing` are the chatbots that the dialog named."""
        seen = [parse_id(bot_id) for bot_id in losing] if isinstance(losing, list) else []
        try:
            await knowledge_bases.delete_base(await self._viewer(), parse_id(base_id), seen)
        finally:
            await self._read()
        return rx.toast.success("The knowledge base was deleted.")

    @rx.event
    async def start_sharing(self, base_id: str):
        self.open_id, self.is_sharing = str(parse_id(base_id)), True
        await self._read_choices()

    @rx.event
    def show_sharing(self, is_open: bool):
        self.is_sharing = is_open is True

    @rx.event
    async def share(self, chatbot_id: str, uses: bool):
        change = knowledge_bases.link_base if uses is True else knowledge_bases.unlink_base
        await change(await self._viewer(), parse_id(chatbot_id), parse_id(self.open_id))
        await self._read()
        await self._read_choices()

    async def _read(self) -> None:
        self.rows = [BaseRow.of(found) for found in await knowledge_bases.list_bases(await self._viewer())]

    async def _read_choices(self) -> None:
        viewer = await self._viewer()
        base = next(
            (found for found in await knowledge_bases.list_bases(viewer) if str(found.id) == self.open_id), None
        )
        users = {user.id: user.is_own for user in base.users} if base else {}
        self.open_name = base.name if base else ""
        self.choices = [
            BotChoice(str(bot.id), bot.name, bot.id in users, users.get(bot.id, False))
            for bot in await chatbots.list_chatbots(viewer)
        ]
