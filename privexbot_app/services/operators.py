"""Members as visitors and colleagues see them: a public name, a colour for initials, and perhaps a picture."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid, NotFound, TooLarge
from privexbot_app.models import MemberAvatar, MemberProfile
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import EDITORS
from privexbot_app.store import people as store
from privexbot_app.store.people import Known

NAMELESS = "Support"  # an e-mail address is nothing a visitor should read
AVATAR_BYTES = 200_000
PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True)
class Operator:
    """As a visitor sees them; `avatar` is a path on the API's origin."""

    name: str
    avatar: str | None


@dataclass(frozen=True)
class Teammate:
    """As colleagues see them; `label` is the public name, or the e-mail address of who has none."""

    member_id: UUID
    label: str
    email: str
    color: str
    avatar: str | None
    may_answer: bool
    is_me: bool


class Profile(BaseModel):
    """What a member sets about themselves."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field("", max_length=60)
    color: str = Field("#6d4aff", pattern=r"^#[0-9a-fA-F]{6}$")
    wants_mail: bool = True


def operator_of(profile: MemberProfile | None) -> Operator:
    """Whoever has no profile, or is no member any more, is nameless."""
    if profile is None:
        return Operator(NAMELESS, None)
    return Operator(profile.name or NAMELESS, avatar_path(profile))


def avatar_path(profile: MemberProfile) -> str | None:
    """It changes with the picture, so that it can be kept for long."""
    return f"/api/v1/operators/{profile.member_id}/avatar?v={profile.avatar}" if profile.avatar else None


def list_operators(session: Session, member_ids: Collection[UUID | None]) -> dict[UUID | None, Operator]:
    """Each of them, nameless or not."""
    profiles = store.list_profiles(session, {one for one in member_ids if one is not None})
    return {member_id: operator_of(profiles.get(member_id) if member_id else None) for member_id in member_ids}


def label_of(session: Session, viewer: Viewer, member_id: UUID | None) -> str:
    """For a colleague."""
    teammate = find_teammates(session, viewer).get(member_id) if member_id else None
    return teammate.label if teammate else "Somebody"


@reading
def list_teammates(session: Session, viewer: Viewer) -> list[Teammate]:
    """All members of the workspace, oldest first."""
    return list(find_teammates(session, viewer).values())


def find_teammates(session: Session, viewer: Viewer) -> dict[UUID, Teammate]:
    """By member, oldest first."""
    return {known[0].id: _teammate(viewer, known) for known in store.list_members(session, viewer.scope)}


def _teammate(viewer: Viewer, known: Known) -> Teammate:
    member, user, profile = known
    profile = profile or MemberProfile(member_id=member.id)
    return Teammate(
        member_id=member.id,
        label=profile.name or user.email,
        email=user.email,
        color=profile.color,
        avatar=avatar_path(profile),
        may_answer=member.role in EDITORS,
        is_me=user.id == viewer.user_id,
    )


@reading
def get_profile(session: Session, viewer: Viewer) -> Profile:
    """The viewer's own."""
    kept = _own(session, viewer)
    return Profile(name=kept.name, color=kept.color, wants_mail=kept.wants_mail)


@transaction
def set_profile(session: Session, viewer: Viewer, profile: Profile) -> None:
    """The viewer's own; visitors see it at their next look."""
    kept = _own(session, viewer)
    kept.name, kept.color, kept.wants_mail = profile.name, profile.color, profile.wants_mail
    session.add(kept)


@transaction
def set_avatar(session: Session, viewer: Viewer, image: bytes) -> None:
    """PNG, JPEG or WebP of at most `AVATAR_BYTES`. Raises TooLarge and Invalid."""
    if len(image) > AVATAR_BYTES:
        raise TooLarge(f"A picture may have {AVATAR_BYTES // 1000} kB.")
    media_type = _picture_type(image)
    kept = _own(session, viewer)
    kept.avatar = hashlib.sha256(image).hexdigest()[:16]
    session.add(kept)
    session.merge(MemberAvatar(member_id=kept.member_id, media_type=media_type, image=image))


@transaction
def delete_avatar(session: Session, viewer: Viewer) -> None:
    """Initials again; harmless without one."""
    kept = _own(session, viewer)
    kept.avatar = ""
    session.add(kept)
    if picture := store.find_avatar(session, kept.member_id):
        session.delete(picture)


@reading
def get_avatar(session: Session, member_id: UUID) -> MemberAvatar:
    """For anybody; raises NotFound."""
    if picture := store.find_avatar(session, member_id):
        return picture
    raise NotFound("There is no such picture.")


def _own(session: Session, viewer: Viewer) -> MemberProfile:
    member = store.get_own_member(session, viewer.scope, viewer.user_id)
    return session.get(MemberProfile, member.id) or MemberProfile(member_id=member.id)


def _picture_type(image: bytes) -> str:
    """By its first bytes, whatever its name was; browsers are told never to guess another type."""
    for start, media_type in PICTURES:
        if image.startswith(start):
            return media_type
    if image[:4] == b"RIFF" and image[8:12] == b"WEBP":
        return "image/webp"
    raise Invalid("Choose a PNG, JPEG or WebP picture.", field="avatar")
