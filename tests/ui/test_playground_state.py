"""Trying a chatbot: the answer streams in, and starting over leaves the old one behind."""

import pytest

from privexbot_app.errors import AppError, Invalid
from privexbot_app.services import inbox
from privexbot_app.services.chat import Ended, Token
from privexbot_app.ui.states import playground as playground_state
from privexbot_app.ui.states.playground import PlaygroundState
from tests.ui.conftest import Unlocked


async def ask(page, question: str) -> None:
    await PlaygroundState.ask.fn(Unlocked(page), {"question": question})


async def test_what_it_does_not_know_is_marked(open_page, bot):
    page = await open_page(PlaygroundState)

    await ask(page, "Do you repair bicycles?")

    question, answer = page.said
    assert (question.who, question.text) == ("visitor", "Do you repair bicycles?")
    assert (answer.who, answer.text, answer.is_unknown) == ("bot", bot.fallback, True)
    assert not page.is_busy and page.draft == ""


async def test_a_second_question_goes_on_in_the_same_conversation(open_page):
    page = await open_page(PlaygroundState)

    await ask(page, "Do you repair bicycles?")
    first = page._conversation_id
    await ask(page, "And scooters?")

    assert page._conversation_id == first and len(page.said) == 4


async def test_starting_over_opens_another_conversation(open_page):
    page = await open_page(PlaygroundState)
    await ask(page, "Do you repair bicycles?")
    first = page._conversation_id

    PlaygroundState.restart.fn(page)
    assert page.said == [] and page._conversation_id == ""

    await ask(page, "And scooters?")
    assert page._conversation_id != first


async def test_an_answer_that_was_left_behind_does_not_show_up_after_starting_over(open_page, monkeypatch):
    page = await open_page(PlaygroundState)

    async def slow(*_: object):
        yield Token(1, "Half of ")
        PlaygroundState.restart.fn(page)
        yield Token(2, "the answer")

    monkeypatch.setattr(playground_state.playground, "ask", slow)
    monkeypatch.setattr(playground_state, "PACE_SECONDS", 0)
    await ask(page, "Anything?")

    assert page.said == [] and page.draft == "" and not page.is_busy


async def test_what_was_tried_is_not_among_the_visitors_conversations(open_page, alice, bot):
    await ask(await open_page(PlaygroundState), "Do you repair bicycles?")

    assert await inbox.list_conversations(alice, bot.id) == []


@pytest.mark.parametrize("form", [None, [], {}, {"question": {"$ne": 1}}])
async def test_what_is_no_question_is_refused(open_page, form):
    page = await open_page(PlaygroundState)

    with pytest.raises(Invalid):
        await PlaygroundState.ask.fn(Unlocked(page), form)


async def test_an_empty_question_asks_nothing(open_page):
    page = await open_page(PlaygroundState)

    await ask(page, "   ")

    assert page.said == [] and not page.is_busy


async def test_a_question_that_is_refused_leaves_the_page_usable(open_page):
    page = await open_page(PlaygroundState)

    with pytest.raises(AppError):
        await ask(page, "x" * 100_000)

    assert page.said == [] and not page.is_busy


async def test_pieces_are_put_together_and_none_is_lost():
    async def fast():
        for letter in "abcdefghij":
            yield Token(0, letter)
        yield Ended("done", True)

    events = [event async for event in playground_state._paced(fast())]

    assert "".join(event.text for event in events if isinstance(event, Token)) == "abcdefghij"
    assert len(events) <= 3 and isinstance(events[-1], Ended)
