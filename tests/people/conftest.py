"""Alice's bot hands over to people: Alice herself, her teammate Bob, and Vera, who may only look."""

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import Conversation, Member, Role, Workspace
from privexbot_app.services import handoff_settings, operators
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.handoff_settings import HandoffSettings
from privexbot_app.services.operators import Profile
from privexbot_app.settings import settings
from tests.api.conftest import browser, client
from tests.conftest import signed_up
from tests.turns.conftest import model

__all__ = ["browser", "client", "model"]

PERSON = "Can I talk to a person?"
UNKNOWN = "Who won the chess world championship in 1972?"


async def joined(session_viewer: Viewer, host: Viewer, role: Role) -> Viewer:
    """Somebody with an account, as a member of the host's workspace."""

    def join(session):
        session.add(Member(workspace_id=host.workspace_id, user_id=session_viewer.user_id, role=role))
        return session.get_one(Workspace, host.workspace_id)

    workspace = db.in_session(join)
    return Viewer(session_viewer.user_id, session_viewer.email, workspace.id, workspace.name, role)


@pytest.fixture
async def bob(alice):
    """Alice's teammate, known to visitors as Bob."""
    viewer = await joined(await signed_up("bob@example.com"), alice, Role.EDITOR)
    await operators.set_profile(viewer, Profile(name="Bob"))
    return viewer


@pytest.fixture
async def vera(alice):
    """May look, but not answer."""
    return await joined(await signed_up("vera@example.com"), alice, Role.VIEWER)


@pytest.fixture
async def hand_off(alice, taught_bot, monkeypatch):
    """Handing over is on: `await hand_off(on_anger=False, …)` changes how."""
    for name in ("messages_per_minute_per_visitor", "messages_per_minute_per_address", "events_per_minute_per_address"):
        monkeypatch.setattr(settings(), name, 1_000_000)

    async def change(**choices):
        await handoff_settings.set_handoff(alice, taught_bot.id, HandoffSettings(is_on=True, **choices))

    await change()
    return change


@pytest.fixture
async def waiting(browser, hand_off):
    """The id of a conversation whose visitor asked for a person."""
    events = await browser.ask(PERSON)
    assert events[-1][0] == "handoff", events
    return get_conversation().id


def get_conversation(conversation_id=None):
    """The one there is, or that one."""
    query = select(Conversation)
    if conversation_id is not None:
        query = query.where(Conversation.id == conversation_id)
    return db.in_session(lambda session: session.exec(query).one())


def text_of(events):
    return "".join(data["text"] for name, data in events if name == "token")


def told(events, name):
    """What the one event of that name said."""
    [found] = [data for event, data in events if event == name]
    return found
