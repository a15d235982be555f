"""Who a visitor says they are, and whether the owner's server vouches for it.

A verified id is one visitor whatever the browser. An unproven one is a note on the browser that made it: it never
opens what another browser said.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.models import IdentityRules, Visitor
from privexbot_app.store import identity as store
from privexbot_app.store.conversations import find_visitor

NAME_CHARACTERS, EMAIL_CHARACTERS = 120, 254


@dataclass(frozen=True)
class Identity:
    """As the page said; `hash` is the HMAC-SHA256 of `id` under the chatbot's identity secret, in hex, or empty."""

    id: str
    name: str = ""
    email: str = ""
    hash: str = ""


class Standing(StrEnum):
    """What an identity is worth; `refused` and `none` are an anonymous visitor."""

    NONE = "none"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUSED = "refused"


def sign_id(secret: str, external_id: str) -> str:
    """What the owner's server does."""
    return hmac.new(secret.encode(), external_id.encode(), hashlib.sha256).hexdigest()


def judge(session: Session, chatbot_id: UUID, identity: Identity | None) -> Standing:
    """A hash that is wrong is worse than none; without one it depends on what the owner asks for."""
    if identity is None:
        return Standing.NONE
    rules = store.find_rules(session, chatbot_id)
    if not identity.hash:
        return Standing.REFUSED if rules.signed_only else Standing.CLAIMED
    secret = open_secret(rules)
    proven = secret and hmac.compare_digest(sign_id(secret, identity.id).encode(), identity.hash.lower().encode())
    return Standing.VERIFIED if proven else Standing.REFUSED


def open_secret(rules: IdentityRules) -> str:
    """Empty if there is none, or none that can be read here."""
    sealed = rules.sealed_secret
    return (security.unseal(sealed, *place_of(rules)) if sealed else None) or ""


def place_of(rules: IdentityRules) -> tuple[str, str]:
    """Where a secret was sealed: in another place it cannot be read."""
    return IdentityRules.__tablename__, str(rules.chatbot_id)


def find_or_add_visitor(
    session: Session, chatbot_id: UUID, token: str, identity: Identity | None, standing: Standing
) -> tuple[Visitor, str]:
    """The visitor, and the token that their browser keeps from now on: empty for a verified one."""
    known = find_visitor(session, chatbot_id, security.hash_token(token)) if token else None
    if identity is not None and standing is Standing.VERIFIED:
        return _name(_verified(session, chatbot_id, known, identity.id), identity), ""
    claimed = identity if standing is Standing.CLAIMED else None
    if known is None or (claimed and not _may_be(known, claimed.id)):
        token = security.new_token()
        known = Visitor(chatbot_id=chatbot_id, token_hash=security.hash_token(token))
        session.add(known)
    return (_name(known, claimed) if claimed else known), token


def _may_be(visitor: Visitor, external_id: str) -> bool:
    """A browser that was nobody yet, or the same; two people at one computer stay two visitors."""
    return visitor.external_id in ("", external_id)


def _name(visitor: Visitor, identity: Identity) -> Visitor:
    visitor.external_id = identity.id
    visitor.name = identity.name[:NAME_CHARACTERS]
    visitor.email = identity.email[:EMAIL_CHARACTERS]
    return visitor


def _verified(session: Session, chatbot_id: UUID, known: Visitor | None, external_id: str) -> Visitor:
    """What the browser said before it was known whose it is goes along."""
    joins = known is not None and not known.is_verified and _may_be(known, external_id)
    found = store.find_verified(session, chatbot_id, external_id)
    if found is None and known is not None and joins:
        return _vouch(session, known, external_id) or _verified(session, chatbot_id, known, external_id)
    if found is None:
        made = Visitor(chatbot_id=chatbot_id, token_hash="")
        return _vouch(session, made, external_id) or _verified(session, chatbot_id, known, external_id)
    if known is not None and joins:
        session.flush()
        store.move_visitor(session, known.id, found.id)
    return found


def _vouch(session: Session, visitor: Visitor, external_id: str) -> Visitor | None:
    """From now on no token opens this visitor. None if another process has just vouched for the same id."""
    try:
        with session.begin_nested():
            visitor.external_id, visitor.is_verified = external_id, True
            visitor.token_hash = security.hash_token(security.new_token())
            session.add(visitor)
            session.flush()
    except IntegrityError:
        session.expire_all()
        return None
    return visitor
