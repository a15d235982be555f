"""Coverage counts what visitors' answers were made from, and says how large each source is."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from privexbot_app.db import in_session
from privexbot_app.errors import NotFound
from privexbot_app.models import Channel, Message, MessageRole, now
from privexbot_app.services import chat, turns
from privexbot_app.services.coverage import read_coverage
from tests.answers.telling import ask
from tests.bases.conftest import RETURNS


async def ask_as_visitor(bot, text):
    asked = turns.Asked(bot, text, Channel.API)
    return [event async for event in chat.stream_reply(await turns.open_turn(asked))]


async def counted(viewer, bot):
    return {one.title: (one.found, one.quoted) for one in (await read_coverage(viewer, bot.id)).sources}


async def test_a_source_counts_once_for_each_answer_it_was_found_or_quoted_for(alice, shop):
    for question in ("How long can unworn shoes be returned?", "When does a refund arrive?", "xylophone zebra?"):
        await ask_as_visitor(shop, question)
    found = await read_coverage(alice, shop.id)

    assert (found.replies, found.unanswered) == (3, 1)
    counts = await counted(alice, shop)
    assert counts["Returns"][1] == 2 and counts["Outlet"][1] == 0
    assert counts["Returns"][0] == 3


async def test_what_the_owner_tried_and_what_is_long_ago_does_not_count(alice, shop):
    await ask(shop, "How long can unworn shoes be returned?")
    assert await counted(alice, shop) == {"Returns": (0, 0), "Outlet": (0, 0)}
    await ask_as_visitor(shop, "How long can unworn shoes be returned?")
    in_session(lambda session: session.execute(update(Message).values(created_at=now() - timedelta(days=91))))
    assert await counted(alice, shop) == {"Returns": (0, 0), "Outlet": (0, 0)}


async def test_a_receipt_that_does_not_name_its_sources_tells_by_its_passages(alice, shop):
    await ask_as_visitor(shop, "How long can unworn shoes be returned?")
    before = await counted(alice, shop)

    def forget(session):
        for reply in session.exec(select(Message).where(Message.role == MessageRole.BOT)):
            kept = [{key: one[key] for key in one if key != "source"} for one in reply.receipt["passages"]]
            reply.receipt = reply.receipt | {"passages": kept}

    in_session(forget)
    assert await counted(alice, shop) == before and before["Returns"][0] == 1


async def test_sources_that_are_never_found_come_first_with_their_size(alice, shop):
    [*_, last] = (await read_coverage(alice, shop.id)).sources
    assert last.title == "Returns"
    assert (last.size.passages, last.size.characters, last.size.documents) == (1, len(RETURNS), 1)
    assert last.size.vector_bytes == 3 * 388 and last.tokens == len(RETURNS) // 4 and last.dollars == 0


async def test_a_stranger_reads_no_coverage(mallory, shop):
    with pytest.raises(NotFound):
        await read_coverage(mallory, shop.id)
