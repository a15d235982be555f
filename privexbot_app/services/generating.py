"""Answers by a model, checked while they stream: links, markers, recited rules and, if it must, every sentence."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from privexbot_app.adapters.llm import LLM, Ending, Prompt, ToolCall, Turn
from privexbot_app.models import Grounding, MessageRole, MessageState
from privexbot_app.rag.found import Found
from privexbot_app.rag.guard import Guard
from privexbot_app.rag.outlet import Marker, Outlet
from privexbot_app.rag.prompt import UNKNOWN, Fitted, Talk, Voice, fit_prompt, voice_rules
from privexbot_app.rag.smalltalk_replies import REPLIES
from privexbot_app.rag.stretches import Stretch, choose_beside, stretches_of
from privexbot_app.services.acting import Acting
from privexbot_app.services.action_answers import ask_first, offer, quote_or_offer, tell_outcomes
from privexbot_app.services.beside import find_beside
from privexbot_app.services.bot_bases import find_bases
from privexbot_app.services.checking import Checked
from privexbot_app.services.evidence import Evidence, receipt
from privexbot_app.services.links import hosts_of
from privexbot_app.services.quoting import say_unknown
from privexbot_app.services.search import LookUp
from privexbot_app.services.verdicts import Answer, Question, Said, Verdict
from privexbot_app.settings import settings

BLANKS = " \n\t."


async def generate_answer(asked: Question, model: LLM, looked_up: LookUp, acting: Acting | None = None) -> Answer:
    """Quote mode takes over when the provider fails before a word was shown; the fallback when nothing may be shown.

    `acting` comes along where an action was carried out before.
    """
    acting = acting or Acting(asked)
    beside = await find_beside(await find_bases(asked.chatbot), looked_up.found)
    telling = _Telling(asked, looked_up, acting, fit_asked(asked, looked_up, beside, acting.reserved_tokens))
    async with aclosing(telling.listen(model)) as texts:
        async for text in texts:
            yield Said(text)
    if telling.has_said:
        async for text in telling.close():
            yield Said(text)
        yield _with_actions(await telling.verdict(telling.ending.model or model.model), telling.acting)
        return
    async with aclosing(_say_instead(asked, looked_up, telling, model.model)) as pieces:
        async for piece in pieces:
            yield _with_actions(piece, telling.acting) if isinstance(piece, Verdict) else piece


def _with_actions(verdict: Verdict, acting: Acting) -> Verdict:
    """The receipt names every call that was made for the answer, whatever became of it."""
    made = {"actions": [outcome.record() for outcome in acting.outcomes]} if acting.outcomes else {}
    return replace(verdict, receipt=verdict.receipt | made)


def _say_instead(asked: Question, looked_up: LookUp, telling: "_Telling", model: str) -> Answer:
    """Where the model has said nothing that may be shown."""
    unknown = telling.is_unknown or telling.ending.state == "done"
    if telling.acting.offers:
        return offer(asked, telling.acting.offers)
    if telling.acting.outcomes and (telling.acting.has_failed or not telling.is_unknown or asked.decided):
        return tell_outcomes(asked, looked_up, telling.acting.outcomes)
    if unknown:
        return say_unknown(asked, looked_up, telling.ending.model or model)
    return quote_or_offer(asked, looked_up)


class _Telling:
    """One answer while it is being told."""

    def __init__(self, asked: Question, looked_up: LookUp, acting: Acting, told: "Told") -> None:
        self._asked, self._looked_up, self.acting = asked, looked_up, acting
        self._told = told
        self._guard = Guard([voice_rules(voice_of(asked)), acting.rules])
        self._outlet = Outlet(hosts_of(asked, looked_up))
        self._grounding = asked.chatbot.grounding
        self._evidence = Evidence(told.stretches, asked.language)
        self._checked = Checked(self._evidence, is_strict=self._grounding is Grounding.STRICT)
        self.ending = Ending("failed")
        self.has_said = self.is_unknown = self._begins_anew = False

    async def listen(self, model: LLM) -> AsyncGenerator[str, None]:
        """What may be shown, of as many calls of the model as its actions take."""
        prompt = self.acting.prepare(prompt_of(self._told.fitted))
        while True:
            calls: list[ToolCall] = []
            said = ""
            async with aclosing(self._hear(model, prompt, calls)) as texts:
                async for text in texts:
                    said += text
                    yield text
            if not calls or self.ending.state != "done" or self.acting.is_over:
                return
            known = len(self.acting.found())
            prompt = await self.acting.answer(prompt, said, calls, len(self._evidence.told) + 1)
            self._evidence.add(self.acting.found()[known:])
            if self.acting.offers:
                return
            self._begins_anew = self.has_said

    async def _hear(self, model: LLM, prompt: Prompt, calls: list[ToolCall]) -> AsyncGenerator[str, None]:
        """One call. The word for "not known" is held back until it is clear that it is not that word."""
        held = ""
        async with aclosing(model.stream(prompt)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Ending):
                    self.ending = piece
                    break
                if isinstance(piece, ToolCall):
                    calls.append(piece)
                    continue
                held += piece.text
                if UNKNOWN.startswith(held.strip(BLANKS)):
                    continue
                async for text in self._show(self._outlet.take(self._guard.take(held))):
                    yield text
                held = ""
                if self._guard.is_recited:
                    self.ending = Ending("done" if not self.has_said else "truncated", "withheld")
                    break
        self.is_unknown = held.strip(BLANKS) == UNKNOWN
        if not self.is_unknown:
            rest = [*self._outlet.take(self._guard.take(held) + self._guard.rest()), *self._outlet.rest()]
            async for text in self._show(rest, is_last=True):
                yield text

    async def close(self) -> AsyncGenerator[str, None]:
        """What the visitor is asked, and a note under what no passage says, where that is allowed."""
        checked = self._checked
        if self.acting.offers:
            yield f"\n\n{ask_first(self._asked, self.acting.offers)}"
            return
        if self._grounding is Grounding.OPEN and (checked.is_general or not checked.kept):
            yield f"\n\n{REPLIES[self._asked.language]['general']}"

    async def verdict(self, model: str) -> Verdict:
        """With the passages that the text really points at, and the sentences that none supports."""
        unsupported = [] if self._grounding is Grounding.OPEN else await self._checked.unsupported()
        searched = self._looked_up.question
        more = {"searched": searched, "grounding": str(self._grounding), "unsupported": unsupported}
        return Verdict(
            MessageState(self.ending.state),
            citations=await self._checked.citations(),
            receipt=receipt([*self._looked_up.found, *self._told.beside], model, **more),
            model=model,
            code=self.ending.code,
            retryable=self.ending.retryable,
            offers=tuple(self.acting.offers),
        )

    async def _show(self, parts: list[str | Marker], *, is_last: bool = False) -> AsyncGenerator[str, None]:
        async for text in self._checked.take(parts, is_last=is_last):
            self.has_said = self.has_said or bool(text.strip())
            if self._begins_anew:
                self._begins_anew = False
                yield "\n\n"
            yield text


def voice_of(asked: Question) -> Voice:
    """As the owner set it."""
    chatbot = asked.chatbot
    return Voice(
        name=chatbot.name,
        persona=chatbot.persona,
        rules=chatbot.instructions,
        tone=chatbot.tone.value,
        language=chatbot.language,
        grounding=chatbot.grounding.value,
        length=chatbot.answer_length.value,
    )


@dataclass(frozen=True)
class Told:
    """A prompt that fits, and the stretches in it, numbered from 1 as there."""

    fitted: Fitted
    stretches: tuple[Stretch, ...]

    @property
    def beside(self) -> list[Found]:
        """What is told without having been found."""
        return [passage for stretch in self.stretches for passage in stretch.passages if passage.is_beside]


def fit_asked(asked: Question, looked_up: LookUp, beside: Sequence[Found] = (), reserved_tokens: int = 0) -> Told:
    """Within the context, with room for what actions may answer; what stands beside the passages only where all of
    them, and what was said before, left room."""
    told = _fit(asked, looked_up, stretches_of(looked_up.found), reserved_tokens)
    more = choose_beside(beside, told.fitted.left)
    return _fit(asked, looked_up, stretches_of(looked_up.found, more), reserved_tokens) if more else told


def _fit(asked: Question, looked_up: LookUp, stretches: Sequence[Stretch], reserved_tokens: int) -> Told:
    limits = settings()
    titled = [(stretch.title, stretch.text) for stretch in stretches]
    history = tuple((role is MessageRole.VISITOR, text) for role, text in asked.history)
    room = limits.llm_context_tokens - limits.llm_max_output_tokens
    is_visitors = asked.decided is not None or any(passage.is_file for passage in looked_up.found)
    talk = Talk(asked.question, history, asked.facts, is_done=is_visitors)
    fitted = fit_prompt(voice_of(asked), titled, talk, room - min(reserved_tokens, room // 2))
    return Told(fitted, tuple(stretches[: fitted.passages]))


def prompt_of(fitted: Fitted) -> Prompt:
    """The same in the turns that a model reads."""
    turns = [Turn("user" if is_visitor else "assistant", text) for is_visitor, text in fitted.turns]
    return Prompt(fitted.system, (*turns, Turn("user", fitted.asked)))
