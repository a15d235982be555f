"""A quote is told with "Yes" or "No" only when it says so: a wrong one is never told, silence is allowed."""

import json
from pathlib import Path

import pytest

from privexbot_app.rag.asking import is_yes_no
from privexbot_app.rag.polarity import polarity

PAIRS = json.loads((Path(__file__).parent / "polarity.json").read_text("utf-8"))


@pytest.mark.parametrize(("question", "sentence", "stance"), PAIRS)
def test_what_is_told_is_what_the_sentence_says(question: str, sentence: str, stance: str) -> None:
    told = polarity(question, sentence) if is_yes_no(question) else ""
    assert told in (stance, "")


def test_most_of_what_is_plain_to_see_is_told() -> None:
    certain = [(question, sentence, stance) for question, sentence, stance in PAIRS if stance]
    told = [pair for pair in certain if polarity(pair[0], pair[1]) == pair[2]]
    assert len(PAIRS) >= 200
    assert len(told) >= 0.85 * len(certain), [pair for pair in certain if pair not in told]
