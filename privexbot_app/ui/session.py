"""Who may run an event: decided before every event, under the lock of the tab's state.

The session cookie is HttpOnly; Reflex keeps the headers that a tab's socket was opened with, and it is found there.
"""

import time

import reflex as rx
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from privexbot_app.services import accounts
from privexbot_app.ui.cookies import token_in
from privexbot_app.ui.states.signed_in import SignedInState

RECHECK_SECONDS = 2.0


class SessionMiddleware(rx.Middleware):
    """Handlers of signed-in states never run without a session, and no tab keeps what another user saw in it."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        tab = await state.get_state(SignedInState)
        await _recognise(tab)
        if tab._user_id or not is_private(event.name):
            return None
        return StateUpdate(events=Event.from_event_type(rx.redirect(_sign_in_address(tab), replace=True)))


def is_private(event_name: str) -> bool:
    """Whether the handler of that name needs a session; one that does not exist cannot run either way."""
    registered = RegistrationContext.get().event_handlers.get(event_name)
    return registered is not None and issubclass(registered.states[0], SignedInState)


async def _recognise(tab: SignedInState) -> None:
    """Look the session up again if the last look is old or was at another cookie; empty the tab if its user left."""
    cookies = tab.router.headers.cookie
    if cookies == tab._cookies and time.time() - tab._checked_at < RECHECK_SECONDS:
        return
    viewer = await accounts.find_viewer(token_in(cookies))
    user_id = str(viewer.user_id) if viewer else ""
    if tab._user_id and tab._user_id != user_id:
        tab._get_root_state().reset()
    tab._user_id, tab._cookies, tab._checked_at = user_id, cookies, time.time()
    tab.email, tab.workspace_name = (viewer.email, viewer.workspace_name) if viewer else ("", "")


def _sign_in_address(tab: SignedInState) -> str:
    return f"/sign-in?next={tab.router.url.path}"
