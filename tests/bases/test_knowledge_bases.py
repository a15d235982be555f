"""The knowledge bases of a workspace: made, named, shared and deleted by those who may."""

from dataclasses import replace
from uuid import uuid4

import pytest
from anyio import to_thread
from sqlalchemy.exc import IntegrityError

from privexbot_app.db import in_session
from privexbot_app.errors import Conflict, Forbidden, Invalid, NotFound
from privexbot_app.models import KnowledgeLink, Role
from privexbot_app.services import chatbot_overviews, chatbots, golden, knowledge, knowledge_bases, qa
from privexbot_app.services.bot_bases import find_bases
from privexbot_app.services.first_steps import get_first_steps
from privexbot_app.services.owner_answers import find_owner_answer
from privexbot_app.services.publish_gate import fingerprint_of
from tests.answers.telling import ask, text_of
from tests.conftest import learn

GIFTS = qa.PairForm(question="Do you wrap gifts?", answer="Yes, for $4.")


async def said(chatbot, question):
    return text_of(await ask(chatbot, question))


@pytest.fixture
async def shared(alice):
    """A knowledge base of Alice's that knows about gift cards, and that nobody searches yet."""
    base = await knowledge_bases.create_base(alice, "  Gift   cards ")
    source = await knowledge.add_text(
        alice, base.id, "Gift cards", "Gift cards never expire and can be sent by e-mail."
    )
    await to_thread.run_sync(learn, source)
    return base


async def test_a_chatbot_gets_its_own_and_it_is_listed_with_its_user(alice, alices_bot, shared):
    gifts, own = await knowledge_bases.list_bases(alice)

    assert (gifts.name, gifts.sources, gifts.users) == ("Gift cards", 1, ())
    assert (own.id, own.name) == (alices_bot.knowledge_base_id, "Helper")
    assert own.users == (knowledge_bases.BaseUser(alices_bot.id, "Helper", is_own=True),)


async def test_a_shared_one_answers_only_for_the_chatbots_that_search_it(alice, taught_bot, shared):
    before = await said(taught_bot, "Do gift cards expire?")
    await knowledge_bases.link_base(alice, taught_bot.id, shared.id)
    after = await said(taught_bot, "Do gift cards expire?")

    assert "never expire" not in before and "never expire" in after
    await knowledge_bases.unlink_base(alice, taught_bot.id, shared.id)
    assert "never expire" not in await said(taught_bot, "Do gift cards expire?")
    assert "30 days" in await said(taught_bot, "How long can unworn shoes be returned?")


async def test_the_order_in_which_they_were_added_is_kept_and_twice_is_once(alice, alices_bot):
    added = [await knowledge_bases.create_base(alice, name) for name in ("Zebra", "Apple", "Moose")]
    for base in [*added, added[0]]:
        await knowledge_bases.link_base(alice, alices_bot.id, base.id)

    found = await knowledge_bases.list_bot_bases(alice, alices_bot.id)

    assert [(base.name, base.is_own) for base in found] == [
        ("Helper", True),
        ("Zebra", False),
        ("Apple", False),
        ("Moose", False),
    ]
    assert await find_bases(alices_bot) == tuple(base.id for base in found)


async def test_there_is_an_end_to_how_many_one_chatbot_searches(alice, alices_bot):
    for number in range(knowledge_bases.MOST_LINKED):
        base = await knowledge_bases.create_base(alice, f"Base {number}")
        await knowledge_bases.link_base(alice, alices_bot.id, base.id)

    with pytest.raises(Conflict):
        await knowledge_bases.link_base(alice, alices_bot.id, (await knowledge_bases.create_base(alice, "More")).id)


async def test_one_that_is_used_is_not_deleted_before_it_was_said_who_loses_it(alice, alices_bot, shared):
    other = await chatbots.create_chatbot(alice, "Other")
    for bot in (alices_bot, other):
        await knowledge_bases.link_base(alice, bot.id, shared.id)

    with pytest.raises(Conflict, match="“Helper”, “Other”"):
        await knowledge_bases.delete_base(alice, shared.id)
    with pytest.raises(Conflict, match="deleted: “Other” would"):
        await knowledge_bases.delete_base(alice, shared.id, [alices_bot.id])
    await knowledge_bases.delete_base(alice, shared.id, [alices_bot.id, other.id])

    assert "Gift cards" not in [base.name for base in await knowledge_bases.list_bases(alice)]
    assert await find_bases(other) == (other.knowledge_base_id,)


async def test_a_chatbots_own_stays_as_long_as_the_chatbot_and_longer_where_others_search_it(alice, taught_bot):
    other = await chatbots.create_chatbot(alice, "Other")
    await knowledge_bases.link_base(alice, other.id, taught_bot.knowledge_base_id)
    with pytest.raises(Conflict, match="own knowledge base of “Helper”"):
        await knowledge_bases.delete_base(alice, taught_bot.knowledge_base_id, [taught_bot.id, other.id])
    with pytest.raises(Conflict):
        await knowledge_bases.unlink_base(alice, taught_bot.id, taught_bot.knowledge_base_id)

    await chatbots.delete_chatbot(alice, taught_bot.id)

    assert "30 days" in await said(other, "How long can unworn shoes be returned?")
    await chatbots.delete_chatbot(alice, other.id)
    assert [base.name for base in await knowledge_bases.list_bases(alice)] == ["Helper"]
    await knowledge_bases.delete_base(alice, taught_bot.knowledge_base_id)
    assert await knowledge_bases.list_bases(alice) == []


async def test_a_stranger_can_neither_see_nor_touch_nor_borrow_it(alice, mallory, alices_bot, shared):
    theirs = await chatbots.create_chatbot(mallory, "Mine")
    for attempt in (
        knowledge_bases.rename_base(mallory, shared.id, "Mine now"),
        knowledge_bases.delete_base(mallory, shared.id),
        knowledge_bases.link_base(mallory, theirs.id, shared.id),
        knowledge_bases.link_base(mallory, alices_bot.id, theirs.knowledge_base_id),
        knowledge_bases.link_base(alice, theirs.id, shared.id),
        knowledge_bases.unlink_base(mallory, alices_bot.id, shared.id),
        knowledge_bases.list_bot_bases(mallory, alices_bot.id),
        knowledge_bases.link_base(alice, alices_bot.id, uuid4()),
    ):
        with pytest.raises(NotFound):
            await attempt

    assert [base.name for base in await knowledge_bases.list_bases(mallory)] == ["Mine"]


def _add(session, link):
    session.add(link)


async def test_the_database_itself_refuses_a_link_between_workspaces(mallory, alices_bot, shared):
    theirs = await chatbots.create_chatbot(mallory, "Mine")
    for workspace_id in (mallory.workspace_id, alices_bot.workspace_id):
        link = KnowledgeLink(chatbot_id=theirs.id, knowledge_base_id=shared.id, workspace_id=workspace_id, position=1)
        with pytest.raises(IntegrityError):
            in_session(_add, link)


async def test_who_may_only_look_changes_nothing(alice, alices_bot, shared):
    looker = replace(alice, role=Role.VIEWER)
    for attempt in (
        knowledge_bases.create_base(looker, "New"),
        knowledge_bases.rename_base(looker, shared.id, "New"),
        knowledge_bases.delete_base(looker, shared.id),
        knowledge_bases.link_base(looker, alices_bot.id, shared.id),
        knowledge_bases.unlink_base(looker, alices_bot.id, shared.id),
    ):
        with pytest.raises(Forbidden):
            await attempt


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
async def test_a_name_is_neither_empty_nor_overlong(alice, shared, name):
    with pytest.raises(Invalid):
        await knowledge_bases.create_base(alice, name)
    with pytest.raises(Invalid):
        await knowledge_bases.rename_base(alice, shared.id, name)


async def test_the_owners_answers_of_a_shared_one_are_told_the_nearest_of_all(alice, taught_bot, shared):
    await qa.add_pair(alice, shared.id, GIFTS)
    assert await find_owner_answer(await find_bases(taught_bot), "Do you wrap gifts?") is None
    await knowledge_bases.link_base(alice, taught_bot.id, shared.id)
    await qa.add_pair(alice, taught_bot.knowledge_base_id, qa.PairForm(question="Do you wrap a gift?", answer="No."))

    answer = await find_owner_answer(await find_bases(taught_bot), "Do you wrap gifts?")

    assert answer is not None and answer.answer == "Yes, for $4."


async def test_what_a_shared_one_knows_counts_for_each_that_searches_it(alice, alices_bot, shared):
    await knowledge_bases.link_base(alice, alices_bot.id, shared.id)

    [overview] = await chatbot_overviews.list_overviews(alice)

    assert overview.sources == 1
    assert (await get_first_steps(alice, alices_bot.id)).has_knowledge
    assert [one.title for one in await knowledge.list_sources_of_bot(alice, alices_bot.id)] == ["Gift cards"]
    form = golden.GoldenForm(question="Expire?", expected_source_id=(await sources_of(alice, shared))[0].id)
    await golden.add_question(alice, alices_bot.id, form)
    assert (await golden.read_set(alice, alices_bot.id)).questions[0].expected_source == "Gift cards"


async def sources_of(viewer, base):
    return await knowledge.list_sources(viewer, base.id)


async def test_a_test_run_is_stale_when_a_shared_one_changed_and_when_it_is_another(alice, alices_bot, shared):
    def now() -> str:
        return in_session(fingerprint_of, alices_bot)

    alone = now()
    await knowledge_bases.link_base(alice, alices_bot.id, shared.id)
    linked = now()
    await qa.add_pair(alice, shared.id, GIFTS)
    changed = now()
    await knowledge_bases.unlink_base(alice, alices_bot.id, shared.id)

    assert len({alone, linked, changed}) == 3 and now() == alone
