"""Greetings and thanks: short messages that ask nothing, and get no search."""

import re
from typing import Literal

GREETING = re.compile(r"(hi|hello|hey|hiya|good (morning|afternoon|evening)|greetings)( there| again)?", re.IGNORECASE)
THANKS = re.compile(
    r"(thanks|thank you|thx|cheers|great|perfect|ok|okay)([ ,]+(a lot|so much|very much|thanks|thank you))?",
    re.IGNORECASE,
)


def kind_of(text: str) -> Literal["greeting", "thanks"] | None:
    """What a message without a question is; None for everything that should be answered."""
    plain = text.strip(" .!,\n")
    if GREETING.fullmatch(plain):
        return "greeting"
    return "thanks" if THANKS.fullmatch(plain) else None
