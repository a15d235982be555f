"""The workspace's own keys for model providers: adding, trying, deleting them, and what is wrong with them."""

from dataclasses import dataclass, replace
from uuid import UUID

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import Invalid
from privexbot_app.services import credentials, model_trials
from privexbot_app.services.credentials import Credential, NewCredential, Provider
from privexbot_app.ui.problems import filled, parse, parse_id
from privexbot_app.ui.states.signed_in import SignedInState

PROVIDERS = {provider.name: provider for provider in credentials.list_providers()}


class TrialForm(BaseModel):
    """One key, and the model to try it with."""

    credential_id: str
    model: str


@dataclass(frozen=True)
class KeyRow:
    """A key in the list; of the key itself only its last letters are known here."""

    id: str
    name: str
    provider: str
    letters: str
    address: str
    example: str
    is_trying: bool = False
    is_good: bool = False
    outcome: str = ""

    @classmethod
    def of(cls, kept: Credential) -> "KeyRow":
        provider = PROVIDERS[kept.provider]
        letters = f"…{kept.last_letters}" if kept.last_letters else ""
        return cls(str(kept.id), kept.name, provider.label, letters, kept.address, provider.example)


@dataclass(frozen=True)
class TroubleRow:
    """A provider that fails."""

    name: str
    model: str
    sentence: str
    at: str


class ModelsState(SignedInState):
    """The page of the workspace's models."""

    is_loaded: bool = False
    rows: list[KeyRow] = []
    troubles: list[TroubleRow] = []
    provider: str = "openai"
    problem_field: str = ""
    problem: str = ""
    version: int = 0

    @rx.var
    def asks_for_address(self) -> bool:
        return self._provider().has_own_address

    @rx.var
    def proposed_address(self) -> str:
        return self._provider().address if self._provider().has_own_address else ""

    def _provider(self) -> Provider:
        return PROVIDERS.get(self.provider, PROVIDERS["openai"])

    @rx.event
    async def load(self):
        viewer = await self._viewer()
        await self._fill_sidebar(viewer)
        self.rows = [KeyRow.of(kept) for kept in await credentials.list_credentials(viewer)]
        self.problem_field = self.problem = ""
        await self._fill_troubles()
        self.is_loaded = True

    @rx.event
    def pick_provider(self, provider: str):
        self.provider, self.problem_field, self.problem = str(provider)[:20], "", ""

    @rx.event
    async def add(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            kept = await credentials.add_credential(await self._viewer(), parse(NewCredential, filled(form)))
        except Invalid as problem:
            self.problem_field, self.problem = problem.field, problem.message
            return rx.set_focus(problem.field)
        self.rows, self.version = [*self.rows, KeyRow.of(kept)], self.version + 1
        return rx.toast.success("Kept. It is encrypted now, and is not shown again.")

    @rx.event
    async def delete(self, credential_id: str):
        await credentials.delete_credential(await self._viewer(), parse_id(credential_id))
        self.rows = [row for row in self.rows if row.id != credential_id]
        await self._fill_troubles()

    @rx.event(background=True)
    async def try_key(self, form: dict):
        asked = parse(TrialForm, form)
        async with self:
            viewer, credential_id = await self._viewer(), parse_id(asked.credential_id)
            self._show(credential_id, is_trying=True, outcome="")
        try:
            outcome = await model_trials.try_model(viewer, credential_id, asked.model)
        except Invalid as problem:
            outcome = model_trials.Outcome(False, problem.message)
        except Exception:
            async with self:
                self._show(credential_id, is_trying=False)
            raise
        async with self:
            self._show(credential_id, is_trying=False, is_good=outcome.is_good, outcome=outcome.sentence)
            await self._fill_troubles()

    def _show(self, credential_id: UUID, **changes) -> None:
        self.rows = [replace(row, **changes) if row.id == str(credential_id) else row for row in self.rows]

    async def _fill_troubles(self) -> None:
        found = await credentials.list_troubles(await self._viewer())
        self.troubles = [TroubleRow(one.name, one.model, one.sentence, one.at.isoformat()) for one in found]
