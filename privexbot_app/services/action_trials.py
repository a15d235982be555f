"""The owner tries an action with values of their own: the request is made for real, and nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import Action
from privexbot_app.rag.action_parameters import check_values
from privexbot_app.rag.action_result import tell
from privexbot_app.rag.action_template import TRUSTED, Filled, fill
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.action_calls import exchange, outcome_of
from privexbot_app.services.actions import parameters_of, template_of
from privexbot_app.services.roles import require_editor
from privexbot_app.store import actions as store

SHOWN_CHARACTERS = 3000
DOTS = "••••"


@dataclass(frozen=True)
class Trial:
    """The request and its answer as texts, with the secrets replaced by dots; what is kept, and what would be told."""

    request: str
    status: int
    milliseconds: int
    answer: str
    kept: str
    told: str
    problem: str


async def try_action(viewer: Viewer, action_id: UUID, values: Mapping[str, object]) -> Trial:
    """Raises Invalid with the parameter's name, NotFound and Forbidden."""
    require_editor(viewer)
    action = await _get(viewer, action_id)
    arguments = check_values(parameters_of(action), values)
    trusted = dict.fromkeys(TRUSTED, "trial") | {"chatbot.id": str(action.chatbot_id)}
    found = await exchange(action, viewer.workspace_id, fill(template_of(action), arguments, trusted))
    outcome = outcome_of(action, arguments, found)
    content = found.answer.content.decode(errors="replace") if found.answer else ""
    is_good = not outcome.problem
    return Trial(
        request=_request(action, found.filled),
        status=outcome.status,
        milliseconds=outcome.milliseconds,
        answer=content[:SHOWN_CHARACTERS],
        kept="\n".join(outcome.lines) if is_good else "",
        told=tell(action.answer, outcome.kept, arguments) if is_good else "",
        problem=outcome.problem,
    )


@reading
def _get(session: Session, viewer: Viewer, action_id: UUID) -> Action:
    return store.get_action(session, viewer.scope, action_id)


def _request(action: Action, filled: Filled) -> str:
    headers = [f"{name}: {value}" for name, value in filled.headers.items()]
    hidden = [f"{name}: {DOTS}" for name in action.secret_names]
    body = ["", filled.body.decode()] if filled.body else []
    return "\n".join([f"{filled.method} {filled.url}", *headers, *hidden, *body])
