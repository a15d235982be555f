"""Browser tabs without a browser: the states of one, with the cookie and the address it would have."""

import os
from collections.abc import Awaitable, Callable, Iterator
from types import MethodType
from typing import Any, TypeVar

import pytest
import reflex as rx
from argon2 import PasswordHasher

from privexbot_app import security
from privexbot_app.models import Chatbot
from privexbot_app.services import accounts, chatbots
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.appearance import Config, config_of
from privexbot_app.ui.cookies import COOKIE
from privexbot_app.ui.session import SessionMiddleware
from tests.conftest import ROOT

T = TypeVar("T")


@pytest.fixture(scope="session")
def app() -> rx.App:
    """The whole dashboard, imported once: its pages and states are known, nothing is compiled."""
    os.chdir(ROOT)
    from privexbot_app.privexbot_app import app

    return app


class Tab:
    """What Reflex keeps for one tab; `state` finds a state as its events would."""

    def __init__(self, token: str = "", path: str = "/chatbots", **params: str) -> None:
        self.root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        self.go(token, path, **params)

    def go(self, token: str = "", path: str = "/chatbots", **params: str) -> None:
        headers = {"cookie": f"{COOKIE}={token}" if token else "", "origin": "http://localhost:8000"}
        facts: dict[str, Any] = {"headers": headers, "pathname": path, "asPath": path, "query": params}
        facts |= {"token": "tab", "sid": "socket", "ip": "127.0.0.1"}
        self.root._update_router_vars(facts, {})
        self.root.router_data = facts

    async def state(self, kind: type[T]) -> T:
        return await self.root.get_state(kind)  # type: ignore[type-var]

    async def preprocess(self, app: rx.App, event_name: str) -> Any:
        """What the session middleware says to an event of that name."""
        from reflex_base.event import Event

        return await SessionMiddleware().preprocess(app, self.root, Event(name=event_name))


class Unlocked:
    """A state as a background event sees it: `async with self` before every change."""

    def __init__(self, state: Any) -> None:
        object.__setattr__(self, "state", state)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.state, name)
        is_own = isinstance(found, MethodType) and found.__self__ is self.state
        return MethodType(found.__func__, self) if is_own else found

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.state, name, value)

    async def __aenter__(self) -> "Unlocked":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Half a second of Argon2 for each of two hundred tests would prove nothing about pages."""
    costly, security.HASHER = security.HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    security.HASHER = costly


@pytest.fixture
async def alices_token(alice: Viewer) -> str:
    return await accounts.sign_in(alice.email, "correct horse")


@pytest.fixture
async def mallorys_token(mallory: Viewer) -> str:
    return await accounts.sign_in(mallory.email, "correct horse")


@pytest.fixture
async def bot(alice: Viewer) -> Chatbot:
    return await chatbots.create_chatbot(alice, "Helper")


@pytest.fixture
def open_page(app: rx.App, alices_token: str, bot: Chatbot) -> Callable[..., Awaitable[Any]]:
    """`await open_page(KnowledgeState)`: Alice's tab on a page of her chatbot."""

    async def open_it(kind: type[T], path: str = "", token: str = alices_token, **params: str) -> T:
        tab = Tab(token, f"/chatbots/{bot.id}{path}", chatbot_id=str(bot.id), **params)
        return await tab.state(kind)

    return open_it


@pytest.fixture
def told(alice: Viewer, bot: Chatbot) -> Callable[[], Awaitable[Config]]:
    """`await told()`: what the widget would be told now."""

    async def read() -> Config:
        return config_of(await chatbots.get_chatbot(alice, bot.id), "en")

    return read
