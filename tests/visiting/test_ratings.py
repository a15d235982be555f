"""A visitor rates a conversation: the latest rating counts, the owner sees it, and nobody rates for another."""

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import ConversationRating
from privexbot_app.services import analytics, people_inbox
from tests.api.conftest import open_browser
from tests.people.conftest import get_conversation


def ratings():
    return db.in_session(lambda session: list(session.exec(select(ConversationRating))))


async def rate(browser, stars, comment="", conversation=None):
    fields = {"stars": stars, "comment": comment}
    return await browser.post("/rating", {"fields": fields, "confirm": True, "page": "", "conversation": conversation})


async def test_the_latest_rating_of_a_conversation_counts(browser):
    await browser.ask("When is the shop open?")

    first, second = await rate(browser, "2", "Slow."), await rate(browser, "5")

    [kept] = ratings()
    assert (first.status_code, second.status_code) == (204, 204)
    assert (kept.stars, kept.comment) == (5, "")


@pytest.mark.parametrize("stars", ["", "0", "6", "five", True])
async def test_stars_that_do_not_exist_are_refused_by_name(browser, stars):
    await browser.ask("When is the shop open?")

    answer = await rate(browser, stars)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "stars")
    assert ratings() == []


async def test_nobody_rates_anothers_conversation_or_one_in_which_nothing_was_said(browser, client, taught_bot):
    await browser.ask("When is the shop open?")
    other = await open_browser(client, taught_bot.public_id)

    assert (await rate(other, "1")).status_code == 404
    assert (await rate(other, "1", conversation=str(get_conversation().id))).status_code == 404
    assert ratings() == []


async def test_an_owner_who_does_not_ask_gets_no_ratings(browser, allow):
    await browser.ask("When is the shop open?")
    await allow(rating=False)

    assert (await rate(browser, "1")).status_code == 404


async def test_the_owner_sees_the_average_and_the_rating_beside_the_conversation(browser, client, alice, taught_bot):
    other = await open_browser(client, taught_bot.public_id)
    for visitor, stars in ((browser, "5"), (other, "2")):
        await visitor.ask("When is the shop open?")
        await rate(visitor, stars, "Thanks!")

    counts = await analytics.get_counts(alice, taught_bot.id)
    thread = await people_inbox.read_conversation(alice, ratings()[0].conversation_id)
    assert (counts.stars, counts.ratings) == (3.5, 2)
    assert (thread.rating.stars, thread.rating.comment) == (ratings()[0].stars, "Thanks!")


async def test_a_bot_that_nobody_rated_has_no_average(alice, taught_bot):
    counts = await analytics.get_counts(alice, taught_bot.id)

    assert (counts.stars, counts.ratings) == (0.0, 0)
