"""Making, changing and deploying chatbots."""

import re

import pytest
from pydantic import ValidationError

from privexbot_app.errors import Forbidden, Invalid, NotFound
from privexbot_app.models import ChatbotState, Role
from privexbot_app.services import chatbots
from privexbot_app.services.chatbots import ChatbotChanges


async def test_the_public_id_is_the_slug_of_the_name_and_random_letters(alice):
    first = await chatbots.create_chatbot(alice, "Shoe Store Assistant")
    second = await chatbots.create_chatbot(alice, "Shoe Store Assistant")

    assert re.fullmatch(r"shoe-store-assistant-[2-9a-z]{4}", first.public_id)
    assert first.public_id != second.public_id


@pytest.mark.parametrize(("name", "slug"), [("Café Zoë", "cafe-zoe"), ("商店", "chatbot"), ("x" * 90, "x" * 40)])
def test_any_name_makes_a_readable_slug(name, slug):
    assert chatbots.slug(name) == slug


async def test_a_chatbot_needs_a_name(alice):
    for name in ("", "   ", "x" * 61):
        with pytest.raises(Invalid):
            await chatbots.create_chatbot(alice, name)


async def test_a_stranger_can_do_nothing_with_a_chatbot_nor_learn_that_it_exists(alice, mallory, alices_bot):
    calls = [
        chatbots.get_chatbot(mallory, alices_bot.id),
        chatbots.update_chatbot(mallory, alices_bot.id, ChatbotChanges(name="Mine now")),
        chatbots.deploy_chatbot(mallory, alices_bot.id),
        chatbots.pause_chatbot(mallory, alices_bot.id),
        chatbots.delete_chatbot(mallory, alices_bot.id),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call

    assert [bot.name for bot in await chatbots.list_chatbots(alice)] == ["Helper"]
    assert await chatbots.list_chatbots(mallory) == []


async def test_a_viewer_may_look_but_not_touch(alice, alices_bot):
    onlooker = type(alice)(alice.user_id, alice.email, alice.workspace_id, alice.workspace_name, Role.VIEWER)

    assert (await chatbots.get_chatbot(onlooker, alices_bot.id)).name == "Helper"
    with pytest.raises(Forbidden):
        await chatbots.update_chatbot(onlooker, alices_bot.id, ChatbotChanges(name="Other"))


async def test_a_change_leaves_the_rest_as_it_was(alice, alices_bot):
    changed = await chatbots.update_chatbot(alice, alices_bot.id, ChatbotChanges(color="#112233"))

    assert (changed.color, changed.name, changed.greeting) == ("#112233", "Helper", alices_bot.greeting)


@pytest.mark.parametrize(
    "changes",
    [
        {"color": "red"},
        {"name": ""},
        {"state": "live"},
        {"allowed_origins": ["ftp://x.example"]},
        {"allowed_origins": ["nonsense here"]},
        {"allowed_origins": ["javascript:alert(1)"]},
    ],
)
def test_changes_that_make_no_sense_are_refused(changes):
    with pytest.raises(ValidationError):
        ChatbotChanges(**changes)


def test_any_address_of_a_site_stands_for_its_origin():
    changes = ChatbotChanges(
        allowed_origins=["https://Shop.example/about", "shop.example:8443", "http://localhost:8100"]
    )

    assert changes.allowed_origins == ["https://shop.example", "https://shop.example:8443", "http://localhost:8100"]


async def test_only_a_live_chatbot_is_there_for_visitors(alice, alices_bot):
    assert (await chatbots.get_live(alices_bot.public_id)).id == alices_bot.id

    await chatbots.pause_chatbot(alice, alices_bot.id)

    with pytest.raises(NotFound):
        await chatbots.get_live(alices_bot.public_id)
    assert (await chatbots.get_chatbot(alice, alices_bot.id)).state is ChatbotState.PAUSED


async def test_a_deleted_chatbot_takes_its_knowledge_along(alice, taught_bot):
    await chatbots.delete_chatbot(alice, taught_bot.id)

    assert await chatbots.list_chatbots(alice) == []
