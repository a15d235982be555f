"""The preview: the real widget, told a draft that nobody else sees and that nothing keeps."""

import re

import pytest

from privexbot_app.errors import NotFound
from privexbot_app.services import chatbots
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.services.widget_look import WidgetLook
from privexbot_app.services.widget_pictures import set_picture
from privexbot_app.services.widget_preview import Draft, sign_draft
from privexbot_app.services.widget_settings import WidgetSettings, get_widget, set_look
from tests.appearance.conftest import PNG
from tests.appearance.styles import style_of

DRAFT = Draft(changes=ChatbotChanges(name="Pat", color="#0f766e"), look=WidgetLook(radius=0), dark=True)


async def told(client, token):
    return (await client.get(f"/api/v1/preview/{token}/api/v1/chatbots/preview/config")).json()


async def test_a_draft_is_shown_and_not_kept(client, alice):
    bot = await chatbots.create_chatbot(alice, "Helper")
    found = await told(client, await sign_draft(alice, bot.id, DRAFT))

    assert (found["name"], found["color"], style_of(found), found["theme"]) == (
        "Pat",
        "#0f766e",
        {"radius": "0px"},
        "dark",
    )
    assert found["auto_open"] == "0"
    assert (await chatbots.get_chatbot(alice, bot.id)).name == "Helper"
    assert await get_widget(alice, bot.id) == WidgetSettings()


async def test_what_the_draft_leaves_out_is_as_it_is_kept(client, alice, alices_bot):
    await set_look(alice, alices_bot.id, WidgetLook(theme="light", radius=3), "#123456")
    await set_picture(alice, alices_bot.id, "avatar", PNG)
    token = await sign_draft(alice, alices_bot.id, Draft(dark=True, open=False))
    found = await told(client, token)

    assert (found["theme"], style_of(found), found["color"]) == ("light", {"radius": "3px"}, "#123456")
    assert found["auto_open"] == "never"
    assert (await client.get(f"/api/v1/preview/{token}{found['avatar_url']}")).content == PNG


async def test_the_page_runs_our_script_only_and_stands_in_our_frames_only(client, alice, alices_bot):
    token = await sign_draft(alice, alices_bot.id, DRAFT)
    page = await client.get(f"/api/v1/preview/{token}/page")

    assert page.status_code == 200 and 'data-dark="true"' in page.text
    assert re.findall(r"<script[^>]*>", page.text) == [
        f'<script async src="/api/v1/widget.js" data-chatbot="preview" data-api-url="/api/v1/preview/{token}">'
    ]
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors 'self'" in policy
    assert "sandbox allow-scripts" in policy and " inert><meta" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_a_sandboxed_widget_may_ask_and_is_a_visitor_who_said_nothing(client, alice, alices_bot):
    base = f"/api/v1/preview/{await sign_draft(alice, alices_bot.id, DRAFT)}/api/v1/chatbots/preview"
    asked = [
        await client.options(f"{base}/session"),
        await client.get(f"{base}/config"),
        await client.post(f"{base}/session", json={}),
        await client.get(f"{base}/conversation"),
    ]
    assert [answer.status_code for answer in asked] == [204, 200, 200, 200]
    assert {answer.headers["access-control-allow-origin"] for answer in asked} == {"*"}
    assert (await client.post(f"{base}/message", json={"message": "Hi"})).status_code in (404, 405)


@pytest.mark.parametrize("token", ["x", "x.y.z", "%22%3E%3Cscript%3E"])
async def test_a_forged_address_shows_nothing(client, token):
    for path in ("page", "api/v1/chatbots/preview/config"):
        assert (await client.get(f"/api/v1/preview/{token}/{path}")).status_code == 404


async def test_a_preview_of_a_bot_that_is_gone_is_gone(client, alice, alices_bot):
    token = await sign_draft(alice, alices_bot.id, DRAFT)
    await chatbots.delete_chatbot(alice, alices_bot.id)

    assert (await client.get(f"/api/v1/preview/{token}/page")).status_code == 404


async def test_a_stranger_gets_no_preview(mallory, alices_bot):
    with pytest.raises(NotFound):
        await sign_draft(mallory, alices_bot.id, DRAFT)
