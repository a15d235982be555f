"""What the public API refuses, and how: one shape, a sentence, and nothing about our insides."""

import pytest

from privexbot_app.services import chatbots
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.settings import settings
from tests.api.conftest import SHOP, open_browser


async def test_an_unknown_bot_is_a_404_and_not_a_broken_stream(client):
    answer = await client.post(
        "/api/v1/chatbots/nobody-2222/message", json={"message": "Hi"}, headers={"Accept": "text/event-stream"}
    )

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


async def test_a_draft_or_paused_bot_looks_like_none(client, alice, alices_bot):
    await chatbots.pause_chatbot(alice, alices_bot.id)

    paused = await client.get(f"/api/v1/chatbots/{alices_bot.public_id}/config")
    unknown = await client.get("/api/v1/chatbots/helper-zzzz/config")

    assert paused.status_code == unknown.status_code == 404
    assert paused.json()["error"]["message"] == unknown.json()["error"]["message"]


async def test_every_call_but_the_first_needs_the_session_token(client, alices_bot):
    base = f"/api/v1/chatbots/{alices_bot.public_id}"
    answers = [
        await client.get(f"{base}/conversation"),
        await client.post(f"{base}/leads", json={"fields": {}}),
        await client.post(f"{base}/events", json={"events": []}),
        await client.get(f"{base}/conversation", headers={"Authorization": "Bearer nonsense"}),
        await client.post(f"{base}/message", json={"message": "Hi"}, headers={"Authorization": "Bearer nonsense"}),
    ]

    assert [answer.status_code for answer in answers] == [401] * 5


async def test_a_token_is_bound_to_its_bot_and_its_website(client, alice, browser):
    other = await chatbots.create_chatbot(alice, "Other")
    await chatbots.deploy_chatbot(alice, other.id)

    on_other_bot = await client.get(f"/api/v1/chatbots/{other.public_id}/conversation", headers=browser.pass_)
    on_other_site = await client.get(
        f"{browser.base}/conversation", headers=browser.pass_ | {"Origin": "https://evil.example"}
    )

    assert (on_other_bot.status_code, on_other_site.status_code) == (401, 401)


async def test_only_listed_websites_may_embed_a_bot(client, alice, alices_bot):
    await chatbots.update_chatbot(alice, alices_bot.id, ChatbotChanges(allowed_origins=[SHOP]))
    base = f"/api/v1/chatbots/{alices_bot.public_id}"
    await open_browser(client, alices_bot.public_id)

    for origin in ("https://evil.example", "null", "http://shop.example", "https://shop.example.evil.example", ""):
        headers = {"Origin": origin}
        assert (await client.post(f"{base}/session", json={}, headers=headers)).status_code == 403, origin
        assert (await client.post(f"{base}/message", json={"message": "Hi"}, headers=headers)).status_code == 403
        preflight = await client.options(f"{base}/session", headers=headers)
        assert "access-control-allow-origin" not in preflight.headers


async def test_cors_allows_the_page_and_never_credentials(client, alices_bot):
    preflight = await client.options(f"/api/v1/chatbots/{alices_bot.public_id}/message")
    answer = await client.get(f"/api/v1/chatbots/{alices_bot.public_id}/config")

    for headers in (preflight.headers, answer.headers):
        assert headers["access-control-allow-origin"] == SHOP
        assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("message", ["", "   ", "x" * 4001])
async def test_an_empty_or_endless_message_is_refused_with_a_sentence(browser, message):
    answer = await browser.post("/message", {"id": "one", "message": message})

    assert answer.status_code in (413, 422)
    assert answer.json()["error"]["message"].endswith(".")


async def test_a_body_over_the_limit_is_refused_before_it_is_read(browser):
    answer = await browser.client.post(f"{browser.base}/message", content=b"x" * 40_000, headers=browser.pass_)

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


async def test_unknown_fields_and_wrong_types_are_refused(browser):
    for body in ({"message": "Hi", "model": "gpt-9"}, {"message": ["Hi"]}, {"message": "Hi", "id": "a b"}):
        answer = await browser.post("/message", body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


async def test_too_many_messages_get_a_429_that_says_when_to_come_back(browser, monkeypatch):
    monkeypatch.setattr(settings(), "messages_per_minute_per_visitor", 2)
    answers = [await browser.post("/message", {"message": "Hello"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60


async def test_a_defect_shows_a_neutral_sentence_and_a_number_to_ask_about(client, alices_bot, monkeypatch):
    async def broken(*_):
        raise RuntimeError("secret path /etc/passwd")

    monkeypatch.setattr("privexbot_app.services.appearance.get_live", broken)
    answer = await client.get(f"/api/v1/chatbots/{alices_bot.public_id}/config")

    assert answer.status_code == 500
    assert answer.json()["error"]["request_id"]
    assert "secret" not in answer.text


async def test_an_unknown_path_has_the_same_shape(client):
    answer = await client.get("/api/v1/nothing")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
