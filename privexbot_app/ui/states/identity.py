"""Who a chatbot's visitors are, and what it may know of them."""

import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import identity
from privexbot_app.services.identity import RuleChanges, Rules
from privexbot_app.ui.problems import parse
from privexbot_app.ui.states.chatbot import ChatbotState


class IdentityState(ChatbotState):
    """Switches are saved at once; `new_secret` is shown until the page is left, and never again."""

    is_identity_loaded: bool = False
    identity_version: int = 0
    has_secret: bool = False
    new_secret: str = ""
    signed_only: bool = False
    told_id: bool = False
    told_name: bool = False
    told_email: bool = False
    context_fields: str = ""
    context_problem: str = ""

    @rx.event
    async def load_identity(self):
        self.new_secret = self.context_problem = ""
        self._fill_rules(await identity.get_rules(await self._viewer(), self._asked_id()))
        self.is_identity_loaded = True

    @rx.event
    async def make_secret(self):
        self.new_secret = await identity.make_secret(await self._viewer(), self._asked_id())
        self.has_secret = True

    @rx.event
    async def ask_for_proof(self, is_on: bool):
        return await self._save(signed_only=is_on)

    @rx.event
    async def tell_id(self, is_on: bool):
        return await self._tell("id", is_on)

    @rx.event
    async def tell_name(self, is_on: bool):
        return await self._tell("name", is_on)

    @rx.event
    async def tell_email(self, is_on: bool):
        return await self._tell("email", is_on)

    @rx.event
    async def save_context(self, form: dict):
        self.context_problem = ""
        lines = str(form.get("context_fields") or "").splitlines()
        try:
            return await self._save(context_fields=[line.strip() for line in lines if line.strip()])
        except Invalid as problem:
            self.context_problem = problem.message
            return rx.set_focus("context_fields")

    async def _tell(self, field: str, is_on: object):
        kept = (await identity.get_rules(await self._viewer(), self._asked_id())).told_fields
        others = [name for name in kept if name != field]
        return await self._save(told_fields=[*others, field] if is_on is True else others)

    async def _save(self, **changes: object):
        given = parse(RuleChanges, changes)
        self._fill_rules(await identity.change_rules(await self._viewer(), self._asked_id(), given))
        return rx.toast.success("Saved.")

    def _fill_rules(self, rules: Rules) -> None:
        self.has_secret, self.signed_only = rules.has_secret, rules.signed_only
        self.told_id, self.told_name, self.told_email = (name in rules.told_fields for name in ("id", "name", "email"))
        self.context_fields = "\n".join(rules.context_fields)
        self.identity_version += 1
