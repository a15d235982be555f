"""From a question to an answer: small talk, search, then quote or generate; and saying so when nothing is known."""

from contextlib import aclosing

from privexbot_app.adapters import llm
from privexbot_app.models import Grounding, MessageState
from privexbot_app.rag import smalltalk
from privexbot_app.rag.smalltalk_replies import REPLIES
from privexbot_app.services import followups
from privexbot_app.services.generating import generate_answer
from privexbot_app.services.handoff_settings import takes_requests
from privexbot_app.services.masked import masked
from privexbot_app.services.owner_answers import find_owner_answer
from privexbot_app.services.quoting import quote_answer
from privexbot_app.services.speaker import find_speaker
from privexbot_app.services.telling import tell_answer
from privexbot_app.services.verdicts import Answer, Question, Said, Verdict

__all__ = ["Answer", "Question", "Said", "Verdict", "find_answer"]

OWNERS_LANGUAGE = "en"  # of a greeting that its owner never changed


async def find_answer(asked: Question) -> Answer:
    """Any number of `Said`, then one `Verdict`. What the owner wrote to this very question wins over everything."""
    if told := await find_owner_answer(asked.chatbot.knowledge_base_id, asked.question):
        answer = tell_answer(told)
    elif talk := smalltalk.recognise(asked.question, asked.chatbot.name, asked.chatbot.language or OWNERS_LANGUAGE):
        answer = _small_talk(asked, talk)
    else:
        answer = _search_and_answer(asked)
    async with aclosing(answer) as pieces:
        async for piece in pieces:
            yield piece


async def _search_and_answer(asked: Question) -> Answer:
    speaker = await find_speaker(asked.chatbot, asked.reply_id)
    model = masked(speaker, asked.chatbot) if speaker else None
    looked_up = await followups.look_up_asked(asked, model)
    may_generate = model is not None and (looked_up.found or asked.chatbot.grounding is Grounding.OPEN)
    answer = generate_answer(asked, model, looked_up) if model and may_generate else quote_answer(asked, looked_up)
    async with aclosing(answer) as pieces:
        async for piece in pieces:
            yield piece


async def _small_talk(asked: Question, talk: smalltalk.SmallTalk) -> Answer:
    """In the visitor's language. Who asks for a person may wait here, or gets the form that `grounded=False` opens."""
    chatbot = asked.chatbot
    spoken = smalltalk.SmallTalk(talk.kind, chatbot.language or talk.language)
    wants_person = talk.kind == "person"
    if wants_person and asked.can_wait and takes_requests(chatbot):
        yield Said(REPLIES[spoken.language]["handover"])
        yield Verdict(MessageState.DONE, receipt={"small_talk": talk.kind}, model=llm.QUOTE, wants_person=True)
        return
    is_owners = talk.kind == "greeting" and spoken.language == (chatbot.language or OWNERS_LANGUAGE)
    yield Said((is_owners and chatbot.greeting) or spoken.reply(chatbot.name))
    yield Verdict(
        MessageState.DONE,
        grounded=not wants_person,
        receipt={"small_talk": talk.kind},
        model=llm.QUOTE,
        wants_person=wants_person,
    )
