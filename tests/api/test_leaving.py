"""A visitor who closes the page in the middle of an answer, seen from the server."""

import asyncio
import json

from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import Message, MessageRole, MessageState
from privexbot_app.settings import settings
from tests.scripted_provider import scripted_provider


def read_reply():
    return db.in_session(lambda session: session.exec(select(Message).where(Message.role == MessageRole.BOT)).one())


async def ask_and_leave(app, path, headers, after, message_id="one", text="Do you have size 9 in red?"):
    """Send a question and disconnect as soon as `after` stands in the stream; returns what was read."""
    read, enough = b"", asyncio.Event()
    body = json.dumps({"id": message_id, "message": text}).encode()
    sent = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive():
        for message in sent:
            return message
        await enough.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        nonlocal read
        read += message.get("body", b"")
        if after in read:
            enough.set()

    given = {"content-type": "application/json", "accept": "text/event-stream", "origin": "https://shop.example"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in (given | headers).items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
        "raw_path": path.encode(),
    }
    await asyncio.wait_for(app(scope, receive, send), 20)
    return read.decode()


async def test_the_half_that_was_read_is_kept_and_the_model_is_told_to_stop(client, browser, monkeypatch):
    monkeypatch.setattr(settings(), "reply_outlives_visitor_seconds", 0)
    with scripted_provider("drip") as provider:
        monkeypatch.setattr(settings(), "llm_model", "openai/test-model")
        monkeypatch.setattr(settings(), "llm_api_base", provider.base_url)
        app = client._transport.app
        read = await ask_and_leave(app, f"{browser.base}/message", browser.pass_, after=b"event: token")
        await asyncio.sleep(1)

        assert provider.open_streams == 0
    reply = read_reply()
    assert reply.state is MessageState.TRUNCATED
    said = "".join(json.loads(line[6:])["text"] for line in read.split("\n") if line.startswith('data: {"seq"'))
    assert said
    assert reply.text.startswith(said)
