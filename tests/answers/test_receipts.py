"""What a reply was made from, opened later, and compared with today's knowledge."""

import pytest
from anyio import to_thread

from privexbot_app.errors import NotFound
from privexbot_app.rag.prompt import PROMPT_VERSION
from privexbot_app.services import knowledge, receipts
from privexbot_app.services.receipts import UsedPassage, compare
from tests.answers.telling import ask, find_all, last_reply
from tests.conftest import learn

QUESTION = "How long can I return unworn shoes?"


async def replied(bot, question=QUESTION):
    await ask(bot, question)
    return last_reply().id


def used(title, sha256):
    return UsedPassage(1, title, "", "", 1.0, sha256)


async def test_a_receipt_shows_passages_with_titles_scores_and_hashes(alice, taught_bot):
    receipt = await receipts.read_receipt(alice, await replied(taught_bot))

    assert receipt.question == QUESTION and "30 days" in receipt.answer
    assert (receipt.model, receipt.prompt_version) == ("privexbot/quote", PROMPT_VERSION)
    first = receipt.passages[0]
    assert first.title == "The shop" and first.score > 0 and len(first.sha256) == 64
    assert "Comet Runner" in first.excerpt


async def test_a_follow_ups_receipt_says_what_was_searched_for(alice, taught_bot):
    first = await ask(taught_bot, "Do you have the Comet Runner in red in size 7?")
    await ask(taught_bot, "and in size 8?", first[0].conversation)

    receipt = await receipts.read_receipt(alice, last_reply().id)

    assert (receipt.question, receipt.searched) == ("and in size 8?", "Do you have the Comet Runner in red in size 8?")


async def test_a_replay_on_the_same_knowledge_is_the_same(alice, taught_bot):
    kept = await replied(taught_bot)
    before = len(find_all(type(last_reply())))
    replay = await receipts.replay(alice, kept)

    assert replay.is_same_answer and {used.change for used in replay.now.passages} == {"same"}
    assert len(find_all(type(last_reply()))) == before, "a replay was kept as a message"


async def test_a_replay_shows_what_changed_since(alice, taught_bot):
    kept = await replied(taught_bot)
    (source,) = await knowledge.list_sources(alice, taught_bot.knowledge_base_id)
    await knowledge.delete_source(alice, source.id)
    changed = await knowledge.add_text(
        alice,
        taught_bot.knowledge_base_id,
        "The shop",
        "Unworn shoes can be returned within 60 days for a full refund.",
    )
    await to_thread.run_sync(learn, changed)
    new = await knowledge.add_text(
        alice, taught_bot.knowledge_base_id, "Sale", "Sale shoes that are unworn can be returned within 10 days."
    )
    await to_thread.run_sync(learn, new)

    replay = await receipts.replay(alice, kept)

    assert "30 days" in replay.then.answer and "60 days" in replay.now.answer and not replay.is_same_answer
    assert [used.change for used in replay.then.passages] == ["changed"]
    assert {used.title: used.change for used in replay.now.passages} == {"The shop": "changed", "Sale": "new"}


def test_a_passage_that_is_gone_is_told_from_one_that_changed():
    then, now = compare([used("A", "1"), used("B", "2"), used("C", "3")], [used("A", "1"), used("B", "9")])

    assert [one.change for one in then] == ["same", "changed", "gone"]
    assert [one.change for one in now] == ["same", "changed"]


async def test_a_stranger_cannot_open_or_replay_a_receipt(mallory, taught_bot):
    kept = await replied(taught_bot)

    for call in (receipts.read_receipt, receipts.replay):
        with pytest.raises(NotFound):
            await call(mallory, kept)


async def test_small_talk_has_no_receipt_to_open(alice, taught_bot):
    with pytest.raises(NotFound):
        await receipts.read_receipt(alice, await replied(taught_bot, "Hello!"))
