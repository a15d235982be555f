"""The page of the widget's texts, without a browser."""

import pytest

from privexbot_app.errors import NotFound
from privexbot_app.services import texts
from privexbot_app.ui.states.texts import TextsState, read_texts


async def test_an_owner_gives_the_widget_words_of_their_own_language_by_language(open_page, alice, bot):
    page = await open_page(TextsState, "/settings/texts")
    await TextsState.load.fn(page)
    await TextsState.choose.fn(page, "German")
    row = next(row for row in page.rows if row["name"] == "text_send")
    assert row == {"name": "text_send", "ours": "Nachricht senden", "own": ""}

    await TextsState.save.fn(page, {"text_send": "Los!", "text_open": "", "text_close": None})

    own = {text.key: text.own for text in await texts.list_texts(alice, bot.id, "de")}
    assert {key: text for key, text in own.items() if text} == {"send": "Los!"}


async def test_a_wrong_text_is_marked_and_nothing_is_saved(open_page, alice, bot):
    page = await open_page(TextsState, "/settings/texts")
    await TextsState.load.fn(page)
    await TextsState.save.fn(page, {"text_queue": "Wait", "text_send": "Go"})

    assert (page.problem_field, "{n}" in page.problem) == ("text_queue", True)
    assert all(not text.own for text in await texts.list_texts(alice, bot.id, "en"))


async def test_a_language_that_was_not_offered_is_english(open_page):
    page = await open_page(TextsState, "/settings/texts")
    await TextsState.choose.fn(page, "Klingon")

    assert page.language == "English"


async def test_a_stranger_finds_no_texts(open_page, mallorys_token):
    page = await open_page(TextsState, "/settings/texts", token=mallorys_token)
    with pytest.raises(NotFound):
        await TextsState.load.fn(page)


@pytest.mark.parametrize("form", [None, [], "text", {"other": "x"}])
def test_a_form_without_texts_changes_none(form):
    assert read_texts(form) == {}
