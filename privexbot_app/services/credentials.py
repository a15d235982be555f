"""Customers' own keys for model providers: kept encrypted, used for their own chatbots, and never shown again."""

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.adapters.egress_target import FetchError
from privexbot_app.adapters.llm import (
    PROVIDERS,
    LiteLLMModel,
    Provider,
    Reranker,
    check_address,
    customers_model,
    customers_reranker,
)
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid
from privexbot_app.models import Credential, ModelTrouble
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.model_words import say_trouble
from privexbot_app.services.roles import require_editor
from privexbot_app.store import credentials as store
from privexbot_app.store import embedding as space_store
from privexbot_app.store.scope import Scope

PLATFORM, PLATFORM_RERANKER = "platform", "reranker"
MOST_KEYS = 50
FINE_SECONDS = 60


class NewCredential(BaseModel):
    """As an owner types it in."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True, hide_input_in_errors=True)

    name: str = Field("", max_length=60)
    provider: str
    address: str = Field("", max_length=500)
    key: SecretStr = SecretStr("")


@dataclass(frozen=True)
class Trouble:
    """The last failure of a provider, in words."""

    source: str
    name: str
    model: str
    sentence: str
    at: datetime


def list_providers() -> list[Provider]:
    """Those that a key may be for."""
    return list(PROVIDERS.values())


async def add_credential(viewer: Viewer, new: NewCredential) -> Credential:
    """Keep a key. Raises Invalid, with the field that is wrong."""
    require_editor(viewer)
    provider = PROVIDERS.get(new.provider)
    if provider is None:
        raise Invalid("Choose a provider.", field="provider")
    key = new.key.get_secret_value().strip()
    _check_key(provider, key)
    address = await _checked_address(provider, new.address)
    credential = Credential(
        workspace_id=viewer.workspace_id,
        name=new.name or provider.label,
        provider=provider.name,
        address=address,
        sealed_key=b"",
    )
    return await _add(viewer, credential, key)


def _check_key(provider: Provider, key: str) -> None:
    if not key and not provider.has_own_address:
        raise Invalid(f"{provider.label} needs a key.", field="key")
    if len(key) > 500 or not key.isascii() or not key.isprintable() or " " in key:
        raise Invalid("This is no key: it has blanks or other characters that keys never have.", field="key")


async def _checked_address(provider: Provider, address: str) -> str:
    if not provider.has_own_address:
        return ""
    try:
        await check_address(address)
    except FetchError as refused:
        advice = "Whoever runs this install can allow a server of its own network by LLM_ALLOWED_PRIVATE_ORIGINS."
        raise Invalid(f"{refused.message} {advice}", field="address") from None
    return address.rstrip("/")


@transaction
def _add(session: Session, viewer: Viewer, credential: Credential, key: str) -> Credential:
    if len(store.list_credentials(session, viewer.scope)) >= MOST_KEYS:
        raise Invalid(f"A workspace may have {MOST_KEYS} keys.", field="provider")
    credential.sealed_key = security.seal(key, *_place(credential))
    credential.last_letters = key[-4:] if len(key) >= 12 else ""
    session.add(credential)
    return credential


@reading
def list_credentials(session: Session, viewer: Viewer) -> list[Credential]:
    """Of the workspace, oldest first; what is in them can be read by nobody who gets them."""
    return store.list_credentials(session, viewer.scope)


@transaction
def delete_credential(session: Session, viewer: Viewer, credential_id: UUID) -> None:
    """Chatbots that used it go on with the next model of their list, or quote. Knowledge bases go on with another key
    for the same provider, or go back to the built-in embedding model."""
    require_editor(viewer)
    credential = store.get_credential(session, viewer.scope, credential_id)
    used = space_store.list_spaces_of_key(session, credential.id)
    heir = next(iter(space_store.list_other_keys(session, credential)), None)
    for space in used:
        space.credential_id = heir.id if heir else None
    if heir is None:
        space_store.leave_spaces(session, [space.id for space in used])
    session.flush()
    session.delete(credential)


@reading
def list_troubles(session: Session, viewer: Viewer) -> list[Trouble]:
    """Providers that failed and have not answered since, latest first."""
    names = {str(one.id): one.name for one in store.list_credentials(session, viewer.scope)}
    names |= {PLATFORM: "This install’s model", PLATFORM_RERANKER: "This install’s rerank model"}
    return [
        Trouble(one.source, names[one.source], one.model, say_trouble(one.code), one.at)
        for one in store.list_troubles(session, viewer.scope)
        if one.source in names
    ]


def note_trouble(session: Session, scope: Scope, source: str, model: str, code: str) -> None:
    """Remember the last failure; without a code the provider has answered."""
    if not _is_news(scope, source, code):
        return
    if code:
        known = session.get(ModelTrouble, (scope.workspace_id, source))
        trouble = ModelTrouble(workspace_id=scope.workspace_id, source=source, model=model, code=code)
        trouble.told_at = known.told_at if known else None
        session.merge(trouble)
    else:
        store.end_trouble(session, scope, source)


_fine_since: dict[tuple[UUID, str], float] = {}


def _is_news(scope: Scope, source: str, code: str) -> bool:
    """Each answer ends a trouble, but one that this process wrote down as over is not looked for every time."""
    place, at = (scope.workspace_id, source), time.monotonic()
    if code:
        _fine_since.pop(place, None)
        return True
    if at - _fine_since.get(place, -FINE_SECONDS) < FINE_SECONDS:
        return False
    _fine_since[place] = at
    return True


def open_model(session: Session, credential: Credential, name: str) -> LiteLLMModel | None:
    """The model with its key, or None if the key cannot be read."""
    key = _open_key(session, credential)
    return customers_model(credential.provider, name, key, credential.address) if key is not None else None


def open_reranker(session: Session, credential: Credential, name: str) -> Reranker | None:
    """The same of a rerank model; None for a provider that has none, too."""
    key = _open_key(session, credential)
    return customers_reranker(credential.provider, name, key, credential.address) if key is not None else None


def can_speak(credential: Credential) -> bool:
    """Whether its provider has models that answer."""
    return PROVIDERS[credential.provider].speaks


def can_rerank(credential: Credential) -> bool:
    """Whether its provider has models that put passages in order."""
    return PROVIDERS[credential.provider].reranks


def _open_key(session: Session, credential: Credential) -> SecretStr | None:
    """None if it cannot be read; one sealed under the key before is sealed anew."""
    key = read_key(credential)
    if key is not None and not security.is_sealed_anew(credential.sealed_key):
        renew_seal(credential)
        session.add(credential)
    return key


def renew_seal(credential: Credential) -> None:
    """Seal the key under the SECRET_KEY of today, if it can be read."""
    key = security.unseal(credential.sealed_key, *_place(credential))
    if key is not None and not security.is_sealed_anew(credential.sealed_key):
        credential.sealed_key = security.seal(key, *_place(credential))


def read_key(credential: Credential) -> SecretStr | None:
    """The key as it is, for one place that it may be sent to; None if it cannot be read."""
    key = security.unseal(credential.sealed_key, *_place(credential))
    return None if key is None else SecretStr(key)


def _place(credential: Credential) -> tuple[str, str, str]:
    return str(credential.workspace_id), Credential.__tablename__, str(credential.id)
