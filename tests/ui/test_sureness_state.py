"""The slider shows what it would change before anything is saved."""

import pytest

from privexbot_app.services import chatbots, sureness
from privexbot_app.services.sureness import Judged
from privexbot_app.ui.states.settings import SettingsState
from privexbot_app.ui.states.sureness import SurenessState
from tests.ui.test_settings_state import FORM


@pytest.fixture
async def page(open_page, monkeypatch):
    async def some(_viewer, _chatbot_id):
        return [Judged("sure?", "Yes.", 80), Judged("hm?", "Perhaps.", 35), Judged("what?", "", 0)]

    monkeypatch.setattr(sureness, "judge_past_questions", some)
    page = await open_page(SurenessState)
    await SurenessState.load_sureness.fn(page)
    await SurenessState.judge.fn(page)
    return page


async def test_where_it_stands_nothing_changes(page):
    assert (page.kept, page.least_sure) == (40, 40)
    assert page.summary == "Of the last 3 different questions, it would answer 1 today."
    assert page.gained == page.lost == []


@pytest.mark.parametrize(
    ("percent", "answered", "gained", "lost"), [(30, 2, ["hm?"], []), (85.0, 0, [], ["sure?"]), (80, 1, [], [])]
)
async def test_moving_it_names_the_questions_that_change_sides(page, percent, answered, gained, lost):
    SurenessState.move.fn(page, percent)

    assert f"would answer {answered} instead of 1" in page.summary
    assert [row.question for row in page.gained] == gained
    assert [row.question for row in page.lost] == lost


@pytest.mark.parametrize("nonsense", ["", "70", -5, 5, 91, 44.5, float("nan"), True, None, {"a": 1}])
async def test_nonsense_does_not_move_it(page, nonsense):
    SurenessState.move.fn(page, nonsense)

    assert page.least_sure == 40


async def test_it_is_kept_with_the_form(open_page, alice, bot):
    page = await open_page(SettingsState)

    await SettingsState.save.fn(page, FORM | {"least_sure": "65"})

    assert (await chatbots.get_chatbot(alice, bot.id)).least_sure == page.least_sure == 65
