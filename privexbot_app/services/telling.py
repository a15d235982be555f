"""Answers that the owner wrote to this very question: told word for word, with a model and without one."""

from privexbot_app.adapters import llm
from privexbot_app.adapters.llm import Piece
from privexbot_app.models import MessageState
from privexbot_app.services import owner_answers
from privexbot_app.services.evidence import receipt
from privexbot_app.services.owner_answers import OwnerAnswer
from privexbot_app.services.verdicts import Answer, Said, Verdict

OWNER = "privexbot/owner"  # who answered, where a model's name stands else


async def tell_answer(told: OwnerAnswer) -> Answer:
    """Its one citation is the pair itself, or the page that the owner named with it."""
    async for spoken in llm.speak(told.answer):
        if isinstance(spoken, Piece):
            yield Said(spoken.text)
    source = {"url": told.link or None, "quote": told.question, "source": str(told.source_id)}
    kept = receipt((), OWNER, searched=told.question) | {"pair": str(told.pair_id), "cosine": told.cosine}
    yield Verdict(MessageState.DONE, True, [{"n": 1, "title": owner_answers.TITLE} | source], kept, OWNER)
