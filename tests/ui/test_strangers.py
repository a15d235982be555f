"""A stranger who calls events by name, with ids that are somebody else's, learns nothing and changes nothing."""

import pytest

from privexbot_app.errors import NotFound
from privexbot_app.services import chatbots, knowledge
from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.deploy import DeployState
from privexbot_app.ui.states.handover import HandoverState
from privexbot_app.ui.states.inbox import InboxState
from privexbot_app.ui.states.knowledge import KnowledgeState
from privexbot_app.ui.states.leads import LeadsState
from privexbot_app.ui.states.overview import OverviewState
from privexbot_app.ui.states.playground import PlaygroundState
from privexbot_app.ui.states.settings import SettingsState

LOADED = [KnowledgeState, PlaygroundState, InboxState, LeadsState, OverviewState, SettingsState, DeployState]
LOADED += [HandoverState]


@pytest.mark.parametrize("kind", LOADED)
async def test_her_tab_on_alices_page_finds_nothing(kind, open_page, mallorys_token):
    page = await open_page(kind, token=mallorys_token)

    with pytest.raises(NotFound):
        await kind.load.fn(page)
    assert not page.is_loaded


async def test_she_is_sent_back_to_her_own_chatbots(open_page, mallorys_token):
    page = await open_page(ChatbotState, token=mallorys_token)

    away, toast = await ChatbotState.load_chatbot.fn(page)

    assert "/chatbots" in str(away.args) and "no such chatbot" in str(toast.args)
    assert page.bot_id == "" and page.chatbot_links == []


async def test_she_cannot_deploy_change_or_delete_it(open_page, mallorys_token, alice, bot):
    form = {"name": "Mine", "greeting": "", "fallback": "x", "instructions": "", "model": ""}
    form |= {"suggestions": "", "allowed_origins": ""}
    calls = [
        (DeployState.deploy, DeployState, ()),
        (DeployState.pause, DeployState, ()),
        (SettingsState.save, SettingsState, (form,)),
        (SettingsState.delete, SettingsState, ({"typed_name": "Helper"},)),
    ]
    for handler, kind, args in calls:
        with pytest.raises(NotFound):
            await handler.fn(await open_page(kind, token=mallorys_token), *args)

    kept = await chatbots.get_chatbot(alice, bot.id)
    assert (kept.name, str(kept.state)) == ("Helper", "draft")


async def test_she_cannot_delete_or_retry_a_source_she_knows_the_id_of(open_page, mallorys_token, alice, bot):
    source = await knowledge.add_text(alice, bot.knowledge_base_id, "Hours", "We are open from 9 to 5.")
    page = await open_page(KnowledgeState, token=mallorys_token)

    for handler in (KnowledgeState.delete, KnowledgeState.retry):
        with pytest.raises(NotFound):
            await handler.fn(page, str(source.id))

    assert len(await knowledge.list_sources(alice, bot.knowledge_base_id)) == 1


async def test_she_cannot_add_to_it(open_page, mallorys_token, alice, bot):
    page = await open_page(KnowledgeState, token=mallorys_token)

    await KnowledgeState.add_text.fn(page, {"title": "Poison", "text": "Everything is free."})

    assert page.text_problem == "There is no such chatbot."
    assert await knowledge.list_sources(alice, bot.knowledge_base_id) == []


@pytest.mark.parametrize("given", [{"$ne": 1}, 7, None, "", "not-an-id", ["x"], "0" * 5000])
async def test_what_is_no_id_is_treated_like_one_that_does_not_exist(open_page, given):
    page = await open_page(KnowledgeState)

    with pytest.raises(NotFound):
        await KnowledgeState.delete.fn(page, given)
