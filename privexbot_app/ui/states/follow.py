"""Keeps a tab up to date: one listener for each tab, which ends with it and with the session."""

import asyncio
import logging
import time
from contextlib import aclosing
from uuid import uuid4

import reflex as rx

from privexbot_app.errors import AppError
from privexbot_app.services import live, people_inbox
from privexbot_app.services.live import InboxNews
from privexbot_app.ui import connection
from privexbot_app.ui.gathering import gathered
from privexbot_app.ui.states.inbox import InboxState, is_inbox
from privexbot_app.ui.states.signed_in import SignedInState
from privexbot_app.ui.states.thread import ThreadState, is_thread

log = logging.getLogger(__name__)

TICK_SECONDS = 2.0
LOOK_SECONDS = 20.0  # how long people wait is shown in minutes
REST_SECONDS = 5.0


class FollowState(SignedInState):
    """The newest listener of a tab takes over: an older one may be bound to a connection that is gone."""

    _follower: str = ""
    _looked_at: float = 0.0

    @rx.event(background=True)
    async def follow(self):
        """Started by every page: what it hears changes the sidebar, and the list or the thread that is open."""
        try:
            await self._listen(uuid4().hex)
        except AppError:
            raise
        except Exception:  # a database that restarts must not leave everybody with a page that stands still
            log.exception("a tab cannot follow its workspace")
            await asyncio.sleep(REST_SECONDS)
            return FollowState.follow

    async def _listen(self, mine: str) -> None:
        """Until the tab is gone, or another listener took over."""
        async with self:
            viewer, self._follower, self._looked_at = await self._viewer(), mine, 0.0
        async with aclosing(gathered(live.follow_workspace(viewer), TICK_SECONDS)) as batches:
            async for batch in batches:
                async with self:
                    if not await self._is_wanted(mine):
                        return
                    await self._hear(batch)

    async def _is_wanted(self, mine: str) -> bool:
        return self._follower == mine and await connection.is_connected(self.router.session.client_token)

    async def _hear(self, batch: list[InboxNews]) -> None:
        """Raises Unauthorized when the session has ended."""
        viewer, path = await self._viewer(), self.router.url.path
        is_stale = time.time() - self._looked_at > LOOK_SECONDS
        if is_stale or any(news.typist is None for news in batch):
            self._looked_at, self.waiting = time.time(), await people_inbox.count_waiting(viewer)
            if is_inbox(path):
                await (await self.get_state(InboxState))._look()
        if is_thread(path):
            await (await self.get_state(ThreadState))._hear(batch)
