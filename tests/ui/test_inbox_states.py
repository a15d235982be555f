"""What visitors said and left, as the owner reads it."""

import pytest

from privexbot_app.models import Channel, MessageState
from privexbot_app.services import chatbots, inbox, leads, people_inbox, turns, visits
from privexbot_app.services.turns import Asked
from privexbot_app.services.verdicts import Verdict
from privexbot_app.services.visits import Arrival, Page, Visit
from privexbot_app.ui.states.inbox import InboxState
from privexbot_app.ui.states.leads import LeadsState
from privexbot_app.ui.states.overview import OverviewState
from privexbot_app.ui.states.thread import ThreadState

CITATION = {"n": 1, "title": "Red Runner", "url": "https://shop.example/red", "quote": "Size 9.", "source": "x"}


async def visit_and_ask(alice, bot, question="Size 9 in red?", page_url="https://shop.example/red") -> Visit:
    """A visitor who asked one thing and was answered."""
    live = await chatbots.deploy_chatbot(alice, bot.id)
    opened = await visits.open_visit(live.public_id, "https://shop.example", Arrival(page=Page(page_url, "Red")))
    visit = await visits.read_pass(live.public_id, "https://shop.example", opened.token)
    asked = Asked(live, question, Channel.WIDGET, visitor_id=visit.visitor_id)
    turn = await turns.open_turn(asked)
    verdict = Verdict(
        MessageState.DONE, grounded=False, citations=[CITATION, CITATION | {"url": "javascript:alert(1)"}]
    )
    await turns.end_reply(turn, "Yes. [1]", verdict)
    return visit


async def test_a_conversation_is_listed_with_its_question_and_opened_with_its_citations(open_page, alice, bot):
    await visit_and_ask(alice, bot)
    listed = await open_page(InboxState)
    await InboxState.load.fn(listed)
    (row,) = listed.rows
    assert (row.question, row.messages, row.unanswered, row.page) == ("Size 9 in red?", 2, 1, "Red")

    page = await open_page(ThreadState, conversation_id=row.id)
    await ThreadState.load.fn(page)

    question, answer = page.messages
    assert (question.who, answer.who, answer.text, answer.is_unknown) == ("visitor", "bot", "Yes. [1]", True)
    assert [citation.link for citation in answer.citations] == ["https://shop.example/red", ""]


async def test_a_page_address_that_a_browser_must_not_open_is_no_link(open_page, alice, bot):
    await visit_and_ask(alice, bot, page_url="javascript:alert(1)")
    page = await open_page(InboxState)

    await InboxState.load.fn(page)

    assert page.rows[0].link == ""


async def test_more_than_a_page_of_conversations_is_read_bit_by_bit(open_page, alice, bot, monkeypatch):
    monkeypatch.setattr(people_inbox, "PAGE", 2)
    for number in range(3):
        await visit_and_ask(alice, bot, f"Question {number}?")
    page = await open_page(InboxState)

    await InboxState.load.fn(page)
    assert ([row.question for row in page.rows], page.has_more) == (["Question 2?", "Question 1?"], True)

    await InboxState.load_more.fn(page)
    assert ([row.question for row in page.rows][-1], page.has_more) == ("Question 0?", False)


@pytest.mark.parametrize("given", ["nonsense", "00000000-0000-0000-0000-000000000000"])
async def test_a_conversation_that_does_not_exist_leads_back_to_the_list(open_page, bot, given):
    page = await open_page(ThreadState, conversation_id=given)

    away, _toast = await ThreadState.load.fn(page)

    assert f"/chatbots/{bot.id}/conversations" in str(away.args) and not page.is_loaded


async def test_a_stranger_cannot_open_a_thread_she_knows_the_id_of(open_page, alice, bot, mallorys_token):
    await visit_and_ask(alice, bot)
    (known,) = await inbox.list_conversations(alice, bot.id)
    page = await open_page(ThreadState, token=mallorys_token, conversation_id=str(known.id))

    await ThreadState.load.fn(page)

    assert page.messages == [] and not page.is_loaded


async def test_a_lead_shows_its_fields_and_its_conversation(open_page, alice, bot):
    visit = await visit_and_ask(alice, bot)
    await leads.add_lead(visit, {"name": "Grace", "email": "grace@example.com"}, False, "https://shop.example/red")
    page = await open_page(LeadsState)

    await LeadsState.load.fn(page)

    (row,) = page.rows
    assert [(field.label, field.value) for field in row.fields] == [("Name", "Grace"), ("E-mail", "grace@example.com")]
    assert row.conversation.startswith(f"/chatbots/{bot.id}/conversations/") and row.link


async def test_the_overview_counts_and_says_what_is_left_to_do(open_page, alice, bot):
    await visit_and_ask(alice, bot)
    page = await open_page(OverviewState)

    await OverviewState.load.fn(page)

    assert (page.conversations, page.messages, page.leads, page.unanswered) == (1, 2, 0, 1)
    assert (page.has_knowledge, page.was_tried, page.is_live) == (False, False, True)
