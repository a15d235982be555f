"""Who may run an event: nobody without a session, and never in a tab that still holds another user's data."""

import pytest
from reflex_base.registry import RegistrationContext

from privexbot_app.errors import Unauthorized
from privexbot_app.services import accounts
from privexbot_app.ui import session
from privexbot_app.ui.cookies import token_in
from privexbot_app.ui.session import is_private
from privexbot_app.ui.states.chatbots import ChatbotsState
from privexbot_app.ui.states.knowledge import KnowledgeState
from privexbot_app.ui.states.settings import SettingsState
from privexbot_app.ui.states.sign import SignState
from privexbot_app.ui.states.signed_in import SignedInState
from tests.ui.conftest import Tab

LOAD = f"{ChatbotsState.get_full_name()}.load"


def handlers() -> dict[str, type]:
    """Every event a browser can name, with the state it runs on."""
    registered = RegistrationContext.get().event_handlers
    return {name: found.states[0] for name, found in registered.items()}


def is_redirect(update) -> bool:
    return update is not None and [event.name for event in update.events] == ["_redirect"]


async def test_no_handler_of_a_signed_in_state_runs_for_a_stranger(app, database):
    private = [name for name, state in handlers().items() if issubclass(state, SignedInState)]
    assert len(private) > 30

    for token in ("", "forged"):
        for name in private:
            assert is_redirect(await Tab(token).preprocess(app, name)), name


def test_only_the_sign_in_pages_have_handlers_that_need_no_session(app):
    ours = {name: state for name, state in handlers().items() if state.__module__.startswith("privexbot_app")}
    public = {state for name, state in ours.items() if not is_private(name)}

    assert public == {SignState}


async def test_alice_is_let_through_and_recognised(app, alice, alices_token):
    tab = Tab(alices_token)

    assert await tab.preprocess(app, LOAD) is None
    assert (await tab.state(SignedInState)).email == alice.email


async def test_a_tab_is_emptied_when_somebody_else_signs_in_there(app, alices_token, mallory, mallorys_token, bot):
    tab = Tab(alices_token)
    await tab.preprocess(app, LOAD)
    cards = await tab.state(ChatbotsState)
    await ChatbotsState.load.fn(cards)
    assert [card.name for card in cards.cards] == ["Helper"]

    tab.go(mallorys_token)
    await tab.preprocess(app, LOAD)

    assert cards.cards == []
    assert (await tab.state(SignedInState)).email == mallory.email


async def test_a_tab_is_emptied_when_its_session_ends(app, alices_token, bot, monkeypatch):
    tab = Tab(alices_token)
    await tab.preprocess(app, LOAD)
    cards = await tab.state(ChatbotsState)
    await ChatbotsState.load.fn(cards)
    monkeypatch.setattr(session, "RECHECK_SECONDS", 0)

    await accounts.sign_out(alices_token)

    assert is_redirect(await tab.preprocess(app, LOAD))
    assert cards.cards == [] and cards.email == ""


async def test_an_ended_session_is_noticed_within_two_seconds(app):
    assert session.RECHECK_SECONDS <= 2


async def test_a_handler_that_is_already_running_can_do_nothing_more_once_the_session_ended(open_page, alices_token):
    page = await open_page(KnowledgeState)
    await accounts.sign_out(alices_token)

    with pytest.raises(Unauthorized):
        await KnowledgeState.load.fn(page)


async def test_the_redirect_remembers_the_page(app, database):
    update = await Tab("", "/chatbots/1/leads").preprocess(app, LOAD)

    assert "/sign-in?next=/chatbots/1/leads" in str(update.events[0].payload)


def test_no_variable_of_a_state_holds_a_token(app):
    public = {name for state in (SignedInState, SettingsState) for name in state.vars}

    assert not [name for name in public if "cookie" in name or "token" in name]


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("pb_session=abc", "abc"),
        ("a=1; pb_session=abc; b=2", "abc"),
        ("", ""),
        ("pb_session", ""),
        ("xpb_session=a", ""),
    ],
)
def test_the_token_is_found_in_the_cookie_header(header, token):
    assert token_in(header) == token
