"""The webhook of a website: whoever has its secret can have it read again, and nothing else."""

from hmac import compare_digest
from uuid import UUID

from sqlmodel import Session

from privexbot_app.adapters import limits
from privexbot_app.db import reading, transaction
from privexbot_app.errors import NotFound
from privexbot_app.models import Site, now
from privexbot_app.security import hash_token, new_token
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.settings import settings
from privexbot_app.store.sites import get_site


@transaction
def renew_token(session: Session, viewer: Viewer, source_id: UUID) -> str:
    """The secret of the website's webhook, shown this once; the one before opens nothing any more."""
    require_editor(viewer)
    _, site = get_site(session, viewer.scope, source_id)
    token = new_token()
    site.token_hash = hash_token(token)
    return token


@transaction
def remove_token(session: Session, viewer: Viewer, source_id: UUID) -> None:
    """Nobody can ask for a crawl from outside any more."""
    require_editor(viewer)
    _, site = get_site(session, viewer.scope, source_id)
    site.token_hash = ""


async def request_refresh(source_id: UUID, token: str) -> None:
    """From a webhook: read it again soon, or once more after the crawl that is under way. Raises NotFound, TooMany."""
    await _check_token(source_id, token)
    await limits.spend_hourly(f"site-refresh:{source_id}", settings().site_refreshes_per_hour)
    await _set_due(source_id)


@reading
def _check_token(session: Session, source_id: UUID, token: str) -> None:
    """What does not exist and a wrong secret are one answer."""
    site = session.get(Site, source_id)
    if site is None or not site.token_hash or not compare_digest(site.token_hash, hash_token(token)):
        raise NotFound("There is no such website, or the secret is another one.")


@transaction
def _set_due(session: Session, source_id: UUID) -> None:
    if (site := session.get(Site, source_id)) is not None:
        site.next_at = now()
