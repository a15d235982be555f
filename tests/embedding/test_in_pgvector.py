"""Vectors in PostgreSQL are those of the model that serves, before and after it changes."""

import pytest

from privexbot_app.services import search
from tests.embedding.conftest import QUESTION, base_of, settle
from tests.rag.twisted import embed_squeezed
from tests.vectors.conftest import in_postgresql

__all__ = ["in_postgresql"]


async def test_a_change_of_the_model_reaches_the_vectors_in_postgresql(in_postgresql, shop, installed, monkeypatch):
    before = await search.look_up(shop, QUESTION)
    installed().embed = embed_squeezed
    await settle(shop)

    after = await search.look_up(shop, QUESTION)

    assert base_of(shop).space_id is not None
    assert [one.passage_id for one in after.found] == [one.passage_id for one in before.found]
    assert [one.score for one in after.found] == pytest.approx([one.score for one in before.found], abs=0.03)

    monkeypatch.setattr(search, "_last_space", {})  # as another process, which asks the built-in model first
    again = await search.look_up(shop, QUESTION)
    assert [one.passage_id for one in again.found] == [one.passage_id for one in before.found]
