"""Cosines of another model are read as the built-in one would have said them."""

from uuid import uuid4

import numpy as np
import pytest

from privexbot_app.adapters.embedder import embedder
from privexbot_app.rag.bm25 import Statistics
from privexbot_app.rag.calibration_pairs import PAIRS
from privexbot_app.rag.context import Rows
from privexbot_app.rag.nearness import Nearness, View
from privexbot_app.rag.rank import WEIGHTS, WORDS_FIRST, Asked, Candidate, best_candidates
from privexbot_app.rag.scale import BUILT_IN, UNRELATED, Scale, fit
from privexbot_app.rag.vectors import pack
from tests.rag.twisted import LEAST, squeezed, turned

HEADINGS = ("Returns", "Delivery", "Opening hours", "Repairs")
SENTENCES = (
    ("Unworn shoes can be returned within 30 days.", "The refund arrives within a week."),
    ("Orders leave us within two working days.", "Parcels to Iceland cost nine dollars."),
    ("We are open from Tuesday to Saturday.", "On holidays the shop is closed."),
    ("New soles are put on while you wait.", "A zip is replaced for twelve dollars."),
)
QUESTION = "Can I give back what I bought?"
SPACE = uuid4()


@pytest.fixture(scope="module")
def asked():
    questions, answers = zip(*PAIRS, strict=True)
    return embedder().embed(questions), embedder().embed(answers)


def fitted(asked, twist):
    return fit(asked, tuple(map(twist, asked)))


def candidates(twist, space_id):
    vectors = [twist(embedder().embed([*said, title])) for title, said in zip(HEADINGS, SENTENCES, strict=True)]
    return [Candidate(number, pack(one), "x", 2, space_id=space_id) for number, one in enumerate(vectors)]


def best(scale, twist=lambda vectors: vectors, space_id=SPACE):
    views = {space_id: View(twist(embedder().embed([QUESTION]))[0], scale)}
    return best_candidates(
        Asked(("give", "back"), views, WEIGHTS), candidates(twist, space_id), Statistics(4, 4, {"back": 1}), 4
    )


def test_the_built_in_level_is_the_one_that_is_written_down(asked):
    cosines = asked[0] @ asked[1].T
    assert abs(cosines[~np.eye(len(PAIRS), dtype=bool)].mean() - UNRELATED) < 0.005
    assert fit(asked, asked) == pytest.approx(BUILT_IN, abs=1e-6)


def test_a_turned_model_needs_no_scale_and_a_squeezed_one_is_stretched(asked):
    assert fitted(asked, turned) == pytest.approx((1, 0), abs=1e-3)
    assert fitted(asked, squeezed) == pytest.approx((1 / (1 - LEAST), -LEAST / (1 - LEAST)), abs=1e-3)


def test_a_model_that_tells_nothing_apart_has_no_scale(asked):
    dice = np.random.default_rng(1)
    assert fitted(asked, lambda vectors: np.ones_like(vectors) / len(vectors[0]) ** 0.5) is None
    assert fitted(asked, lambda vectors: dice.normal(size=vectors.shape) / 384**0.5) is None


def test_what_is_the_same_stays_the_same_and_limits_lie_where_they_lay():
    scale = Scale(0.7, 0.01)
    assert scale.alike(np.ones(1, dtype=np.float32))[0] == 1
    assert scale.alike(np.array([scale.least(0.9)], dtype=np.float32))[0] == pytest.approx(0.9)
    assert BUILT_IN.least(0.95) == pytest.approx(0.95)
    assert BUILT_IN.alike(np.array([0.3], dtype=np.float32))[0] == pytest.approx(0.3)


@pytest.mark.parametrize("twist", [turned, squeezed])
def test_all_signs_of_a_disguised_model_are_those_of_the_built_in_one(asked, twist):
    ours, theirs = best(BUILT_IN, space_id=None), best(fitted(asked, twist), twist)

    assert [one.id for one in theirs] == [one.id for one in ours]
    for one, other in zip(ours, theirs, strict=True):
        assert other.signs == pytest.approx(one.signs, abs=0.03)
        assert other.cosines == pytest.approx(one.cosines, abs=0.03)
    assert best(BUILT_IN, squeezed)[-1].signs.meaning > LEAST, "without a scale everything would be near"


def test_two_copies_are_found_in_any_space_and_passages_of_two_spaces_are_never_copies(asked):
    scale = fitted(asked, squeezed)
    views = {SPACE: View(squeezed(embedder().embed([QUESTION]))[0], scale), None: View(embedder().embed([QUESTION])[0])}
    theirs, ours = candidates(squeezed, SPACE), candidates(lambda vectors: vectors, None)
    near = Nearness([theirs[0], theirs[0], theirs[1], ours[0]], views)

    alike = near.alike([0, 1, 2, 3], views)

    assert alike[0, 1] == pytest.approx(1, abs=0.01)
    assert alike[0, 2] < 0.7 and alike[0, 3] == 0
    assert near.meaning[0] == pytest.approx(near.meaning[3], abs=0.02)


def test_a_question_whose_meaning_is_not_known_is_near_to_nothing(asked):
    views = {SPACE: View(np.zeros(385, dtype=np.float32), fitted(asked, squeezed))}
    near = Nearness(candidates(squeezed, SPACE), views)

    assert not near.meaning.any() and not near.heading.any()
    assert near.cosines[0] == (0, 0, 0)


def test_words_count_more_only_where_the_built_in_model_does_not_speak_the_language():
    """A passage that has the words, and one that is nearer."""
    statistics = Statistics(100, 4, {"gift": 5})
    near, worded = ([[0.9, 0.19**0.5]], "x"), ([[0.4, 0.84**0.5]], "gift")

    def first(space_id):
        found = [
            Candidate(number, pack(np.array(vectors, dtype=np.float32)), words, 1, space_id=space_id)
            for number, (vectors, words) in enumerate([near, worded])
        ]
        views = {space_id: View(np.array([1, 0], dtype=np.float32))}
        return best_candidates(Asked(("gift",), views, WORDS_FIRST), found, statistics, 2)[0].id

    assert (first(None), first(SPACE)) == (1, 0)


def test_the_built_in_cosines_are_read_as_they_always_were(asked):
    passages = candidates(lambda vectors: vectors, None)
    question = embedder().embed([QUESTION])[0]
    rows = Rows(passages, 384)

    read = rows.read_in_context(BUILT_IN.read(rows.vectors @ question))

    assert read == pytest.approx(rows.in_context() @ question, abs=1e-5)
