"""Who is told that somebody waits: each member decides about their mails, editors about the workspace's webhook."""

from dataclasses import dataclass

from sqlmodel import Session

from privexbot_app import security
from privexbot_app.adapters.egress_target import FetchError, Network, find_target
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid
from privexbot_app.models import MemberProfile, NoticeWebhook
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.notices import place_of
from privexbot_app.services.roles import require_editor
from privexbot_app.services.webhook_signing import new_secret
from privexbot_app.store import notices as store
from privexbot_app.store.people import get_own_member

LONGEST_URL = 1000


@dataclass(frozen=True)
class NoticeSettings:
    """`webhook_problem` is why the last call failed, as a sentence; empty when it was taken."""

    wants_mail: bool
    webhook_url: str
    webhook_problem: str


@reading
def get_notice_settings(session: Session, viewer: Viewer) -> NoticeSettings:
    """The viewer's own choice, and the workspace's webhook without its secret."""
    member = get_own_member(session, viewer.scope, viewer.user_id)
    profile = session.get(MemberProfile, member.id)
    hook = store.find_webhook(session, viewer.workspace_id)
    problem = store.find_last_problem(session, viewer.scope) if hook else ""
    return NoticeSettings(profile is None or profile.wants_mail, hook.url if hook else "", problem)


@transaction
def set_mails(session: Session, viewer: Viewer, wanted: bool) -> None:
    """The viewer's own."""
    member = get_own_member(session, viewer.scope, viewer.user_id)
    profile = session.get(MemberProfile, member.id) or MemberProfile(member_id=member.id)
    profile.wants_mail = wanted
    session.add(profile)


async def set_webhook(viewer: Viewer, url: str) -> str:
    """Call this address from now on; returns the new secret, which nobody is shown again.

    Raises Invalid for an address that may not be called, and Forbidden.
    """
    require_editor(viewer)
    url = url.strip()
    if len(url) > LONGEST_URL:
        raise Invalid("This address is too long.", field="url")
    try:
        await find_target(url, Network())
    except FetchError as refused:
        raise Invalid(refused.message, field="url") from None
    secret = new_secret()
    await _keep_webhook(viewer, url, secret)
    return secret


@transaction
def _keep_webhook(session: Session, viewer: Viewer, url: str, secret: str) -> None:
    hook = NoticeWebhook(workspace_id=viewer.workspace_id, url=url, sealed_secret=b"")
    hook.sealed_secret = security.seal(secret, *place_of(hook))
    session.merge(hook)


@transaction
def delete_webhook(session: Session, viewer: Viewer) -> None:
    """Nobody is called any more; harmless without one. Raises Forbidden."""
    require_editor(viewer)
    if hook := store.find_webhook(session, viewer.workspace_id):
        session.delete(hook)
