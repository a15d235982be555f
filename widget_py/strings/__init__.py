"""Every text the widget shows by itself, in twelve languages: a file for each, all with the same keys."""

import json
from pathlib import Path

ENGLISH = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})


def _read(path: Path) -> dict[str, str]:
    texts: dict[str, str] = json.loads(path.read_text("utf-8"))
    return texts


STRINGS = {path.stem: _read(path) for path in sorted(Path(__file__).parent.glob("*.json"))}
DEFAULT_STRINGS = STRINGS[ENGLISH]


def choose_language(asked: str, accepted: str, otherwise: str = ENGLISH) -> str:
    """The first of ours among the language asked for and those of an `Accept-Language`, most wanted first."""
    codes = (tag.split("-")[0].strip().lower() for tag in [asked, *_by_quality(accepted)])
    return next((code for code in codes if code in STRINGS), otherwise)


def direction_of(language: str) -> str:
    """`ltr` or `rtl`, as HTML's `dir` has it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _by_quality(accepted: str) -> list[str]:
    """Tags with quality 0 are those not wanted; what is no number counts as that."""
    weighed = [(tag, _quality(rest)) for tag, _, rest in (part.partition(";") for part in accepted.split(","))]
    return [tag for tag, quality in sorted(weighed, key=lambda each: -each[1]) if quality > 0]


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name else 1.0
    except ValueError:
        return 0.0
