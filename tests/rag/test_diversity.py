"""What was said already gives its place to something else."""

import numpy as np

from privexbot_app.rag.diversity import choose


def unit(*numbers: float) -> list[float]:
    return list(np.array(numbers) / np.linalg.norm(numbers))


RETURNS, COPY, SHIPPING = unit(1, 0, 0), unit(1, 0.01, 0), unit(0.2, 1, 0)


def chosen(scores: list[float], meanings: list[list[float]], limit: int) -> list[int]:
    vectors = np.array(meanings, dtype=np.float32).reshape(len(meanings), 3)
    return choose(scores, vectors @ vectors.T, limit)


def test_a_copy_stands_behind_what_says_something_else() -> None:
    assert chosen([1.2, 1.2, 0.7], [RETURNS, COPY, SHIPPING], 2) == [0, 2]


def test_where_there_is_nothing_else_the_copy_is_kept() -> None:
    assert chosen([1.2, 1.2], [RETURNS, COPY], 6) == [0, 1]


def test_without_copies_the_best_are_chosen_in_their_order() -> None:
    near = unit(1, 0.3, 0)  # the same words about another size
    assert chosen([1.2, 1.1, 0.7], [RETURNS, near, SHIPPING], 3) == [0, 1, 2]
    assert chosen([], [], 3) == []
