"""Actions: requests to an owner's own servers that a chatbot may make, as the owner describes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from anyio import to_thread
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from privexbot_app import security
from privexbot_app.adapters.egress import FetchError, check_address, check_headers
from privexbot_app.adapters.embedder import embedder
from privexbot_app.db import reading, transaction
from privexbot_app.errors import Conflict, Invalid
from privexbot_app.models import Action, ActionCall, Method, now
from privexbot_app.rag.action_parameters import NAME, Parameter, check_parameters
from privexbot_app.rag.action_result import PATH
from privexbot_app.rag.action_template import PLACEHOLDER, Template, check_template, origin_of
from privexbot_app.rag.vectors import pack
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.store import actions as store
from privexbot_app.store.chatbots import get_chatbot, lock_chatbot

MOST_ACTIONS = 20
LOGGED = 50
METHODS = tuple(str(method) for method in Method)


class ActionForm(BaseModel):
    """An action as the owner writes it; `secret_headers` None keeps those that are there."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)

    name: str = Field(pattern=NAME)
    title: str = Field(min_length=1, max_length=80)
    description: str = Field(min_length=1, max_length=500)
    phrases: list[str] = Field(default_factory=list, max_length=20)
    parameters: list[Parameter] = Field(default_factory=list, max_length=12)
    method: Method = Method.GET
    url: str = Field(min_length=1, max_length=1000)
    headers: dict[str, str] = Field(default_factory=dict, max_length=20)
    secret_headers: dict[str, SecretStr] | None = Field(None, max_length=10)
    body: str = Field("", max_length=4000)
    result_path: str = Field("", max_length=200)
    answer: str = Field("", max_length=1000)
    changes_something: bool = False

    @field_validator("phrases")
    @classmethod
    def _are_short(cls, phrases: list[str]) -> list[str]:
        if any(len(phrase) > 200 for phrase in phrases):
            raise ValueError("A phrase has at most 200 characters.")
        return [phrase.strip() for phrase in phrases if phrase.strip()]

    @field_validator("result_path")
    @classmethod
    def _is_path(cls, path: str) -> str:
        if path and not PATH.fullmatch(path):
            raise ValueError("A path looks like order.items[0].name.")
        return path

    def template(self) -> Template:
        return Template(str(self.method), self.url, self.headers, self.body)


@dataclass(frozen=True)
class Described:
    """An action in the owner's list; `problem` is what its latest call failed with."""

    action: Action
    problem: str = ""


@reading
def list_actions(session: Session, viewer: Viewer, chatbot_id: UUID) -> list[Described]:
    """By title; raises NotFound for a chatbot the viewer cannot see."""
    get_chatbot(session, viewer.scope, chatbot_id)
    found = store.list_actions(session, chatbot_id)
    failed = store.list_last_problems(session, [action.id for action in found])
    return [Described(action, failed[action.id].problem if action.id in failed else "") for action in found]


@reading
def get_action(session: Session, viewer: Viewer, action_id: UUID) -> Action:
    """Raises NotFound for one the viewer cannot see; its secret headers can be read by nobody who gets it."""
    return store.get_action(session, viewer.scope, action_id)


@reading
def list_calls(session: Session, viewer: Viewer, action_id: UUID) -> list[ActionCall]:
    """The latest, latest first. Raises NotFound."""
    return store.list_calls(session, store.get_action(session, viewer.scope, action_id).id, LOGGED)


async def add_action(viewer: Viewer, chatbot_id: UUID, form: ActionForm) -> Action:
    """Raises Invalid, with the field that is wrong, and NotFound and Forbidden."""
    require_editor(viewer)
    return await _add(viewer, chatbot_id, form, await _checked(form))


async def edit_action(viewer: Viewer, action_id: UUID, form: ActionForm) -> Action:
    """Raises like `add_action`. Secret headers go to the server that they were typed for, or have to be typed again."""
    require_editor(viewer)
    await get_action(viewer, action_id)
    return await _edit(viewer, action_id, form, await _checked(form))


@transaction
def set_on(session: Session, viewer: Viewer, action_id: UUID, is_on: bool) -> Action:
    """Whether the chatbot may use it. Raises NotFound and Forbidden."""
    require_editor(viewer)
    action = store.get_action(session, viewer.scope, action_id)
    action.is_on = is_on
    return action


@transaction
def delete_action(session: Session, viewer: Viewer, action_id: UUID) -> None:
    """With the log of its calls. Raises NotFound and Forbidden."""
    require_editor(viewer)
    session.delete(store.get_action(session, viewer.scope, action_id))


def secrets_of(action: Action, workspace_id: UUID) -> dict[str, SecretStr] | None:
    """The secret headers, for the request that is about to be made; None if they cannot be read any more."""
    if not action.sealed_headers:
        return {}
    kept = security.unseal(action.sealed_headers, *_place(action, workspace_id))
    return None if kept is None else {name: SecretStr(value) for name, value in json.loads(kept).items()}


def parameters_of(action: Action) -> list[Parameter]:
    return [Parameter.model_validate(kept) for kept in action.parameters]


def template_of(action: Action) -> Template:
    return Template(str(action.method), action.url, action.headers, action.body)


async def _checked(form: ActionForm) -> bytes:
    """The vectors of an action that can be used as it is."""
    check_parameters(form.parameters)
    required = frozenset(one.name for one in form.parameters if one.required)
    optional = frozenset(one.name for one in form.parameters if not one.required)
    check_template(form.template(), required, optional)
    _check_headers(form)
    try:
        await check_address(PLACEHOLDER.sub("x", form.url))
    except FetchError as refused:
        raise Invalid(refused.message, field="url") from None
    texts = [form.title, form.description, *form.phrases]
    return pack(await to_thread.run_sync(embedder().embed, texts))


def _check_headers(form: ActionForm) -> None:
    secret = {name: value.get_secret_value() for name, value in (form.secret_headers or {}).items()}
    for field, headers in (("headers", _without_placeholders(form.headers)), ("secret_headers", secret)):
        try:
            check_headers(headers)
        except FetchError as refused:
            raise Invalid(refused.message, field=field) from None


def _without_placeholders(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: PLACEHOLDER.sub("x", value) for name, value in headers.items()}


@transaction
def _add(session: Session, viewer: Viewer, chatbot_id: UUID, form: ActionForm, vectors: bytes) -> Action:
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    lock_chatbot(session, chatbot.id)
    if store.count_actions(session, chatbot.id) >= MOST_ACTIONS:
        raise Conflict(f"A chatbot may have {MOST_ACTIONS} actions.")
    action = Action(chatbot_id=chatbot.id, name=form.name, title=form.title, description=form.description, url=form.url)
    return _write(session, viewer, action, form, vectors)


@transaction
def _edit(session: Session, viewer: Viewer, action_id: UUID, form: ActionForm, vectors: bytes) -> Action:
    action = store.get_action(session, viewer.scope, action_id)
    if form.secret_headers is None and action.secret_names and origin_of(form.url) != origin_of(action.url):
        advice = "The address leads to another server now: type the secret headers again, or forget them."
        raise Invalid(advice, field="secret_headers")
    return _write(session, viewer, action, form, vectors)


def _write(session: Session, viewer: Viewer, action: Action, form: ActionForm, vectors: bytes) -> Action:
    for name, value in form.model_dump(exclude={"secret_headers"}).items():
        setattr(action, name, value)
    action.parameters = [parameter.model_dump(mode="json") for parameter in form.parameters]
    action.vectors, action.changed_at = vectors, now()
    if form.secret_headers is not None:
        revealed = {name: value.get_secret_value() for name, value in form.secret_headers.items()}
        action.secret_names = list(revealed)
        place = _place(action, viewer.workspace_id)
        action.sealed_headers = security.seal(json.dumps(revealed), *place) if revealed else b""
    session.add(action)
    try:
        session.flush()
    except IntegrityError:
        raise Invalid("Another action of this chatbot has this name.", field="name") from None
    return action


def _place(action: Action, workspace_id: UUID) -> tuple[str, str, str]:
    return str(workspace_id), Action.__tablename__, str(action.id)
