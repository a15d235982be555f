"""The page of a knowledge base's search model: what it shows, what it asks for, and whom it sends away."""

import pytest
from pydantic import SecretStr

from privexbot_app.errors import NotFound
from privexbot_app.models import MoveState
from privexbot_app.services import credentials, embedding_choices, knowledge_bases, reembedding
from privexbot_app.services.credentials import NewCredential
from privexbot_app.ui.states.embedding import EmbeddingState


@pytest.fixture
async def base(alice):
    return await knowledge_bases.create_base(alice, "Shipping")


@pytest.fixture
async def openai(alice):
    return await credentials.add_credential(alice, NewCredential(provider="openai", key=SecretStr("sk-abcdefgh1234")))


@pytest.fixture
async def page(open_page, base, openai):
    page = await open_page(EmbeddingState, "/knowledge-bases/[knowledge_base_id]", knowledge_base_id=str(base.id))
    await EmbeddingState.load.fn(page)
    return page


async def test_it_shows_what_serves_and_what_may_be_chosen(page, openai):
    assert (page.name, page.model, page.dimensions, page.moving, page.source) == (
        "Shipping",
        embedding_choices.BUILT_IN,
        384,
        "",
        "install",
    )
    assert [option.value for option in page.options] == ["install", "built_in", str(openai.id)]
    assert page.options[2].label == "OpenAI (…1234)"


async def test_a_key_without_a_model_is_refused_beside_its_field(page, openai):
    await EmbeddingState.pick.fn(page, str(openai.id))
    assert page.example == "text-embedding-3-small" and page.is_elsewhere

    await EmbeddingState.choose.fn(page, {"source": str(openai.id), "model": " "})

    assert (page.form_field, page.moving) == ("model", "") and "Name an embedding model" in page.form_problem


async def test_what_it_means_is_told_before_it_is_chosen(page, openai):
    await EmbeddingState.pick.fn(page, "built_in")
    assert "costs nothing" in page.meaning

    await EmbeddingState.pick.fn(page, str(openai.id))
    await EmbeddingState.weigh.fn(page, "text-embedding-3-small")
    assert "$0.01" in page.meaning

    await EmbeddingState.weigh.fn(page, "no such name!")
    assert page.meaning == "" and page.form_field == "model"


async def test_a_move_is_shown_cancelled_and_tried_again(page, openai, base):
    await EmbeddingState.choose.fn(page, {"source": str(openai.id), "model": "text-embedding-3-small"})
    assert (page.moving, page.moving_to, page.may_cancel) == ("queued", "text-embedding-3-small", True)

    def fail(session):
        move = session.get_one(reembedding.EmbeddingMove, base.id)
        reembedding._fail(session, base.id, move.attempt, "The provider does not accept the key.")

    from privexbot_app.db import in_session

    in_session(fail)
    await page._look()
    assert (page.moving, page.problem) == ("failed", "The provider does not accept the key.")
    await EmbeddingState.try_again.fn(page)
    assert page.moving == str(MoveState.QUEUED)

    await EmbeddingState.cancel.fn(page)
    assert (page.moving, page.source) == ("", "built_in")


async def test_a_stranger_is_sent_away(open_page, mallorys_token, base):
    page = await open_page(
        EmbeddingState, "/knowledge-bases/[knowledge_base_id]", token=mallorys_token, knowledge_base_id=str(base.id)
    )
    gone = await EmbeddingState.load.fn(page)
    assert gone and page.name == ""
    for attempt in (
        EmbeddingState.choose.fn(page, {"source": "built_in"}),
        EmbeddingState.cancel.fn(page),
        EmbeddingState.try_again.fn(page),
    ):
        with pytest.raises(NotFound):
            await attempt
