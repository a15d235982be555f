"""Tells those who keep a workspace's keys, once an hour at most, that a provider refuses one of them.

A mail that is repeated because a process died in the middle has the identity it had before, and so is the same mail.
"""

import logging
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters import mail
from privexbot_app.adapters.mail import Mail, MailError
from privexbot_app.db import in_session, reading
from privexbot_app.models import ModelTrouble, Workspace, now
from privexbot_app.services.model_words import say_trouble
from privexbot_app.settings import settings
from privexbot_app.store import credentials as store
from privexbot_app.store.notices import list_keepers

log = logging.getLogger(__name__)

REFUSALS = frozenset({"bad_key", "no_credit"})
SILENCE = timedelta(hours=1)


@reading
def list_due(session: Session) -> list[tuple[UUID, str, int]]:
    """Refusals to tell of, of all workspaces: (workspace, source, mark); the mark is another after each mail."""
    found = store.list_untold(session, REFUSALS, now() - SILENCE)
    return [(one.workspace_id, one.source, _mark(one)) for one in found]


def tell(workspace_id: UUID, source: str, mark: int) -> None:
    """A job's step, harmless to repeat. A mail that is not taken is written again after the hour, if need be."""
    for letter in in_session(_prepare, workspace_id, source, mark):
        try:
            mail.mailer().send(letter)
        except MailError as error:
            log.warning("The owner of workspace %s was not told of a refused key: %s", workspace_id, error)
    in_session(_settle, workspace_id, source, mark)


def _prepare(session: Session, workspace_id: UUID, source: str, mark: int) -> list[Mail]:
    """Nothing if it is over, or was told of since."""
    trouble = session.get(ModelTrouble, (workspace_id, source))
    if trouble is None or trouble.is_over or trouble.code not in REFUSALS or _mark(trouble) != mark:
        return []
    workspace = session.get_one(Workspace, workspace_id)
    return [
        Mail(
            address,
            f"A model provider refuses: {trouble.model}",
            _text(workspace, trouble),
            f"{member}-{source}-{mark}",
        )
        for member, address in list_keepers(session, workspace_id)
    ]


def _text(workspace: Workspace, trouble: ModelTrouble) -> str:
    """In our words: what a provider says may quote what it was sent."""
    return (
        f"The workspace {workspace.name} asked {trouble.model} at {trouble.at:%H:%M} UTC and got no answer. "
        f"{say_trouble(trouble.code)}\n\n"
        "Until that is mended, chatbots that use it go on with the next model of theirs, or quote their sources.\n\n"
        f"Look at your keys:\n{settings().base_url()}/models\n\n"
        "You get this mail, once an hour at most, because you manage the workspace; your profile there turns it off.\n"
    )


def _settle(session: Session, workspace_id: UUID, source: str, mark: int) -> None:
    trouble = session.get(ModelTrouble, (workspace_id, source))
    if trouble is not None and _mark(trouble) == mark:
        trouble.told_at = now()


def _mark(trouble: ModelTrouble) -> int:
    """When it was told of last, in milliseconds; 0 for never."""
    return round(trouble.told_at.timestamp() * 1000) if trouble.told_at else 0
