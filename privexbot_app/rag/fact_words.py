"""Which facts a page tells its readers too, in the same words or its own: these need not be told again."""

import re
from collections.abc import Callable, Sequence

from privexbot_app.rag.facts import Fact, sentence_of

LONG_WORDS = 5  # a value of as many words is recognised without its name
PLAIN_NAMES = ("colour", "material", "brand", "article number", "address", "telephone", "e-mail")

_WORD = re.compile(r"[^\W_]+")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_MONEY = r"(?:[$€£¥₹]|\b[A-Z]{{3}}) ?(?:{0})|(?:{0}) ?(?:[$€£¥₹]|[A-Z]{{3}}\b|dollars|euros?\b)"


def not_said(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Those of the facts that the text does not tell."""
    words = f" {_key(text)} "

    def is_there(said: str) -> bool:
        return f" {_key(said)} " in words

    return [fact for fact in facts if not (is_there(sentence_of(fact)) or _is_told(fact, text, is_there))]


def _is_told(fact: Fact, text: str, is_there: Callable[[str], bool]) -> bool:
    if not is_there(fact.subject):
        return False
    if fact.name == "price":
        amounts = _AMOUNT.findall(fact.value)
        return bool(amounts) and all(_is_price(amount, text) for amount in amounts)
    if fact.name in PLAIN_NAMES:
        return all(map(is_there, fact.value.split(", ")))
    return len(_key(fact.value).split()) >= LONG_WORDS and is_there(fact.value)


def _is_price(amount: str, text: str) -> bool:
    """Whether the text has it with a currency: 89.00 may be written $89, €89,00 or 89 CAD."""
    whole, _, cents = amount.partition(".")
    number = whole + (f"[.,]{cents}" if cents.strip("0") else "(?:[.,]0+)?") + r"(?![.,]?\d)"
    return re.search(_MONEY.format(rf"(?<![\d.,]){number}"), text) is not None


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
