"""Probes, the OpenAPI page, and the config that the widget reads."""

from sqlalchemy.exc import OperationalError

from privexbot_app.services import chatbots, health
from privexbot_app.services.chatbots import ChatbotChanges

PUBLIC = {
    "id",
    "name",
    "color",
    "greeting",
    "suggestions",
    "avatar_url",
    "show_branding",
    "theme",
    "position",
    "launcher_icon",
    "launcher_text",
    "auto_open",
    "sound",
    "image_hosts",
    "rules",
    "lead_form",
    "rating",
    "menu",
    "uploads",
    "language",
    "dir",
    "strings",
}


async def test_a_database_that_is_gone_makes_the_node_unready_but_not_dead(client, monkeypatch):
    assert (await client.get("/readyz")).json() == {"status": "ok", "failing": []}

    async def gone():
        raise OperationalError("SELECT 1", {}, Exception("secret host name"))

    monkeypatch.setattr(health, "_select_one", gone)
    answer = await client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "failing", "failing": ["database"]})
    assert (await client.get("/livez")).status_code == 200


async def test_the_openapi_page_needs_nothing_from_elsewhere(client):
    page = await client.get("/api/docs")

    assert page.status_code == 200
    assert "https://" not in page.text.replace("https://fastapi.tiangolo.com", "")
    assert "/api/v1/chatbots/{public_id}/message" in (await client.get("/api/openapi.json")).json()["paths"]


async def test_the_config_is_a_frozen_list_of_public_fields(client, alice, alices_bot):
    secret = ChatbotChanges(color="#b4232a", instructions="canary-secret")
    await chatbots.update_chatbot(alice, alices_bot.id, secret)

    answer = await client.get(f"/api/v1/chatbots/{alices_bot.public_id}/config")

    assert set(answer.json()) == PUBLIC
    assert answer.json()["color"] == "#b4232a"
    assert "canary" not in answer.text
    assert answer.headers["cache-control"] == "public, max-age=60"


async def test_an_unchanged_config_costs_no_bytes(client, alices_bot):
    path = f"/api/v1/chatbots/{alices_bot.public_id}/config"
    etag = (await client.get(path)).headers["etag"]

    assert (await client.get(path, headers={"If-None-Match": etag})).status_code == 304
