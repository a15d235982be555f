"""Whether a statement has what a question asks about: the same words, or one of the things that it lists."""

import re

from privexbot_app.rag.english import words_of
from privexbot_app.rag.tokens import lexemes

_FILLERS = words_of(
    "a an the any my your our their its also still currently always even now please ever really actually"
)
_ORNAMENT = re.compile(  # says more of a thing, and not that it is another one
    r"\b(?:free|hot|own|large|small|big|new|several|various|two|three|four|five|six|\d+)(?= \w)"
)
MOST_WORDS = 5  # of one thing in a list
_GO_ON = frozenset(lexemes("in at within with near behind beside next outside inside by every as daily to"))
_SAME = (
    "have sell offer carry stock provide",
    "accept take",
    "ship deliver send",
    "repair fix mend",
    "need require",
)

Words = tuple[str, ...]


def has_same(asked: str | None, said: str, *, exact: bool = False) -> bool:
    """Whether what was asked for is what was said, or one of those listed; where a yes is at stake, more may follow."""
    wanted = stems_of(asked or "")
    if not wanted:
        return not stems_of(said) if exact else True
    return _lists(wanted, said, exact=exact)


def says_exactly(asked: str, said: str) -> bool:
    """The same where nothing may follow."""
    return _lists(stems_of(asked), said, exact=True)


def _lists(wanted: Words, said: str, *, exact: bool) -> bool:
    """ "in sizes 7, 8 and 9" lists "in size 7", "in size 8" and "in size 9"."""
    texts = [said] if exact else [said, _ORNAMENT.sub("", said)]
    ways = [way for text in texts for way in _ways(text)]
    if exact:
        return wanted in ways
    return any(way[: len(wanted)] == wanted and (way == wanted or way[len(wanted)] in _GO_ON) for way in ways)


def _ways(said: str) -> list[Words]:
    """Each of what is listed, as it stands and behind what the first one begins with."""
    parts = [part for part in map(stems_of, re.split(r", and |, or |,| and | or ", said)) if part]
    if not parts or any(len(part) > MOST_WORDS for part in parts[:-1]):
        return []
    heads = [parts[0][:length] for length in range(len(parts[0]))]
    return parts + [head + part for part in parts[1:] for head in heads]


def stems_of(text: str) -> Words:
    """Of its words in their order, without those that change nothing."""
    words = [word for word in re.findall(r"[\w'’€$£&.-]*\w", text.lower()) if word not in _FILLERS]
    return tuple(stem for word in words for stem in (lexemes(word) or [word]))


def is_same_verb(asked: str, said: str) -> bool:
    """Whatever its form, and "sell" is "have"."""
    return _verb(asked) == _verb(said)


def _verb(word: str) -> str:
    stem = "".join(lexemes(word))
    return next((group for group in _SAME if stem in {"".join(lexemes(one)) for one in group.split()}), stem)
