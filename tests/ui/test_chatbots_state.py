"""The list of chatbots and the dialog that makes one."""

import pytest

from privexbot_app.ui.states.chatbot import ChatbotState
from privexbot_app.ui.states.chatbots import ChatbotsState
from tests.ui.conftest import Tab


async def test_a_card_shows_name_state_and_counts(open_page, bot):
    page = await open_page(ChatbotsState)

    await ChatbotsState.load.fn(page)

    card = page.cards[0]
    assert (card.name, card.state, card.sources, card.conversations, card.leads) == ("Helper", "draft", 0, 0, 0)
    assert card.href == f"/chatbots/{bot.id}" and page.is_loaded


async def test_a_new_chatbot_is_opened(open_page):
    page = await open_page(ChatbotsState)

    away = await ChatbotsState.create.fn(page, {"chatbot_name": "  Shoe   Store "})
    await ChatbotsState.load.fn(page)

    assert [card.name for card in page.cards] == ["Helper", "Shoe Store"]
    assert page.cards[1].href in str(away.args)


@pytest.mark.parametrize("form", [{}, {"chatbot_name": "  "}, {"chatbot_name": "x" * 61}, {"chatbot_name": 7}, None])
async def test_a_wrong_name_gets_a_sentence_and_makes_nothing(open_page, form):
    page = await open_page(ChatbotsState)

    assert await ChatbotsState.create.fn(page, form) is None
    await ChatbotsState.load.fn(page)

    assert page.name_problem
    assert [card.name for card in page.cards] == ["Helper"]


async def test_opening_another_chatbot_forgets_what_was_known_of_the_first(app, open_page, alice, alices_token, bot):
    from privexbot_app.services import chatbots
    from privexbot_app.ui.states.settings import SettingsState

    other = await chatbots.create_chatbot(alice, "Other")
    tab = Tab(alices_token, f"/chatbots/{bot.id}", chatbot_id=str(bot.id))
    head, settings = await tab.state(ChatbotState), await tab.state(SettingsState)
    await ChatbotState.load_chatbot.fn(head)
    await SettingsState.load.fn(settings)

    tab.go(alices_token, f"/chatbots/{other.id}", chatbot_id=str(other.id))
    await ChatbotState.load_chatbot.fn(head)

    assert head.bot_name == "Other"
    assert not settings.is_loaded and settings.greeting == ""
