"""Which sentences a passage supports; how well is measured by `python -m benchmarks.support`."""

import pytest

from privexbot_app.rag.language import language_of
from privexbot_app.rag.support import Claim, is_comparable, is_supported

PASSAGE = "Returns. You can return unworn shoes within 45 days of delivery for a full refund. Gift cards never expire."


@pytest.mark.parametrize(
    ("claim", "cosine", "supported"),
    [
        ("Unworn shoes can be returned within 45 days.", 0.8, True),
        ("You get a full refund for unworn shoes.", 0.6, True),
        ("Unworn shoes can be returned within 90 days.", 0.9, False),
        ("The Harbor Boot is made of cowhide leather.", 0.1, False),
        ("Shipping to Canada is free of charge.", 0.2, False),
        ("Ungetragene Schuhe können Sie innerhalb von 45 Tagen zurückgeben.", 0.2, True),
        ("Ungetragene Schuhe können Sie innerhalb von 90 Tagen zurückgeben.", 0.2, False),
    ],
)
def test_words_meaning_and_numbers_decide(claim: str, cosine: float, supported: bool) -> None:
    assert is_supported(Claim(claim), PASSAGE, cosine) is supported


@pytest.mark.parametrize("text", ["Yes, we do.", "Sure!", "Of course.", ""])
def test_what_claims_nothing_is_not_judged(text: str) -> None:
    assert not Claim(text).says_something()


def test_a_short_sentence_with_a_number_claims_something() -> None:
    assert Claim("It costs $89.").says_something()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Do you have size 9?", "en"),
        ("Wie lange dauert der Versand?", "de"),
        ("Quels sont vos horaires et où est le magasin ?", "fr"),
        ("¿Cuánto cuesta el envío y hay más?", "es"),
        ("Quanto costa la spedizione e dove siete?", "it"),
        ("Você tem o tamanho 42 e quanto custa?", "pt"),
        ("Hoe lang duurt de levering van het pakket?", "nl"),
        ("Ile kosztuje dostawa i czy jest zwrot?", "pl"),
        ("Kargo ne kadar ve iade var mı?", "tr"),
        ("Сколько стоит доставка?", "ru"),
        ("كم سعر الشحن؟", "ar"),
        ("多少钱？", "zh"),
    ],
)
def test_the_language_of_a_question_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_sentence_without_telling_words_is_compared() -> None:
    assert is_comparable("Gift cards: never expire!", PASSAGE) and not is_comparable("Das ist nicht der Fall.", PASSAGE)
