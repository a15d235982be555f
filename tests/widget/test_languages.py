"""The widget speaks the visitor's language: all twelve say everything, and Arabic runs from right to left."""

import re

import pytest
from playwright.async_api import expect

from privexbot_app.rag.smalltalk import LANGUAGES
from tests.conftest import ROOT
from tests.widget.world import EMPTY, ONE_LINE, World
from widget_py.build import SOURCES
from widget_py.strings import DEFAULT_STRINGS, STRINGS, choose_language

PLACEHOLDER = re.compile(r"\{\w+\}")
RIGHT_OF_LABEL = """(sources) => {
    const range = new Range();
    range.selectNodeContents(sources.firstChild);
    return sources.getBoundingClientRect().right - range.getBoundingClientRect().right; }"""
ARABIC = EMPTY + "<script>pb('init', {id: 'shoe-store-k3f9', options: {language: 'ar'}})</script>"


def test_the_widget_speaks_the_languages_of_small_talk() -> None:
    assert set(STRINGS) == set(LANGUAGES)
    assert len(STRINGS) == 12


@pytest.mark.parametrize("language", sorted(STRINGS))
def test_a_language_has_every_text_and_keeps_what_is_filled_in(language: str) -> None:
    texts = STRINGS[language]
    assert list(texts) == list(DEFAULT_STRINGS)
    assert [key for key, text in texts.items() if not text.strip()] == []
    for key, english in DEFAULT_STRINGS.items():
        assert PLACEHOLDER.findall(texts[key]) == PLACEHOLDER.findall(english), key


def test_no_language_repeats_anothers_sentences() -> None:
    for key in ("failed", "leadOffer", "wrong_email"):
        assert len({texts[key] for texts in STRINGS.values()}) == len(STRINGS), key


def test_every_text_is_said_somewhere() -> None:
    files = [*SOURCES.glob("*.py"), *(ROOT / "privexbot_app" / "services").glob("*.py")]
    source = "".join(path.read_text("utf-8") for path in files)
    made = {"truncated", "stopped", "greeting"} | {f"bad_{reason}" for reason in ("wrong", "incomplete", "off_topic")}
    made |= {key for key in DEFAULT_STRINGS if key.startswith(("wrong_", "task_"))}
    assert [key for key in DEFAULT_STRINGS if key not in made and f'"{key}"' not in source] == []


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "en;q=0.3, fr;q=0.9", "fr"),
        ("", "sv, fi;q=0.9, nl;q=0.1", "nl"),
        ("", "de;q=0, it", "it"),
        ("", "de;q=much, pl", "pl"),
        ("zh-Hans-CN", "de", "zh"),
        ("sv", "de", "de"),
        ("", "*", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_is_the_pages_else_the_most_wanted_one(asked: str, accepted: str, language: str) -> None:
    assert choose_language(asked, accepted) == language


def test_a_bot_of_one_language_speaks_it_to_those_whose_language_is_not_ours() -> None:
    assert choose_language("", "sv", "de") == "de"


@pytest.mark.e2e
async def test_a_browser_is_answered_in_its_own_language(world: World) -> None:
    await world.page.set_extra_http_headers({"Accept-Language": "de-DE,de;q=0.9"})
    await world.visit(ONE_LINE)
    await world.page.get_by_role("button", name="Chat öffnen").click()
    await expect(world.page.get_by_role("textbox", name="Ihre Nachricht …")).to_be_focused()
    await expect(world.at(".c-root")).to_have_attribute("lang", "de")


@pytest.mark.e2e
async def test_arabic_runs_from_right_to_left_and_the_bubble_stays_where_the_owner_wants_it(world: World) -> None:
    await world.visit(ARABIC)
    box = await world.at(".c-launcher").bounding_box()
    assert box is not None
    assert box["x"] > 900
    await world.open()
    await world.ask("مرحبا")
    await expect(world.at(".c-root")).to_have_attribute("dir", "rtl")
    send, text = await world.at(".c-send").bounding_box(), await world.at("textarea").bounding_box()
    mine, bots = await world.at(".c-you").bounding_box(), await world.at(".c-bot").first.bounding_box()
    assert send and text and mine and bots
    assert send["x"] < text["x"]
    assert mine["x"] < bots["x"]
    label = await world.at(".c-sources").evaluate(RIGHT_OF_LABEL)
    assert label < 30
    assert world.stub.arrivals[-1]["page"]["language"] == "ar"


@pytest.mark.e2e
async def test_the_page_can_change_the_language_live(world: World) -> None:
    await world.visit(ARABIC)
    await world.open()
    await world.page.evaluate("pb('update', {language: 'fr'})")
    await expect(world.at(".c-send")).to_have_attribute("aria-label", "Envoyer le message")
    await expect(world.at(".c-root")).to_have_attribute("dir", "ltr")


@pytest.mark.e2e
async def test_a_page_that_runs_from_right_to_left_does_not_turn_an_english_widget(world: World) -> None:
    await world.visit(ONE_LINE.replace("<body>", "<body dir=rtl>"))
    box = await world.at(".c-launcher").bounding_box()
    assert box is not None
    assert box["x"] > 900
    await expect(world.at(".c-window")).to_have_css("direction", "ltr")
