"""Contact details and counts."""

import pytest

from privexbot_app.errors import NotFound
from privexbot_app.services import analytics, inbox, leads

ADA = {"name": "Ada", "email": "ada@example.com"}


async def test_a_lead_is_kept_with_its_conversation_and_page(browser, alice, taught_bot):
    await browser.ask("Do you repair bicycles?")
    answer = await browser.post("/leads", {"fields": ADA, "consent": True, "page": "https://shop.example/red"})

    [lead] = await leads.list_leads(alice, taught_bot.id)
    [conversation] = await inbox.list_conversations(alice, taught_bot.id)
    assert answer.status_code == 201
    assert (str(lead.id), lead.fields, lead.page_url) == (answer.json()["id"], ADA, "https://shop.example/red")
    assert lead.conversation_id == conversation.id


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "Ada"}, "email"),
        ({"name": " ", "email": "ada@example.com"}, "name"),
        (ADA | {"email": "ada"}, "email"),
    ],
)
async def test_a_wrong_field_is_named(browser, fields, field):
    answer = await browser.post("/leads", {"fields": fields})

    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


async def test_fields_that_the_form_does_not_have_are_not_kept(browser, alice, taught_bot):
    await browser.post("/leads", {"fields": ADA | {"password": "hunter2"}})

    [lead] = await leads.list_leads(alice, taught_bot.id)
    assert lead.fields == ADA


async def test_widget_events_are_counted_and_unknown_ones_are_not(browser, alice, taught_bot):
    events = [{"type": kind} for kind in ("widget_opened", "widget_opened", "drop table")]
    answer = await browser.post("/events", {"events": events})
    await browser.post("/events", {"events": events[:1]})

    counts = await analytics.get_counts(alice, taught_bot.id)
    assert answer.status_code == 202
    assert counts.widget_opened == 3 + 1  # and the session was a window that opened


async def test_counts_add_up_what_visitors_did(browser, alice, taught_bot):
    await browser.ask("When is the shop open?")
    await browser.ask("Who won the chess world championship in 1972?")
    await browser.post("/leads", {"fields": ADA})

    counts = await analytics.get_counts(alice, taught_bot.id)
    assert (counts.conversations, counts.messages, counts.leads, counts.unanswered) == (1, 4, 1, 1)


async def test_a_stranger_sees_none_of_it(browser, alice, mallory, taught_bot):
    await browser.ask("When is the shop open?")
    [conversation] = await inbox.list_conversations(alice, taught_bot.id)
    calls = [
        leads.list_leads(mallory, taught_bot.id),
        inbox.list_conversations(mallory, taught_bot.id),
        inbox.read_thread(mallory, conversation.id),
        analytics.get_counts(mallory, taught_bot.id),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call
