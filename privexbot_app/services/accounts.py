"""Signing up, in and out. A token is shown once, to the browser; what stays here is its hash."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from anyio import to_thread
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid, Unauthorized
from privexbot_app.models import Member, Role, SignIn, User, Workspace, now
from privexbot_app.store.accounts import delete_expired_sign_ins, delete_sign_in, find_signed_in, find_user
from privexbot_app.store.scope import Scope

IDLE = timedelta(days=7)
LONGEST = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True)
class Viewer:
    """Who asks: a signed-in user in one workspace."""

    user_id: UUID
    email: str
    workspace_id: UUID
    workspace_name: str
    role: Role

    @property
    def scope(self) -> Scope:
        return Scope(self.workspace_id)


async def sign_up(email: str, password: str) -> str:
    """Make a user with a workspace; returns the token for the browser. Raises Invalid, with the field that is wrong."""
    email = email.strip().lower()
    if len(email) > 254 or not EMAIL.fullmatch(email):
        raise Invalid("Enter an e-mail address, such as ada@example.com.", field="email")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(f"A password needs at least {SHORTEST_PASSWORD} characters.", field="password")
    hashed = await to_thread.run_sync(security.hash_password, password)
    try:
        return await _add_user(email, hashed)
    except IntegrityError as taken:
        raise Invalid("This address already has an account. Sign in instead?", field="email") from taken


async def sign_in(email: str, password: str) -> str:
    """The token for the browser. Raises Unauthorized, with one sentence for every reason."""
    user = await _find_user(email.strip().lower())
    right = await to_thread.run_sync(
        security.is_password, password[:LONGEST_PASSWORD], user.password_hash if user else None
    )
    if user is None or not right:
        raise Unauthorized("E-mail address or password is wrong.", field="password")
    return await _open_sign_in(user.id)


@transaction
def sign_out(session: Session, token: str) -> None:
    """The token is worth nothing from now on."""
    delete_sign_in(session, security.hash_token(token))


async def find_viewer(token: str) -> Viewer | None:
    """Who holds this token, or None if it is unknown, idle for too long or too old."""
    viewer, is_to_note = await _read_viewer(token) if token else (None, False)
    if is_to_note:
        await _note_seen(token)
    return viewer


@reading
def _read_viewer(session: Session, token: str) -> tuple[Viewer | None, bool]:
    """The second is whether it is time to write down that they were here."""
    at = now()
    if (found := find_signed_in(session, security.hash_token(token), at)) is None:
        return None, False
    signed_in, user, member, workspace = found
    viewer = Viewer(user.id, user.email, workspace.id, workspace.name, member.role)
    return viewer, at - signed_in.seen_at > SEEN_EVERY


@transaction
def _note_seen(session: Session, token: str) -> None:
    at = now()
    if found := find_signed_in(session, security.hash_token(token), at):
        signed_in = found[0]
        signed_in.seen_at, signed_in.expires_at = at, _expiry(signed_in.created_at, at)


def _expiry(signed_in_at: datetime, at: datetime) -> datetime:
    return min(at + IDLE, signed_in_at + LONGEST)


@transaction
def _add_user(session: Session, email: str, hashed: str) -> str:
    user = User(email=email, password_hash=hashed)
    workspace = Workspace(name=f"{email.partition('@')[0][:60]}'s workspace")
    session.add_all([user, workspace])
    session.flush()
    session.add(Member(workspace_id=workspace.id, user_id=user.id, role=Role.OWNER))
    return _new_sign_in(session, user.id)


@reading
def _find_user(session: Session, email: str) -> User | None:
    return find_user(session, email)


@transaction
def _open_sign_in(session: Session, user_id: UUID) -> str:
    delete_expired_sign_ins(session, user_id, now())
    return _new_sign_in(session, user_id)


def _new_sign_in(session: Session, user_id: UUID) -> str:
    token = security.new_token()
    session.add(SignIn(token_hash=security.hash_token(token), user_id=user_id, expires_at=now() + IDLE))
    return token


@dataclass(frozen=True)
class FormProblem:
    """What was wrong with a sign-in or sign-up, for the page to show beside the field."""

    field: str
    message: str
    email: str


def sign_problem(problem: FormProblem) -> str:
    """As a token for the page's address: nobody else can make our pages say something."""
    return security.sign("form-problem", problem.field, problem.message, problem.email)


def read_problem(token: str) -> FormProblem | None:
    """None if it is not ours or older than ten minutes."""
    facts = security.read_signed("form-problem", token, 600)
    return FormProblem(*facts) if facts and len(facts) == 3 else None
