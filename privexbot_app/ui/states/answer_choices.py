"""What the choices of a chatbot's answers are called in the page."""

from collections.abc import Mapping

from privexbot_app.services import texts

TONES = {
    "friendly": "Friendly",
    "neutral": "Plain",
    "formal": "Formal",
    "playful": "Playful",
}
LANGUAGES = {"": "The visitor’s language"} | texts.LANGUAGES
GROUNDINGS = {
    "strict": "Strict — says only what the sources say",
    "guided": "Guided — answers from the sources, doubtful sentences are marked for you",
    "open": "Open — may add general knowledge, and says so",
}
LENGTHS = {"short": "Short", "medium": "Medium", "long": "In full"}


def value_of(labels: Mapping[str, str], label: str | None) -> str | None:
    """What is kept for a label; None, which changes nothing, for a label that was not offered."""
    return next((value for value, shown in labels.items() if shown == label), None)
