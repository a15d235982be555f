"""What is said of actions without any model: forms, confirmations, results in the owner's words, and failures."""

from collections.abc import Sequence
from contextlib import aclosing

from privexbot_app.adapters import llm
from privexbot_app.adapters.llm import Piece
from privexbot_app.errors import Invalid
from privexbot_app.models import CallKind, MessageState
from privexbot_app.rag.action_result import tell
from privexbot_app.rag.action_words import WORDS
from privexbot_app.rag.outlet import host_of
from privexbot_app.services.acting import passage_of
from privexbot_app.services.action_calls import Outcome, carry_out, find_refusal, look_up
from privexbot_app.services.action_offers import find_near, new_offer
from privexbot_app.services.evidence import citation, receipt
from privexbot_app.services.quoting import quote_answer, without_foreign_links
from privexbot_app.services.search import LookUp
from privexbot_app.services.verdicts import Answer, Offer, Question, Said, Verdict


async def quote_or_offer(asked: Question, looked_up: LookUp) -> Answer:
    """The answer of a chatbot without a model: an action if one is meant, else the passages."""
    nearest = max((passage.cosine for passage in looked_up.found), default=0.0)
    action = await find_near(asked.question, asked.actions, nearest)
    if action is None:
        answer = quote_answer(asked, looked_up)
    elif refused := await find_refusal(asked, action):
        answer = tell_outcomes(asked, looked_up, [refused])
    elif action.parameters and asked.may_be_asked:
        answer = offer(asked, [new_offer(action)])
    elif action.parameters:
        answer = quote_answer(asked, looked_up)
    elif action.changes_something:
        answer = offer(asked, [new_offer(action, {})])
    else:
        answer = tell_outcomes(asked, looked_up, [await look_up(asked, action, {})])
    async with aclosing(answer) as pieces:
        async for piece in pieces:
            yield piece


async def offer(asked: Question, offers: Sequence[Offer]) -> Answer:
    """Ask the visitor first."""
    yield Said(ask_first(asked, offers))
    kept = {"model": llm.QUOTE, "offered": [one.action.name for one in offers]}
    yield Verdict(MessageState.DONE, receipt=kept, model=llm.QUOTE, offers=tuple(offers))


def ask_first(asked: Question, offers: Sequence[Offer]) -> str:
    """The sentence above what is to be confirmed or filled in."""
    titles = ", ".join(one.action.title for one in offers)
    return say(asked, "form" if offers[0].kind is CallKind.FORM else "confirm", titles)


def say(asked: Question, word: str, title: str = "") -> str:
    """One of the sentences of `action_words`, in the visitor's language."""
    return WORDS[asked.language][word].format(title=title)


async def tell_outcomes(asked: Question, looked_up: LookUp, outcomes: Sequence[Outcome], model: str = "") -> Answer:
    """The owner's sentence for each that was answered, with a citation; else that it could not be had."""
    good = [outcome for outcome in outcomes if not outcome.problem]
    text = "\n\n".join(_told(asked, looked_up, outcome, number) for number, outcome in enumerate(good, 1))
    async for spoken in llm.speak(text or say_failure(asked, outcomes)):
        if isinstance(spoken, Piece):
            yield Said(spoken.text)
    passages = [passage_of(outcome) for outcome in good]
    citations = [citation(number, found, found.sentence(-1)) for number, found in enumerate(passages, 1)]
    name = model or llm.QUOTE
    kept = receipt(looked_up.found, name, actions=[outcome.record() for outcome in outcomes])
    yield Verdict(MessageState.DONE, bool(good), citations, kept, name)


def say_failure(asked: Question, outcomes: Sequence[Outcome]) -> str:
    """In words for visitors: what a server said stays in the owner's log."""
    if closed := next((outcome for outcome in outcomes if outcome.needs_sign_in), None):
        return say(asked, "sign_in", closed.action.title)
    changing = next((outcome for outcome in outcomes if outcome.action.changes_something), None)
    if changing is None:
        return say(asked, "failed")
    return say(asked, "unsure" if changing.is_unsure else "undone", changing.action.title)


async def carry_out_decided(asked: Question) -> Outcome | None:
    """What the visitor said yes to; None for a no."""
    decided = asked.decided
    if decided is None or decided.arguments is None:
        return None
    try:
        return await carry_out(asked, decided.offer, decided.arguments)
    except Invalid as wrong:  # the owner has changed the action since
        return Outcome(decided.offer.action, decided.arguments, problem=wrong.message)


async def tell_cancelled(asked: Question) -> Answer:
    """Nothing was done."""
    yield Said(say(asked, "cancelled"))
    yield Verdict(MessageState.DONE, receipt={"model": llm.QUOTE}, model=llm.QUOTE)


def _told(asked: Question, looked_up: LookUp, outcome: Outcome, number: int) -> str:
    """With a marker; links in it lead to the owner's own server or to a source, or are removed."""
    action = outcome.action
    if action.answer:
        text = tell(action.answer, outcome.kept, outcome.arguments)
    elif outcome.lines:
        text = "\n".join([f"{action.title}:", *outcome.lines])
    else:
        text = say(asked, "done", action.title).removesuffix(".")
    hosts = {host_of(action.url), *map(host_of, action.answer.split())}
    clean = without_foreign_links(asked, looked_up, text, hosts)
    marker = f" [{number}]"
    return f"{clean[:-1]}{marker}{clean[-1]}" if clean.endswith((".", "!", "?")) else f"{clean}{marker}"
