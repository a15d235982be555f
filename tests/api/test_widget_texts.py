"""The config's texts: in the visitor's language, in the owner's words where there are any, and cached per language."""

from dataclasses import replace

import pytest

from privexbot_app.errors import Forbidden, Invalid, NotFound
from privexbot_app.models import Role
from privexbot_app.services import chatbots, texts, versions
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.services.texts import LONGEST


async def config(client, bot, accepted="", language=""):
    path = f"/api/v1/chatbots/{bot.public_id}/config"
    answer = await client.get(path, params={"language": language}, headers={"Accept-Language": accepted})
    return answer.json()


async def test_the_config_speaks_the_browsers_language_and_caches_apart(client, alices_bot):
    path = f"/api/v1/chatbots/{alices_bot.public_id}/config"
    german = await client.get(path, headers={"Accept-Language": "de-CH, en;q=0.5"})

    assert german.json()["strings"]["send"] == "Nachricht senden"
    assert (german.json()["language"], german.json()["dir"]) == ("de", "ltr")
    assert german.json()["greeting"] == "Hallo! Wie kann ich heute helfen?"
    assert "accept-language" in german.headers["vary"].lower()
    assert german.headers["etag"] != (await client.get(path)).headers["etag"]


async def test_the_pages_language_wins_over_the_browsers(client, alices_bot):
    found = await config(client, alices_bot, "de", "ar-EG")

    assert (found["language"], found["dir"]) == ("ar", "rtl")


async def test_a_visitor_whose_language_we_lack_is_spoken_to_in_the_bots(client, alice, alices_bot):
    await chatbots.update_chatbot(alice, alices_bot.id, ChatbotChanges(language="it"))

    assert (await config(client, alices_bot, "sv"))["language"] == "it"


async def test_the_owners_words_are_said_in_their_language_only(client, alice, alices_bot):
    await texts.set_texts(alice, alices_bot.id, "de", {"placeholder": " Frag  mich ", "greeting": "Moin!"})

    german, english = await config(client, alices_bot, "de"), await config(client, alices_bot)
    assert (german["strings"]["placeholder"], german["greeting"]) == ("Frag mich", "Moin!")
    assert english["strings"]["placeholder"] == "Type your message…"
    assert english["greeting"] == "Hello! How can I help you today?"


async def test_a_greeting_of_the_owners_is_not_replaced_by_our_translation(client, alice, alices_bot):
    await chatbots.update_chatbot(alice, alices_bot.id, ChatbotChanges(greeting="Ahoy!"))

    assert (await config(client, alices_bot, "de"))["greeting"] == "Ahoy!"


async def test_an_emptied_text_is_ours_again(alice, alices_bot):
    await texts.set_texts(alice, alices_bot.id, "fr", {"send": "Vas-y"})
    bot = await texts.set_texts(alice, alices_bot.id, "fr", {"send": ""})

    assert bot.texts == {}
    listed = {text.key: text for text in await texts.list_texts(alice, alices_bot.id, "fr")}
    assert (listed["send"].ours, listed["send"].own) == ("Envoyer le message", "")


@pytest.mark.parametrize(
    ("language", "given", "field"),
    [
        ("en", {"send": "x" * (LONGEST + 1)}, "send"),
        ("en", {"queue": "You must wait."}, "queue"),
        ("en", {"nonsense": "x"}, "nonsense"),
        ("xx", {"send": "x"}, "language"),
    ],
)
async def test_a_text_that_cannot_be_used_is_refused_by_name(alice, alices_bot, language, given, field):
    with pytest.raises(Invalid) as refused:
        await texts.set_texts(alice, alices_bot.id, language, given)

    assert refused.value.field == field


async def test_only_editors_of_the_workspace_change_its_texts(alice, mallory, alices_bot):
    onlooker = replace(alice, role=Role.VIEWER)
    with pytest.raises(Forbidden):
        await texts.set_texts(onlooker, alices_bot.id, "en", {})
    for call in (texts.set_texts(mallory, alices_bot.id, "en", {}), texts.list_texts(mallory, alices_bot.id, "en")):
        with pytest.raises(NotFound):
            await call


async def test_new_words_on_a_live_bot_are_a_version_that_can_be_gone_back_to(alice, alices_bot):
    await texts.set_texts(alice, alices_bot.id, "en", {"send": "Go"})
    await texts.set_texts(alice, alices_bot.id, "en", {"send": "Off"})
    kept = await versions.list_versions(alice, alices_bot.id)
    before = next(version.number for version in kept if version.settings["texts"] == {"en": {"send": "Go"}})

    assert (await versions.roll_back(alice, alices_bot.id, before)).texts == {"en": {"send": "Go"}}
