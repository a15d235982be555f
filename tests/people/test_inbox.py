"""The inbox of one chatbot, how many there are of each kind, and what answers cost."""

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.errors import NotFound
from privexbot_app.models import ModelUse, Visitor, now
from privexbot_app.services import chatbots, people_inbox
from privexbot_app.store import usage
from tests.people.conftest import get_conversation


async def test_one_chatbots_inbox_holds_only_its_own(waiting, alice, taught_bot):
    other = await chatbots.create_chatbot(alice, "Other")

    own = await people_inbox.list_inbox(alice, chatbot_id=taught_bot.id)
    others = await people_inbox.list_inbox(alice, chatbot_id=other.id)

    assert [row.id for row in own.rows] == [waiting] and own.counts["waiting"] == own.counts["all"] == 1
    assert (others.rows, others.counts["all"], others.waiting) == ([], 0, 1)


async def test_counts_follow_the_search_and_not_the_list_that_is_open(waiting, alice):
    page = await people_inbox.list_inbox(alice, "closed", "talk")
    assert (page.total, page.counts["waiting"], page.counts["all"]) == (0, 1, 1)
    assert (await people_inbox.list_inbox(alice, "all", "zebra")).counts["all"] == 0


async def test_a_strangers_chatbot_has_no_inbox_and_no_count(waiting, mallory, taught_bot):
    with pytest.raises(NotFound):
        await people_inbox.list_inbox(mallory, chatbot_id=taught_bot.id)
    assert await people_inbox.count_waiting(mallory) == 0


async def test_a_visitor_whose_page_told_their_name_is_called_so(waiting, alice):
    assert [row.visitor for row in (await people_inbox.list_inbox(alice)).rows] == [""]
    visitor = db.in_session(lambda session: session.exec(select(Visitor)).one())
    visitor.name = "Ada"
    db.in_session(lambda session: session.merge(visitor))
    assert [row.visitor for row in (await people_inbox.list_inbox(alice)).rows] == ["Ada"]


async def test_several_uses_for_one_reply_are_added_up(waiting, alice, mallory, taught_bot):
    thread = await people_inbox.read_conversation(alice, get_conversation().id)
    reply = thread.messages[-1].id
    facts = {"workspace_id": alice.workspace_id, "chatbot_id": taught_bot.id, "message_id": reply, "model": "m"}

    def use(session, nanodollars):
        session.add(ModelUse(**facts, day=now().date(), nanodollars=nanodollars))

    def costs(viewer):
        return db.in_session(usage.list_costs, viewer.scope, [reply])

    assert costs(alice) == {}
    for nanodollars, total in ((5, 5), (7, 12), (None, None), (1, None)):
        db.in_session(use, nanodollars)
        assert costs(alice) == {reply: total}
    assert costs(mallory) == {}
