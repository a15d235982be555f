"""Versions of a chatbot: written by themselves, never changed, compared, and gone back to."""

from dataclasses import replace

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.errors import Forbidden, NotFound
from privexbot_app.models import Chatbot, ChatbotState, ChatbotVersion, Role
from privexbot_app.services import chatbots, qa, versions
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.services.settings_of import NOT_SETTINGS
from privexbot_app.services.versions import NOW


async def change(alice, bot, **changes):
    return await chatbots.update_chatbot(alice, bot.id, ChatbotChanges(**changes))


async def numbered(alice, bot):
    return [(version.number, version.reason) for version in await versions.list_versions(alice, bot.id)]


async def test_a_draft_has_no_versions_and_deploying_makes_the_first(alice):
    bot = await chatbots.create_chatbot(alice, "Helper")
    await change(alice, bot, greeting="Hi")
    assert await numbered(alice, bot) == []

    await chatbots.deploy_chatbot(alice, bot.id)

    (first,) = await versions.list_versions(alice, bot.id)
    assert (first.number, first.reason, first.author) == (1, "Deployed", alice.email)
    assert first.settings["greeting"] == "Hi"


async def test_each_change_of_a_live_chatbot_is_a_version_and_no_change_is_none(alice, alices_bot):
    await change(alice, alices_bot, greeting="Hi")
    await change(alice, alices_bot, greeting="Hi")
    await change(alice, alices_bot, color="#112233")

    assert await numbered(alice, alices_bot) == [(3, "Changed while live"), (2, "Changed while live"), (1, "Deployed")]


async def test_all_columns_but_identity_and_state_are_versioned(alice, alices_bot):
    (version,) = await versions.list_versions(alice, alices_bot.id)

    assert set(version.settings) == set(Chatbot.model_fields) - NOT_SETTINGS


async def test_two_versions_differ_in_what_was_changed_and_nothing_else(alice, alices_bot):
    await change(alice, alices_bot, suggestions=["Do you ship?", "Hours?"], name="Shop helper")

    found = await versions.compare_versions(alice, alices_bot.id, 1, 2)

    assert {(one.setting, one.before, one.after) for one in found} == {
        ("Name", "Helper", "Shop helper"),
        ("Suggestions", "", "Do you ship?\nHours?"),
    }
    assert await versions.compare_versions(alice, alices_bot.id, 2, NOW) == []


async def test_going_back_restores_every_setting_and_can_itself_be_undone(alice, alices_bot):
    before = (await versions.list_versions(alice, alices_bot.id))[0].settings
    await change(alice, alices_bot, greeting="Broken", fallback="?", suggestions=["a"], allowed_origins=["a.example"])

    await versions.roll_back(alice, alices_bot.id, 1)
    restored = await chatbots.get_chatbot(alice, alices_bot.id)
    assert (restored.greeting, restored.fallback, restored.allowed_origins) == (
        before["greeting"],
        before["fallback"],
        [],
    )
    assert restored.state is ChatbotState.LIVE
    assert (await numbered(alice, alices_bot))[0] == (3, "Back to version 1")

    await versions.roll_back(alice, alices_bot.id, 2)
    assert (await chatbots.get_chatbot(alice, alices_bot.id)).greeting == "Broken"


async def test_going_back_keeps_what_was_never_deployed(alice, alices_bot):
    await chatbots.pause_chatbot(alice, alices_bot.id)
    await change(alice, alices_bot, greeting="Half finished")

    await versions.roll_back(alice, alices_bot.id, 1)

    reasons = dict(await numbered(alice, alices_bot))
    assert reasons[2] == "Before going back"
    await versions.roll_back(alice, alices_bot.id, 2)
    assert (await chatbots.get_chatbot(alice, alices_bot.id)).greeting == "Half finished"


async def test_a_version_is_not_changed_by_what_happens_later(alice, alices_bot):
    first = (await versions.list_versions(alice, alices_bot.id))[0].settings
    await change(alice, alices_bot, greeting="Other", suggestions=["x"])
    await versions.roll_back(alice, alices_bot.id, 1)
    await chatbots.pause_chatbot(alice, alices_bot.id)

    assert (await versions.list_versions(alice, alices_bot.id))[-1].settings == first


async def test_a_setting_younger_than_the_version_stays_as_it_is(alice, alices_bot):
    def forget_fallback(session):
        version = session.exec(select(ChatbotVersion)).one()
        version.settings = {name: value for name, value in version.settings.items() if name != "fallback"}

    db.in_session(forget_fallback)
    await change(alice, alices_bot, fallback="Newer", greeting="Newer")

    await versions.roll_back(alice, alices_bot.id, 1)

    kept = await chatbots.get_chatbot(alice, alices_bot.id)
    assert kept.fallback == "Newer" and kept.greeting != "Newer"


async def test_knowledge_is_no_part_of_a_version(alice, alices_bot):
    await qa.add_pair(alice, alices_bot.knowledge_base_id, qa.PairForm(question="Q?", answer="A."))

    await versions.roll_back(alice, alices_bot.id, 1)

    assert await qa.count_pairs(alice, alices_bot.knowledge_base_id) == 1


async def test_a_stranger_sees_no_version_and_goes_back_to_none(alice, mallory, alices_bot):
    for call in (
        versions.list_versions(mallory, alices_bot.id),
        versions.compare_versions(mallory, alices_bot.id, 1, NOW),
        versions.roll_back(mallory, alices_bot.id, 1),
        versions.roll_back(alice, alices_bot.id, 99),
    ):
        with pytest.raises(NotFound):
            await call
    with pytest.raises(Forbidden):
        await versions.roll_back(replace(alice, role=Role.VIEWER), alices_bot.id, 1)
