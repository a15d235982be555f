"""Visitors say whether a reply helped; owners see it."""

import pytest

from privexbot_app.services import analytics, inbox
from privexbot_app.ui.states.message_rows import MessageRow


async def ask(browser):
    return (await browser.ask("When is the shop open?"))[0][1]


async def test_the_latest_opinion_counts_and_sending_it_twice_changes_nothing(browser, alice, taught_bot):
    accepted = await ask(browser)
    for body in ({"rating": "up"}, {"rating": "down", "reason": "wrong", "comment": "It was shut."}):
        for _ in range(2):
            answer = await browser.post("/feedback", {"message": accepted["reply"]} | body)
            assert answer.status_code == 204, answer.text

    counts = await analytics.get_counts(alice, taught_bot.id)
    assert (counts.helped, counts.did_not_help) == (0, 1)
    [overview] = await inbox.list_conversations(alice, taught_bot.id)
    thread = await inbox.read_thread(alice, overview.id)
    [(message_id, feedback)] = thread.feedback.items()
    row = MessageRow.of(thread.messages[1], feedback)
    assert str(message_id) == accepted["reply"]
    assert (row.rating, row.complaint) == ("down", "Not correct: It was shut.")


async def test_a_visitor_finds_their_opinion_again_after_a_reload(browser):
    accepted = await ask(browser)
    await browser.post("/feedback", {"message": accepted["reply"], "rating": "up"})

    said = (await browser.get("/conversation")).json()["messages"]
    assert [message["rating"] for message in said] == ["", "up"]


@pytest.mark.parametrize(
    "wrong", [{"rating": "great"}, {"rating": "up", "reason": "x" * 10}, {"rating": "up", "comment": "x" * 2001}, {}]
)
async def test_an_opinion_of_another_shape_is_refused(browser, wrong):
    accepted = await ask(browser)

    answer = await browser.post("/feedback", {"message": accepted["reply"]} | wrong)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")
