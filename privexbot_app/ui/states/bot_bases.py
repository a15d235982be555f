"""Which of the knowledge bases that a chatbot searches is open on its pages."""

from dataclasses import dataclass
from uuid import UUID

from privexbot_app.services import knowledge_bases
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.knowledge_bases import BotBase
from privexbot_app.ui.states.chatbot import ChatbotState


@dataclass(frozen=True)
class BaseChoice:
    """A knowledge base that can be chosen."""

    id: str
    name: str
    is_own: bool

    @classmethod
    def of(cls, found: BotBase) -> "BaseChoice":
        return cls(str(found.id), found.name, found.is_own)


class BotBasesState(ChatbotState):
    """`base_id` is what the browser chose; one that the chatbot does not search counts as its own."""

    bases: list[BaseChoice] = []
    base_id: str = ""

    async def _chosen_base(self, viewer: Viewer) -> UUID:
        found = await knowledge_bases.list_bot_bases(viewer, self._asked_id())
        chosen = next((base for base in found if str(base.id) == self.base_id), found[0])
        choices = [BaseChoice.of(base) for base in found]
        if choices != self.bases:
            self.bases = choices
        if self.base_id != str(chosen.id):
            self.base_id = str(chosen.id)
        return chosen.id
