"""The index finds the passage of the best sentence, and the cache never serves an old version."""

from uuid import uuid4

import numpy as np
import pytest
from numpy.typing import NDArray

from privexbot_app.rag import index as module
from privexbot_app.rag.index import IndexCache, PackedPassage, PassageIndex
from privexbot_app.rag.vectors import pack


def unit(seed: int, count: int, dimensions: int = 16) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    made: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return made


def passages(count: int, sentences: int = 3) -> list[PackedPassage]:
    return [PackedPassage(100 + n, pack(unit(n, sentences)), 10 + n, sentences) for n in range(count)]


def test_a_passage_is_as_near_as_its_nearest_sentence() -> None:
    index = PassageIndex(passages(20), 16)
    found = index.search(unit(7, 3)[1], 4)
    assert len(found) == 4
    assert next(iter(found)) == 107
    assert found[107] == pytest.approx(1.0, abs=0.02)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_it_knows_how_many_passages_there_are_and_how_long() -> None:
    index = PassageIndex(passages(3), 16)
    assert (index.passages, index.length) == (3, 33)


def test_an_empty_knowledge_base_finds_nothing() -> None:
    assert PassageIndex([], 16).search(unit(1, 1)[0], 5) == {}


def test_a_heading_that_all_passages_share_does_not_crowd_out_their_sentences() -> None:
    heading, told, other = np.eye(16, dtype=np.float32)[:3]
    shared = [PackedPassage(n, pack(np.vstack([told if n == 77 else other, heading])), 10, 1) for n in range(100)]
    query = heading + 0.3 * told
    assert 77 in PassageIndex(shared, 16).search(query / np.linalg.norm(query), 2)


def test_an_index_that_is_filled_in_blocks_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = PassageIndex(passages(50), 16)
    monkeypatch.setattr(module, "BLOCK_PASSAGES", 7)
    in_blocks = PassageIndex(passages(50), 16)
    for query in unit(9, 5):
        assert in_blocks.search(query, 10) == whole.search(query, 10)


def test_a_heading_at_the_edge_of_a_block_is_left_out_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    heading = unit(1, 1)
    shared = [PackedPassage(n, pack(np.vstack([unit(n + 2, 2), heading])), 10, 2) for n in range(10)]
    whole = PassageIndex(shared, 16)
    monkeypatch.setattr(module, "BLOCK_PASSAGES", 3)
    assert PassageIndex(shared, 16).size_bytes == whole.size_bytes


def test_clusters_find_what_exact_search_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    many = passages(1500, 2)
    exact = PassageIndex(many, 16)
    monkeypatch.setattr(module, "FLAT_LIMIT", 1000)
    clustered = PassageIndex(many, 16)
    assert clustered.size_bytes < exact.size_bytes
    kept = [len(set(exact.search(query, 10)) & set(clustered.search(query, 10))) for query in unit(9, 20)]
    assert sum(kept) >= 0.9 * 200


def test_another_version_is_not_served() -> None:
    cache, base, index = IndexCache(10**9), uuid4(), PassageIndex(passages(1), 16)
    cache.keep(base, 3, index)
    assert cache.find(base, 3) is index
    assert cache.find(base, 4) is None
    assert cache.find(uuid4(), 3) is None


def test_a_late_older_version_does_not_replace_a_newer_one() -> None:
    cache, base, old, new = IndexCache(10**9), uuid4(), PassageIndex(passages(1), 16), PassageIndex(passages(2), 16)
    cache.keep(base, 2, new)
    cache.keep(base, 1, old)
    assert cache.find(base, 2) is new


def test_over_the_limit_the_one_used_longest_ago_goes() -> None:
    index = PassageIndex(passages(5), 16)
    cache, one, two, three = IndexCache(int(2.5 * index.size_bytes)), uuid4(), uuid4(), uuid4()
    cache.keep(one, 1, index)
    cache.keep(two, 1, index)
    cache.find(one, 1)
    cache.keep(three, 1, index)
    assert [base for base in (one, two, three) if cache.find(base, 1)] == [one, three]
