"""The page “Privacy”, and what an operator does with one visitor in a conversation."""

import json
from base64 import b64decode

import pytest

from privexbot_app.errors import AppError, NotFound
from privexbot_app.models import Conversation, Lead, Visitor
from privexbot_app.services import chatbots, inbox, leads, retention
from privexbot_app.ui.states.person import PersonState
from privexbot_app.ui.states.privacy import PrivacyState
from tests.privacy.test_retention import age
from tests.ui.conftest import alices_token, app, bot, cheap_passwords, mallorys_token, open_page
from tests.ui.test_inbox_states import visit_and_ask

__all__ = ["alices_token", "app", "bot", "cheap_passwords", "mallorys_token", "open_page"]


@pytest.fixture
async def visitor(alice, bot):
    """Somebody who asked and left details, 40 days ago."""
    visit = await visit_and_ask(alice, bot)
    await leads.add_lead(visit, {"name": "Grace", "email": "grace@example.com"}, False, "")
    for table, column in ((Conversation, "changed_at"), (Lead, "created_at"), (Visitor, "seen_at")):
        age(table, column, 40)
    return visit


async def test_it_says_how_much_is_kept_of_what(open_page, visitor):
    page = await open_page(PrivacyState)

    await PrivacyState.load.fn(page)

    assert {row.label: row.count for row in page.kept} == {
        "Visitors": 1,
        "Conversations": 1,
        "Tries in the playground": 0,
        "Messages": 2,
        "Leads": 1,
        "Daily counts": 1,
    }
    assert (page.masks_personal, page.masks_passages, page.days) == (True, False, "0")
    assert page.would_go == "Everything is kept for ever." and page.is_loaded


async def test_a_switch_is_saved_at_once(open_page, alice, bot):
    page = await open_page(PrivacyState)

    await PrivacyState.mask_personal.fn(page, False)
    await PrivacyState.mask_passages.fn(page, True)

    kept = await chatbots.get_chatbot(alice, bot.id)
    assert (kept.masks_personal, kept.masks_passages) == (False, True)
    assert (page.masks_personal, page.masks_passages) == (False, True)


async def test_typing_days_shows_what_would_go_and_changes_nothing(open_page, alice, bot, visitor):
    page = await open_page(PrivacyState)

    await PrivacyState.type_days.fn(page, "30")
    assert page.would_go == "1 conversation with 2 messages, 0 leads, 0 visitors would go now."
    await PrivacyState.cover_leads.fn(page, True)
    assert page.would_go == "1 conversation with 2 messages, 1 lead, 1 visitor would go now."
    await PrivacyState.type_days.fn(page, "90")
    assert page.would_go.startswith("0 conversations")

    assert (await chatbots.get_chatbot(alice, bot.id)).retention_days == 0


async def test_what_is_saved_is_kept_and_what_was_deleted_is_shown(open_page, alice, bot, visitor):
    page = await open_page(PrivacyState)
    await PrivacyState.type_days.fn(page, "30")
    await PrivacyState.cover_leads.fn(page, True)

    await PrivacyState.save_retention.fn(page)
    await retention.sweep()
    await PrivacyState.load.fn(page)

    kept = await chatbots.get_chatbot(alice, bot.id)
    assert (kept.retention_days, kept.retention_covers_leads) == (30, True)
    assert [row.text for row in page.sweeps] == ["1 conversation with 2 messages, 1 lead, 1 visitor deleted"]
    assert {row.label for row in page.kept if row.count} == {"Daily counts"}


@pytest.mark.parametrize("typed", ["", "-1", "soon", "1.5", "3651", "٣", "9" * 500, {"$ne": 1}, None])
async def test_what_is_no_number_of_days_gets_a_sentence_and_changes_nothing(open_page, alice, bot, typed):
    page = await open_page(PrivacyState)

    await PrivacyState.type_days.fn(page, typed)
    await PrivacyState.save_retention.fn(page)

    assert "whole number of days" in page.problem and page.would_go == ""
    assert (await chatbots.get_chatbot(alice, bot.id)).retention_days == 0


@pytest.mark.parametrize("given", ["yes", 1, {"$ne": 1}])
async def test_a_switch_that_is_neither_on_nor_off_is_refused(open_page, alice, bot, given):
    page = await open_page(PrivacyState)

    with pytest.raises(AppError):
        await PrivacyState.mask_personal.fn(page, given)

    assert (await chatbots.get_chatbot(alice, bot.id)).masks_personal is True


async def test_an_operator_gets_a_file_with_everything_about_the_visitor(open_page, alice, bot, visitor):
    [known] = await inbox.list_conversations(alice, bot.id)
    page = await open_page(PersonState, conversation_id=str(known.id))

    download = await PersonState.download.fn(page)

    given = {str(name): str(value) for name, value in download.args}
    tables = json.loads(b64decode(given["url"].strip('"').partition("base64,")[2]))["tables"]
    assert given["filename"].strip('"').endswith(".json")
    assert tables["leads"][0]["fields"]["email"] == "grace@example.com" and len(tables["messages"]) == 2


async def test_an_operator_erases_the_visitor_and_is_led_back_to_the_list(open_page, alice, bot, visitor):
    [known] = await inbox.list_conversations(alice, bot.id)
    page = await open_page(PersonState, conversation_id=str(known.id))

    away, _toast = await PersonState.erase.fn(page)

    assert f"/chatbots/{bot.id}/conversations" in str(away.args)
    assert await inbox.list_conversations(alice, bot.id) == [] and await leads.list_leads(alice, bot.id) == []


async def test_a_stranger_reads_changes_and_erases_nothing(open_page, alice, bot, mallorys_token, visitor):
    [known] = await inbox.list_conversations(alice, bot.id)
    page = await open_page(PrivacyState, token=mallorys_token)
    person = await open_page(PersonState, token=mallorys_token, conversation_id=str(known.id))

    for call in (
        PrivacyState.load.fn(page),
        PrivacyState.mask_personal.fn(page, False),
        PrivacyState.type_days.fn(page, "1"),
        PrivacyState.save_retention.fn(page),
        PersonState.download.fn(person),
        PersonState.erase.fn(person),
    ):
        with pytest.raises(NotFound):
            await call

    assert page.kept == [] and await inbox.list_conversations(alice, bot.id)
