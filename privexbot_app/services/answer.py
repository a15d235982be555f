"""From a question to an answer: small talk, search, then quote or generate; and saying so when nothing is known."""

from contextlib import aclosing

from privexbot_app.adapters import llm
from privexbot_app.adapters.llm import LLM
from privexbot_app.models import Grounding, MessageState
from privexbot_app.rag import smalltalk
from privexbot_app.rag.bm25 import Statistics
from privexbot_app.rag.smalltalk_replies import REPLIES
from privexbot_app.services import followups
from privexbot_app.services.acting import Acting, passage_of
from privexbot_app.services.action_answers import carry_out_decided, quote_or_offer, tell_cancelled, tell_outcomes
from privexbot_app.services.bot_bases import find_bases
from privexbot_app.services.file_answers import answer_files, with_files
from privexbot_app.services.generating import generate_answer
from privexbot_app.services.handoff_settings import takes_requests
from privexbot_app.services.masked import masked
from privexbot_app.services.owner_answers import find_owner_answer
from privexbot_app.services.search import LookUp
from privexbot_app.services.speaker import find_speaker
from privexbot_app.services.telling import tell_answer
from privexbot_app.services.verdicts import Answer, Question, Said, Verdict

__all__ = ["Answer", "Question", "Said", "Verdict", "find_answer"]

JUST_DONE = "done just now, as the visitor wished"  # above what an action answered
OWNERS_LANGUAGE = "en"  # of a greeting that its owner never changed


async def find_answer(asked: Question) -> Answer:
    """Any number of `Said`, then one `Verdict`. What the owner wrote to this very question wins over everything."""
    answer = _act_as_decided(asked) if asked.decided else answer_files(asked, _usual(asked))
    async with aclosing(answer) as pieces:
        async for piece in pieces:
            yield piece


async def _usual(asked: Question) -> Answer:
    if told := await find_owner_answer(await find_bases(asked.chatbot), asked.question):
        answer = tell_answer(told)
    elif talk := smalltalk.recognise(asked.question, asked.chatbot.name, asked.chatbot.language or OWNERS_LANGUAGE):
        answer = _small_talk(asked, talk)
    else:
        answer = _search_and_answer(asked)
    async with aclosing(answer) as pieces:
        async for piece in pieces:
            yield piece


async def _search_and_answer(asked: Question) -> Answer:
    model = await _find_model(asked)
    looked_up = await with_files(asked, await followups.look_up_asked(asked, model))
    may_generate = looked_up.found or asked.actions or asked.chatbot.grounding is Grounding.OPEN
    answer = generate_answer(asked, model, looked_up) if model and may_generate else quote_or_offer(asked, looked_up)
    async with aclosing(answer) as pieces:
        async for piece in pieces:
            yield piece


async def _act_as_decided(asked: Question) -> Answer:
    """Do what the visitor said yes to, and tell what came of it: the model does if there is one and it went well."""
    outcome = await carry_out_decided(asked)
    passages = () if outcome is None or outcome.problem else (passage_of(outcome, JUST_DONE),)
    looked_up = LookUp(asked.question, passages, Statistics(0, 0, {}))
    model = await _find_model(asked) if passages else None
    if outcome is None:
        answer = tell_cancelled(asked)
    elif model is None:
        answer = tell_outcomes(asked, looked_up, [outcome])
    else:
        answer = generate_answer(asked, model, looked_up, Acting(asked, [outcome]))
    async with aclosing(answer) as pieces:
        async for piece in pieces:
            yield piece


async def _find_model(asked: Question) -> LLM | None:
    """As this chatbot may speak to it; None for quote mode."""
    speaker = await find_speaker(asked.chatbot, asked.reply_id)
    return masked(speaker, asked.chatbot) if speaker else None


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
