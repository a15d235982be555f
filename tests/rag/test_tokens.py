"""Search words survive both databases' tokenisers, and mean the same however a person spells them."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from privexbot_app.rag.tokens import _stem, lexemes, query_terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Returns", "returned"),
        ("size 9.5", "size 9½"),
        ("9,5 cm", "9.5 cm"),
        ("1,000 pairs", "1000 pairs"),
        ("Café naïve", "cafe naive"),
        ("Größe", "GRÖSSE"),
        ("the US", "the United States"),
        ("what’s it", "what it"),
        ("٣٤", "34"),
    ],
)
def test_two_spellings_of_the_same_are_one(one: str, other: str) -> None:
    assert lexemes(one) == lexemes(other)


def test_a_half_size_is_one_word_and_not_two_numbers() -> None:
    assert lexemes("Sizes 9 and 9.5") == ["size", "9", "and", "9d5"]


def test_the_country_is_not_the_pronoun() -> None:
    assert not set(query_terms("shipping to the US")) & set(lexemes("write to us"))


def test_chinese_is_searched_by_pairs_of_characters() -> None:
    assert len(lexemes("退货政策")) == 3
    assert set(lexemes("退货")) < set(lexemes("我们的退货政策"))


def test_a_question_of_only_common_words_keeps_them() -> None:
    assert query_terms("What is it?") == ["what", "is", "it"]
    assert query_terms("What is the price?") == ["price"]


@given(st.text())
@example("ـ")  # only lengthens a word in Arabic
def test_every_lexeme_is_made_of_letters_and_digits_that_no_tokeniser_splits(text: str) -> None:
    for lexeme in lexemes(text):
        assert lexeme
        assert lexeme.isascii()
        assert lexeme.isalnum()
        assert lexeme == lexeme.lower()


def test_threads_do_not_cut_each_others_words() -> None:
    endings = ("ational", "fulness", "izing", "ousness", "ies", "ed", "ably", "ement")
    words = [f"{first}{second}r{ending}" for first in "bcdfglmn" for second in "aeiou" * 9 for ending in endings]
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [f"{word[:2]}{letters[n % 26]}{letters[n // 26 % 26]}{word[2:]}" for n, word in enumerate(words)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(lexemes, words))
    finally:
        sys.setswitchinterval(before)
    _stem.cache_clear()

    assert together == [lexemes(word) for word in words]
