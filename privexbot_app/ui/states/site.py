"""A website among the sources: how far its crawl has come, and what can be done about it."""

import asyncio
from uuid import UUID

import reflex as rx

from privexbot_app.errors import AppError, NotFound
from privexbot_app.services import site_webhooks, sites
from privexbot_app.services.sites import SiteOverview
from privexbot_app.settings import settings
from privexbot_app.ui.problems import filled, parse, parse_id
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.site_changes import SiteChangesState
from privexbot_app.ui.states.site_form import SentSite
from privexbot_app.ui.states.site_pages import SitePagesState
from privexbot_app.ui.states.site_rows import CountRow, counts_of, stage_of, time_left

LOOK_SECONDS = 1.0


class SiteState(ChatbotState):
    """The head of the page, its progress and its settings; the lists below it have states of their own."""

    is_loaded: bool = False
    title: str = ""
    url: str = ""
    crawl_state: str = ""
    stage: int = 0
    done: int = 0
    total: int = 0
    percent: int = 0
    left: str = ""
    passages: int = 0
    error: str = ""
    notes: list[str] = []
    counts: list[CountRow] = []
    next_at: str = ""
    read_at: str = ""
    is_running: bool = False
    undecided: int = 0

    version: int = 0
    max_pages: str = ""
    max_depth: str = ""
    include: str = ""
    exclude: str = ""
    every_hours: str = "0"
    needs_approval: bool = False
    form_field: str = ""
    form_problem: str = ""

    has_token: bool = False
    command: str = ""

    _watchers: int = 0

    @rx.event
    async def load(self):
        """Sends away from a website that is not there; raises NotFound only for another chatbot's owner."""
        self.command, self.form_field, self.form_problem = "", "", ""
        try:
            self._show_form(await self._look())
        except NotFound as gone:
            if not self.bot_id:
                raise
            return [rx.redirect(f"/chatbots/{self.bot_id}/knowledge", replace=True), rx.toast.error(gone.message)]
        return SiteState.watch

    @rx.event(background=True)
    async def watch(self):
        """While something goes on and the page is open; the newest watcher of a tab takes over."""
        async with self:
            self._watchers += 1
            mine = self._watchers
        while True:
            async with self:
                if self._watchers != mine or not self._is_open():
                    return
                await self._look()
                await self._look_at_lists()
                if not self.is_running:
                    return
            await asyncio.sleep(LOOK_SECONDS)

    @rx.event
    async def crawl(self):
        await sites.crawl_now(await self._viewer(), self._source_id())
        await self._look()
        return SiteState.watch

    @rx.event
    async def stop(self):
        await sites.stop_crawl(await self._viewer(), self._source_id())
        await self._look()
        return rx.toast.success("Stopped: what was read until now counts.")

    @rx.event
    async def save(self, form: dict):
        self.form_field = self.form_problem = ""
        try:
            given = parse(SentSite, filled(form)).form()
            await sites.save_site(await self._viewer(), self._source_id(), given)
        except AppError as problem:
            self.form_field, self.form_problem = problem.field, problem.message
            return None
        self._show_form(await self._look())
        return rx.toast.success("Saved. It counts from the next crawl on.")

    @rx.event
    async def renew_token(self):
        source_id = self._source_id()
        token = await site_webhooks.renew_token(await self._viewer(), source_id)
        address = f"{settings().base_url()}/api/v1/sites/{source_id}/refresh"
        self.command, self.has_token = f'curl -X POST {address} -H "Authorization: Bearer {token}"', True

    @rx.event
    async def remove_token(self):
        await site_webhooks.remove_token(await self._viewer(), self._source_id())
        self.command, self.has_token = "", False
        return rx.toast.success("The webhook is off: its secret opens nothing any more.")

    async def _look(self) -> SiteOverview:
        found = await sites.get_site(await self._viewer(), self._source_id())
        self.title, self.url, self.crawl_state, self.error = found.title, found.url, str(found.state), found.error
        self.stage, self.done, self.total, self.notes = stage_of(found), found.done, found.total, found.notes
        self.percent = 100 * found.done // found.total if found.total else 0
        self.left, self.passages, self.counts = time_left(found.seconds_left), found.passages, counts_of(found)
        self.next_at = found.next_at.isoformat() if found.next_at else ""
        self.read_at = found.read_at.isoformat() if found.read_at else ""
        self.undecided, self.has_token, self.is_loaded = found.waiting, found.has_token, True
        self.is_running = self.stage < 3 or found.approved > 0
        return found

    async def _look_at_lists(self) -> None:
        """The lists of the page that is open, which know this one."""
        changes = await self.get_state(SiteChangesState)
        await (await self.get_state(SitePagesState))._read()
        await changes._read()
        if not self.is_running:
            await changes._read_stale()

    def _show_form(self, found: SiteOverview) -> None:
        form = found.form
        self.max_pages, self.max_depth = str(form.max_pages), str(form.max_depth)
        self.include, self.exclude = "\n".join(form.include), "\n".join(form.exclude)
        self.every_hours, self.needs_approval = str(form.every_hours), form.needs_approval
        self.version += 1

    def _source_id(self) -> UUID:
        """Of the page's address: services check who may see it."""
        return parse_id(self.source_id)

    def _is_open(self) -> bool:
        return self.router.url.path.rstrip("/").endswith(f"/knowledge/site/{self.source_id}")
