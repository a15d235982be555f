"""Who is told that somebody waits: the member by mail, and a program of the workspace's through a webhook."""

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError
from privexbot_app.services import notice_settings, webhook_trials
from privexbot_app.services.roles import EDITORS
from privexbot_app.ui.problems import parse
from privexbot_app.ui.states.signed_in import SignedInState


class WebhookForm(BaseModel):
    """As the page sends it."""

    webhook_url: str


class NoticesState(SignedInState):
    """`secret` is there until the page is loaded again; nobody is shown it a second time."""

    is_loaded: bool = False
    version: int = 0
    may_change: bool = False
    wants_mail: bool = True
    webhook_url: str = ""
    last_problem: str = ""
    secret: str = ""
    problem: str = ""
    trial: str = ""

    @rx.event
    async def load_notices(self):
        self.secret = self.problem = self.trial = ""
        await self._look()
        self.is_loaded = True

    @rx.event
    async def set_mails(self, is_on: bool):
        await notice_settings.set_mails(await self._viewer(), is_on is True)
        await self._look()
        return rx.toast.success("Saved.")

    @rx.event
    async def save_webhook(self, form: dict):
        self.secret = self.problem = self.trial = ""
        try:
            given = parse(WebhookForm, form)
            self.secret = await notice_settings.set_webhook(await self._viewer(), given.webhook_url)
        except AppError as problem:
            self.problem = problem.message
            return rx.set_focus("webhook_url")
        await self._look()

    @rx.event
    async def remove_webhook(self):
        await notice_settings.delete_webhook(await self._viewer())
        self.secret = self.problem = self.trial = ""
        await self._look()
        return rx.toast.success("The webhook was removed.")

    @rx.event
    async def try_webhook(self):
        problem = await webhook_trials.try_webhook(await self._viewer())
        self.trial = problem or "The call was taken."

    async def _look(self) -> None:
        viewer = await self._viewer()
        kept = await notice_settings.get_notice_settings(viewer)
        self.may_change = viewer.role in EDITORS
        self.wants_mail, self.webhook_url, self.last_problem = kept.wants_mail, kept.webhook_url, kept.webhook_problem
        self.version += 1
