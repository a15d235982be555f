"""One call of an action: asked, kept within limits, and written down whatever came of it.

A call is made once. It goes on when the visitor leaves in the middle, because what a server was asked to do cannot be
taken back.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from privexbot_app.adapters.egress import FetchError, Request, Response, send
from privexbot_app.db import transaction
from privexbot_app.errors import Invalid
from privexbot_app.models import Action, ActionCall, CallState
from privexbot_app.rag.action_result import NothingThere, lines_of, pick, read_json
from privexbot_app.rag.action_template import TRUSTED, Filled, fill
from privexbot_app.rag.masking import Mask
from privexbot_app.services.action_visitors import SignInFirst, trusted_values
from privexbot_app.services.actions import secrets_of, template_of
from privexbot_app.services.masked import change_texts
from privexbot_app.services.verdicts import Offer, Question
from privexbot_app.store import actions as store

log = logging.getLogger(__name__)

SECONDS = 10.0
MOST_BYTES = 200_000
HIDDEN, SHORTEST_SECRET = "••••".encode(), 6
UNREADABLE = "The secret headers cannot be read any more: type them again."


@dataclass(frozen=True)
class Outcome:
    """What a call came to: `kept` is a JSON value, `problem` a sentence for the owner, empty when it went well.

    `is_unsure` when the request may have got through although no answer came; `needs_sign_in` when it was not made
    because nobody vouched for who the visitor is.
    """

    action: Action
    arguments: dict[str, Any]
    kept: Any = None
    status: int = 0
    milliseconds: int = 0
    problem: str = ""
    is_unsure: bool = False
    needs_sign_in: bool = False

    @property
    def lines(self) -> list[str]:
        """What was kept, as text."""
        return lines_of(self.kept)

    def record(self) -> dict[str, Any]:
        """For the receipt of the reply; personal details are hidden in it."""
        return {
            "name": self.action.name,
            "title": self.action.title,
            "arguments": hidden(self.arguments),
            "status": self.status,
            "milliseconds": self.milliseconds,
            "problem": self.problem,
        }


@dataclass(frozen=True)
class Exchange:
    """A request and what came back; `problem` instead of an answer when none came."""

    filled: Filled
    answer: Response | None
    milliseconds: int
    problem: str = ""


@dataclass(frozen=True)
class _Call:
    """A request that can be made."""

    action: Action
    arguments: dict[str, Any]
    filled: Filled


async def look_up(asked: Question, action: Action, arguments: dict[str, Any]) -> Outcome:
    """Call at once, and write it down under the reply. Raises Invalid for a value that has no place in the request."""
    call = await _prepare(asked, action, arguments)  # before anything is done
    return await _whatever_happens(_look_up(asked, call))


async def carry_out(asked: Question, offer: Offer, arguments: dict[str, Any]) -> Outcome:
    """Call what a visitor said yes to; whoever asks for this has taken the offer. Raises Invalid like `look_up`."""
    call = await _prepare(asked, offer.action, arguments)
    return await _whatever_happens(_carry_out(asked, offer, call))


async def find_refusal(asked: Question, action: Action) -> Outcome | None:
    """What the visitor is told instead of being asked for a yes or for values; None where nothing speaks against it."""
    try:
        await trusted_values(asked, template_of(action))
    except SignInFirst as missing:
        return Outcome(action, {}, problem=missing.message, needs_sign_in=True)
    return None


async def exchange(action: Action, workspace_id: UUID, filled: Filled) -> Exchange:
    """One request, with the secret headers, and its answer."""
    secret = secrets_of(action, workspace_id)
    if secret is None:
        return Exchange(filled, None, 0, UNREADABLE)
    request = Request(filled.url, filled.method, filled.headers, secret, filled.body, SECONDS, MOST_BYTES)
    started = time.monotonic()
    try:
        answer, problem = _without(secret.values(), await send(request)), ""
    except FetchError as refused:
        answer, problem = None, refused.message
    return Exchange(filled, answer, round((time.monotonic() - started) * 1000), problem)


def _without(secrets: Iterable[SecretStr], answer: Response) -> Response:
    """Servers may repeat what they were sent: neither visitors nor models nor the log shall read a secret then."""
    content = answer.content
    for part in [part for secret in secrets for part in secret.get_secret_value().split()]:
        content = content.replace(part.encode(), HIDDEN) if len(part) >= SHORTEST_SECRET else content
    return replace(answer, content=content)


def outcome_of(action: Action, arguments: dict[str, Any], found: Exchange) -> Outcome:
    """Read what came back."""
    facts: dict[str, Any] = {"action": action, "arguments": arguments, "milliseconds": found.milliseconds}
    answer = found.answer
    if answer is None:
        return Outcome(**facts, problem=found.problem, is_unsure=found.problem != UNREADABLE)
    facts["status"] = answer.status
    if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        is_unsure = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return Outcome(**facts, problem=f"The server answered {answer.status}.", is_unsure=is_unsure)
    if not answer.content.strip() and not action.result_path:
        return Outcome(**facts, kept={})
    try:
        return Outcome(**facts, kept=pick(read_json(answer.content), action.result_path))
    except NothingThere as missing:
        return Outcome(**facts, problem=str(missing), is_unsure=True)


def hidden(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """With personal details replaced, as they are for model providers."""
    changed: dict[str, Any] = change_texts(dict(arguments), Mask().hide)
    return changed


async def _look_up(asked: Question, call: _Call | Outcome) -> Outcome:
    outcome = await _ask(asked, call)
    if asked.reply_id is not None:
        try:
            await _write_down(outcome, asked.reply_id)
        except IntegrityError:
            log.warning("The reply %s was erased while an action was called.", asked.reply_id)
    return outcome


async def _carry_out(asked: Question, offer: Offer, call: _Call | Outcome) -> Outcome:
    outcome = await _ask(asked, call)
    await _end(offer.id, _ending(outcome))
    return outcome


async def _prepare(asked: Question, action: Action, arguments: dict[str, Any]) -> _Call | Outcome:
    """The call, or what came of it because it cannot be made. Raises Invalid for a value that a visitor can change."""
    template = template_of(action)
    try:
        return _Call(action, arguments, fill(template, arguments, await trusted_values(asked, template)))
    except SignInFirst as missing:
        return Outcome(action, arguments, problem=missing.message, needs_sign_in=True)
    except Invalid as wrong:
        if wrong.field not in TRUSTED:
            raise
        return Outcome(action, arguments, problem=f"{wrong.field} is empty, or has no place where it should go.")


async def _ask(asked: Question, call: _Call | Outcome) -> Outcome:
    if isinstance(call, Outcome):
        return call
    return outcome_of(call.action, call.arguments, await exchange(call.action, asked.chatbot.workspace_id, call.filled))


_running: set[asyncio.Task[Outcome]] = set()


async def _whatever_happens(call: Any) -> Outcome:
    task: asyncio.Task[Outcome] = asyncio.ensure_future(call)
    _running.add(task)
    task.add_done_callback(_running.discard)
    return await asyncio.shield(task)


@transaction
def _write_down(session: Session, outcome: Outcome, reply_id: UUID) -> None:
    session.add(ActionCall(action_id=outcome.action.id, message_id=reply_id, **_ending(outcome)))


@transaction
def _end(session: Session, call_id: UUID, values: dict[str, Any]) -> None:
    store.end_call(session, call_id, values)


def _ending(outcome: Outcome) -> dict[str, Any]:
    return {
        "state": CallState.FAILED if outcome.problem else CallState.DONE,
        "arguments": hidden(outcome.arguments),
        "http_status": outcome.status,
        "milliseconds": outcome.milliseconds,
        "problem": outcome.problem,
    }
