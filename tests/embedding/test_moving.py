"""A knowledge base goes over to another model while the old one serves, and never half.

Long because whatever can happen in the middle of a move is tried in one.
"""

import pytest
from anyio import to_thread
from sqlmodel import select

from privexbot_app.db import in_session
from privexbot_app.models import (
    EmbeddingMove,
    EmbeddingSpace,
    MoveState,
    PassageOverride,
    PendingOverride,
    PendingVectors,
)
from privexbot_app.rag import quote
from privexbot_app.rag.vectors import count_rows
from privexbot_app.services import documents, knowledge, passages, qa, reembedding, search
from privexbot_app.services.qa import PairForm
from tests.conftest import learn
from tests.embedding.conftest import (
    KEY,
    QUESTION,
    RETURNS,
    base_of,
    fill,
    find_move,
    go,
    passages_of,
    settle,
)
from tests.rag.twisted import embed_squeezed


async def looked_up(base_id, question=QUESTION):
    return await search.look_up(base_id, question)


def told(looked):
    said = quote.best_quote(looked.question, looked.found, looked.statistics)
    return said.text, said.confidence


def rows_of(table):
    return in_session(lambda session: list(session.exec(select(table))))


@pytest.mark.parametrize("embed", [None, embed_squeezed], ids=["turned", "squeezed"])
async def test_with_a_model_that_says_the_same_the_chatbot_finds_the_same_and_is_as_sure(shop, installed, embed):
    before = await looked_up(shop)
    provider = installed()
    provider.embed = embed or provider.embed

    await settle(shop)

    after = await looked_up(shop)
    [space] = rows_of(EmbeddingSpace)
    assert (base_of(shop).space_id, space.dimensions) == (space.id, 385 if embed else 384)
    assert space.gain == pytest.approx(2.5 if embed else 1, abs=0.01)
    assert [one.passage_id for one in after.found] == [one.passage_id for one in before.found]
    assert [one.score for one in after.found] == pytest.approx([one.score for one in before.found], abs=0.03)
    assert told(after)[0] == told(before)[0]
    assert told(after)[1] == pytest.approx(told(before)[1], abs=0.05)
    assert provider.embedded()[-1] == QUESTION, "the question was never embedded by the new model"


async def test_until_everything_is_there_the_old_vectors_serve(shop, installed):
    before = await looked_up(shop)
    provider = installed()
    await reembedding.list_due(0)
    move = find_move(shop)

    await to_thread.run_sync(fill, shop, move.attempt)

    assert len(rows_of(PendingVectors)) == len(passages_of(shop)) and base_of(shop).space_id is None
    asked = len(provider.requests)
    assert await looked_up(shop) == before and len(provider.requests) == asked

    await to_thread.run_sync(go, shop)
    assert base_of(shop).space_id == move.space_id
    assert find_move(shop) is None and rows_of(PendingVectors) == []


async def test_the_same_words_are_embedded_once_whatever_happens(alice, shop, installed):
    provider = installed()
    await reembedding.list_due(0)
    attempt = find_move(shop).attempt
    await to_thread.run_sync(fill, shop, attempt)
    embedded = len(provider.embedded())

    await to_thread.run_sync(fill, shop, attempt)  # a process died and the steps are done again
    await to_thread.run_sync(go, shop)
    assert len(provider.embedded()) == embedded

    copy = await knowledge.add_text(alice, shop, "Returns", RETURNS)
    await to_thread.run_sync(learn, copy)
    assert len(provider.embedded()) == embedded, "the same text was embedded again"


async def test_two_pages_that_say_the_same_are_embedded_once(alice, shop, installed, monkeypatch):
    monkeypatch.setattr(reembedding, "BATCH", 1)
    copy = await knowledge.add_text(alice, shop, "Returns", RETURNS)
    await to_thread.run_sync(learn, copy)
    provider = installed()

    await settle(shop)

    assert base_of(shop).space_id is not None
    assert len([text for text in provider.embedded() if RETURNS.partition(". ")[0] in text]) == 1


async def test_what_is_read_meanwhile_is_not_forgotten(alice, shop, installed):
    installed()
    await reembedding.list_due(0)
    move = find_move(shop)
    await to_thread.run_sync(fill, shop, move.attempt)

    source = await knowledge.add_text(alice, shop, "Gifts", "Gift cards never expire and can be used for everything.")
    await to_thread.run_sync(learn, source)
    assert "Gift cards" in (await looked_up(shop, "Do gift cards run out?")).found[0].text
    assert not await to_thread.run_sync(reembedding.switch, shop, move.attempt)

    await to_thread.run_sync(go, shop)
    assert base_of(shop).space_id == move.space_id
    assert "Gift cards" in (await looked_up(shop, "Do gift cards run out?")).found[0].text


async def test_a_passage_that_changes_meanwhile_is_embedded_anew(alice, shop, installed):
    installed()
    await reembedding.list_due(0)
    attempt = find_move(shop).attempt
    await to_thread.run_sync(fill, shop, attempt)
    first = passages_of(shop)[0]

    def change(session):
        row = session.get_one(type(first), first.id)
        row.text, row.content_hash = "Everything is different now. Nothing is as it was.", "of other words"

    in_session(change)

    assert not await to_thread.run_sync(reembedding.switch, shop, attempt)


async def test_a_batch_that_was_embedded_for_the_old_model_is_embedded_again(alice, shop, installed, monkeypatch):
    """The switch comes between the embedding of a batch and its writing."""
    from privexbot_app.services import preparing

    installed()
    await reembedding.list_due(0)
    source = await knowledge.add_text(alice, shop, "Gifts", "Gift cards never expire and can be used for everything.")
    real, spaces_used = preparing.embed_together, []

    def embed_and_switch(space, texts):
        spaces_used.append(space.id)
        vectors = real(space, texts)
        if len(spaces_used) == 1:
            monkeypatch.setattr(preparing, "embed_together", real)
            go(shop)
            monkeypatch.setattr(preparing, "embed_together", embed_and_switch)
        return vectors

    monkeypatch.setattr(preparing, "embed_together", embed_and_switch)
    await to_thread.run_sync(learn, source)

    space_id = base_of(shop).space_id
    assert spaces_used == [None, space_id] and space_id is not None
    assert "Gift cards" in (await looked_up(shop, "Do gift cards run out?")).found[0].text


async def test_what_owners_decided_and_their_pairs_come_along(alice, alices_bot, shop, installed):
    row = (await documents.list_documents(alice, alices_bot.id)).rows[0].row
    [view] = (await documents.read_document(alice, row.id)).passages
    await passages.edit(alice, view.id, "Boots may be given back within 99 days. Ask at the till.")
    form = PairForm(question="Do you wrap gifts?", answer="Yes, for two dollars.", phrasings=["Is wrapping possible?"])
    await qa.add_pair(alice, shop, form)
    installed().embed = embed_squeezed

    await settle(shop)

    [override] = rows_of(PassageOverride)
    assert count_rows(override.edited_vectors, 385) >= 2 and len(override.edited_vectors) % (385 + 4) == 0
    assert len(override.read_vectors) % (385 + 4) == 0 and rows_of(PendingOverride) == []
    assert all(len(one.vectors) % (385 + 4) == 0 for one in passages_of(shop))
    assert "99 days" in (await looked_up(shop, "How long may boots be given back?")).found[0].text
    assert "two dollars" in (await looked_up(shop, "Is it possible to have it wrapped?")).found[0].text

    await passages.restore(alice, view.id)
    assert "99 days" not in (await looked_up(shop, "How long may boots be given back?")).found[0].text


async def test_changing_ones_mind_drops_what_was_embedded_and_goes_where_it_is_wanted_now(shop, installed):
    installed()
    await reembedding.list_due(0)
    first = find_move(shop)
    await to_thread.run_sync(fill, shop, first.attempt)

    installed("openai/another")
    await reembedding.list_due(0)
    second = find_move(shop)

    assert second.space_id != first.space_id and rows_of(PendingVectors) == []
    assert await to_thread.run_sync(reembedding.switch, shop, first.attempt) and base_of(shop).space_id is None
    await to_thread.run_sync(go, shop)
    assert base_of(shop).space_id == second.space_id

    installed("")
    await settle(shop)
    assert base_of(shop).space_id is None and len(passages_of(shop)[0].vectors) % (384 + 4) == 0


async def test_the_old_model_answers_with_its_old_key_until_the_new_one_has_everything(shop, installed):
    provider = installed()
    await settle(shop)
    installed("mistral/something-else", key="sk-another")
    await reembedding.list_due(0)

    found = (await looked_up(shop)).found

    assert found[0].cosine > 0.3
    assert provider.requests[-1]["model"] == "disguised" and provider.headers[-1]["authorization"] == f"Bearer {KEY}"


async def test_a_key_that_nobody_needs_any_more_is_not_kept(shop, installed):
    installed()
    await settle(shop)
    assert KEY.encode() not in rows_of(EmbeddingSpace)[0].sealed_key and rows_of(EmbeddingSpace)[0].sealed_key

    installed("")
    await settle(shop)

    assert rows_of(EmbeddingSpace)[0].sealed_key == b""


async def test_a_provider_that_fails_changes_nothing_says_why_and_is_tried_again(shop, installed):
    before = await looked_up(shop)
    provider = installed()
    provider.script = "bad_key"

    await settle(shop)

    failed = find_move(shop)
    assert (failed.state, failed.failures) == (MoveState.FAILED, 1)
    assert failed.problem == "The provider does not accept the key."
    assert base_of(shop).space_id is None and await looked_up(shop) == before
    assert await reembedding.list_due(0) == [], "it is not due yet"

    provider.script = "normal"
    in_session(lambda session: setattr(session.get_one(EmbeddingMove, shop), "due_at", failed.changed_at))
    await reembedding.list_due(0)
    assert find_move(shop).attempt > failed.attempt
    await settle(shop)
    assert base_of(shop).space_id == failed.space_id


async def test_pauses_grow(shop, installed):
    installed().script = "bad_key"
    pauses = []
    for _ in range(3):
        await settle(shop)
        move = find_move(shop)
        pauses.append((move.due_at - move.changed_at).total_seconds())
        in_session(lambda session: reembedding.restart(session.get_one(EmbeddingMove, shop)))

    assert [round(pause / 60) for pause in pauses] == [1, 2, 4]


@pytest.mark.parametrize(
    ("embed", "problem"),
    [
        (lambda texts: [[1.0, 1.0]] * len(texts), "equally alike"),
        (lambda texts: [["no", "numbers"]] * len(texts), "no vectors"),
        (lambda texts: [[0.0, 0.0]] * len(texts), "no vectors"),
    ],
)
async def test_a_model_that_is_none_for_searching_is_refused_with_a_sentence(shop, installed, embed, problem):
    installed().embed = embed

    await settle(shop)

    assert problem in find_move(shop).problem and base_of(shop).space_id is None


async def test_a_model_that_changes_under_the_same_name_never_mixes_its_vectors_with_others(shop, installed):
    provider = installed()
    await reembedding.list_due(0)
    attempt = find_move(shop).attempt
    await to_thread.run_sync(reembedding.open_move, shop, attempt)
    provider.embed = embed_squeezed

    await settle(shop)

    assert "another length" in find_move(shop).problem
    assert rows_of(PendingVectors) == [] and base_of(shop).space_id is None


async def test_a_new_knowledge_base_begins_with_the_installs_model(alice, shop, installed):
    from privexbot_app.services import chatbots

    provider = installed()
    await settle(shop)
    asked = len(provider.requests)

    bot = await chatbots.create_chatbot(alice, "Second")
    assert base_of(bot.knowledge_base_id).space_id == base_of(shop).space_id
    source = await knowledge.add_text(alice, bot.knowledge_base_id, "Returns", RETURNS)
    await to_thread.run_sync(learn, source)

    assert len(provider.requests) > asked
    await reembedding.list_due(0)
    assert find_move(bot.knowledge_base_id) is None
