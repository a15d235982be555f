"""Changing, deploying and deleting a chatbot."""

import pytest

from privexbot_app.errors import NotFound
from privexbot_app.services import chatbots, snippets
from privexbot_app.services.snippets import BuiltWidget
from privexbot_app.ui.states.deploy import DeployState
from privexbot_app.ui.states.settings import SettingsState

FORM = {
    "name": "Shoe Helper",
    "greeting": "Hi!",
    "fallback": "I don't know.",
    "instructions": "Be brief.",
    "suggestions": "Size 9?\n\n Returns? ",
    "allowed_origins": "https://shop.example/any/page\n",
}


async def test_what_is_saved_is_kept_and_shown(open_page, alice, bot):
    page = await open_page(SettingsState)
    await SettingsState.load.fn(page)

    await SettingsState.save.fn(page, FORM)

    kept = await chatbots.get_chatbot(alice, bot.id)
    assert (kept.name, kept.greeting) == ("Shoe Helper", "Hi!")
    assert kept.suggestions == ["Size 9?", "Returns?"] and kept.allowed_origins == ["https://shop.example"]
    assert (page.bot_name, page.allowed_origins) == ("Shoe Helper", "https://shop.example")
    assert page.problem == "" and [link.name for link in page.chatbot_links] == ["Shoe Helper"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 61),
        ("fallback", ""),
        ("suggestions", "\n".join("abcdefg")),
        ("suggestions", "x" * 81),
        ("allowed_origins", "https://shop.example\nftp://x"),
        ("greeting", {"$ne": 1}),
    ],
)
async def test_a_wrong_value_gets_a_sentence_beside_its_field_and_changes_nothing(open_page, alice, bot, field, value):
    page = await open_page(SettingsState)

    await SettingsState.save.fn(page, FORM | {field: value})

    assert page.problem_field == field and page.problem.endswith(".")
    assert (await chatbots.get_chatbot(alice, bot.id)).name == "Helper"


async def test_the_name_must_be_typed_to_delete(open_page, alice, bot):
    page = await open_page(SettingsState)

    await SettingsState.delete.fn(page, {"typed_name": "helper"})
    assert page.delete_problem and await chatbots.get_chatbot(alice, bot.id)

    await SettingsState.delete.fn(page, {"typed_name": "Helper"})
    with pytest.raises(NotFound):
        await chatbots.get_chatbot(alice, bot.id)


async def test_deploying_and_pausing_show_at_once(open_page, alice, bot):
    page = await open_page(DeployState)

    await DeployState.deploy.fn(page)
    assert page.bot_state == "live"

    await DeployState.pause.fn(page)
    assert page.bot_state == "paused" and str((await chatbots.get_chatbot(alice, bot.id)).state) == "paused"


async def test_the_snippets_are_filled_in_for_the_address_the_owner_sees(open_page, bot, monkeypatch):
    monkeypatch.setattr(snippets, "built_widget", lambda: BuiltWidget("abc", "sha384-x"))
    page = await open_page(DeployState)

    await DeployState.load.fn(page)

    assert "http://localhost:8000/api/v1/widget.js" in page.one_line and bot.public_id in page.one_line
    assert "pb('init'" in page.two_scripts and "pb('init'" in page.loader
    assert "sha384-x" in page.pinned


async def test_a_widget_that_was_never_built_is_said_in_the_page(open_page, monkeypatch, tmp_path):
    monkeypatch.setattr(snippets, "ASSETS", tmp_path)
    snippets.built_widget.cache_clear()
    page = await open_page(DeployState)

    await DeployState.load.fn(page)
    snippets.built_widget.cache_clear()

    assert "not been built" in page.unavailable and page.is_loaded
