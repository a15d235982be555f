"""Pictures of an owner's own: the chatbot's face, and the drawing on the launcher."""

import hashlib
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid, NotFound, TooLarge
from privexbot_app.models import Chatbot, ChatbotPicture, now
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.widget_settings import keep_widget, lock_widget, widget_of
from privexbot_app.store import pictures as store

Place = Literal["avatar", "launcher"]
PICTURE_BYTES = 512_000
MOST_PICTURES = 40  # of one chatbot: older ones, which only old versions may name, go
STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@transaction
def set_picture(session: Session, viewer: Viewer, chatbot_id: UUID, place: Place, image: bytes) -> None:
    """PNG, JPEG, WebP or GIF of at most `PICTURE_BYTES`. Raises TooLarge, Invalid, NotFound and Forbidden."""
    if len(image) > PICTURE_BYTES:
        raise TooLarge(f"A picture may have {PICTURE_BYTES // 1000} kB.")
    media_type = type_of(image)
    chatbot = lock_widget(session, viewer, chatbot_id)
    keep_widget(session, viewer, chatbot, **{place: _keep(session, chatbot, image, media_type)})
    _forget_old(session, chatbot)


@transaction
def delete_picture(session: Session, viewer: Viewer, chatbot_id: UUID, place: Place) -> None:
    """The built-in drawing again; harmless without a picture. An older version of the settings still has it."""
    keep_widget(session, viewer, lock_widget(session, viewer, chatbot_id), **{place: ""})


@reading
def get_picture(session: Session, public_id: str, hash_: str) -> ChatbotPicture:
    """For anybody; raises NotFound."""
    if picture := store.find_public(session, public_id, hash_):
        return picture
    raise NotFound("There is no such picture.")


def picture_path(chatbot: Chatbot, place: Place) -> str | None:
    """On the API's origin. It changes with the picture, so that it can be kept for ever."""
    hash_ = widget_of(chatbot).avatar if place == "avatar" else widget_of(chatbot).launcher
    return f"/api/v1/chatbots/{chatbot.public_id}/{place}/{hash_}" if hash_ else None


def type_of(image: bytes) -> str:
    """By its first bytes, whatever its name was; browsers are told never to guess another type. Raises Invalid."""
    for start, media_type in STARTS:
        if image.startswith(start):
            return media_type
    if image[:4] == b"RIFF" and image[8:12] == b"WEBP":
        return "image/webp"
    raise Invalid("Choose a PNG, JPEG, WebP or GIF picture.", field="picture")


def _keep(session: Session, chatbot: Chatbot, image: bytes, media_type: str) -> str:
    """Its hash; the same picture is kept once."""
    hash_ = hashlib.sha256(image).hexdigest()[:16]
    if kept := store.find_picture(session, chatbot.id, hash_):
        kept.created_at = now()
    else:
        session.add(ChatbotPicture(chatbot_id=chatbot.id, hash=hash_, media_type=media_type, image=image))
    return hash_


def _forget_old(session: Session, chatbot: Chatbot) -> None:
    session.flush()
    in_use = {widget_of(chatbot).avatar, widget_of(chatbot).launcher}
    for hash_ in store.list_hashes(session, chatbot.id)[MOST_PICTURES:]:
        if hash_ not in in_use and (old := store.find_picture(session, chatbot.id, hash_)):
            session.delete(old)
