"""The test set and the versions, as their pages show them and change them."""

import pytest

from privexbot_app.errors import AppError, Conflict, NotFound
from privexbot_app.services import chatbots, golden, qa, versions
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.ui.states.deploy import DeployState
from privexbot_app.ui.states.test_set import ANY_SOURCE, TestSetState
from privexbot_app.ui.states.versions import VersionsState
from tests.ui.conftest import Unlocked

FORM = {"question": "Do you gift-wrap?", "expected_text": "$4", "source": ANY_SOURCE}


async def test_questions_are_added_run_and_shown_with_what_changed(open_page, alice, bot):
    page = await open_page(TestSetState, "/improve/tests")
    await TestSetState.load.fn(page)
    await TestSetState.add.fn(page, FORM)
    assert [(row.question, row.result) for row in page.rows] == [("Do you gift-wrap?", "new")]

    await TestSetState.run.fn(Unlocked(page))
    assert [(row.result, row.problem) for row in page.rows] == [("failed", "It did not know.")]
    assert page.is_current and page.total == 0

    await qa.add_pair(alice, bot.knowledge_base_id, qa.PairForm(question="Do you gift-wrap?", answer="Yes, for $4."))
    await TestSetState.load.fn(page)
    assert not page.is_current
    await TestSetState.run.fn(Unlocked(page))

    assert [(row.result, row.change, row.said) for row in page.rows] == [("passed", "newly passing", "Yes, for $4.")]
    assert (page.passed, page.is_current) == (1, True)
    await TestSetState.delete.fn(page, page.rows[0].id)
    assert page.rows == []


async def test_an_expected_source_is_one_of_the_chatbots(open_page, alice, bot):
    await qa.add_pair(alice, bot.knowledge_base_id, qa.PairForm(question="Do you gift-wrap?", answer="Yes, for $4."))
    page = await open_page(TestSetState, "/improve/tests")
    await TestSetState.load.fn(page)
    (source,) = page.sources

    await TestSetState.add.fn(page, FORM | {"expected_text": "", "source": source.id})
    await TestSetState.run.fn(Unlocked(page))

    assert [(row.source, row.result) for row in page.rows] == [("Questions and answers", "passed")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"question": ""}, "question"), ({"expected_text": " "}, "expected_text"), ({"source": "x"}, "expected_text")],
)
async def test_what_is_wrong_with_a_question_stands_beside_its_field(open_page, wrong, field):
    page = await open_page(TestSetState, "/improve/tests")

    await TestSetState.add.fn(page, FORM | wrong)

    assert page.problem_field == field and page.problem and page.rows == []


async def test_an_empty_set_says_so_and_is_not_left_running(open_page):
    page = await open_page(TestSetState, "/improve/tests")

    with pytest.raises(AppError):
        await TestSetState.run.fn(Unlocked(page))

    assert page.total == 0


async def test_the_gate_keeps_the_deploy_button_from_deploying(open_page, alice, bot):
    page = await open_page(TestSetState, "/improve/tests")
    await TestSetState.add.fn(page, FORM)
    await TestSetState.guard.fn(page, True)
    await TestSetState.run.fn(Unlocked(page))
    deploy = await open_page(DeployState, "/deploy")

    with pytest.raises(Conflict, match="1 of 1 test questions fail"):
        await DeployState.deploy.fn(deploy)

    await TestSetState.guard.fn(page, False)
    await DeployState.deploy.fn(deploy)
    assert str((await chatbots.get_chatbot(alice, bot.id)).state) == "live"


async def test_versions_are_compared_and_gone_back_to(open_page, alice, bot):
    await chatbots.deploy_chatbot(alice, bot.id)
    await chatbots.update_chatbot(alice, bot.id, ChatbotChanges(name="Renamed"))
    page = await open_page(VersionsState, "/deploy/versions")
    await VersionsState.load.fn(page)
    assert [(row.number, row.reason) for row in page.rows] == [("2", "Changed while live"), ("1", "Deployed")]

    await VersionsState.compare.fn(page, "1")
    assert [(one.setting, one.before, one.after) for one in page.differences] == [("Name", "Helper", "Renamed")]
    await VersionsState.choose_after.fn(page, "1")
    assert page.differences == []

    await VersionsState.roll_back.fn(page, "1")
    assert (page.bot_name, page.rows[0].reason, page.before) == ("Helper", "Back to version 1", "")


@pytest.mark.parametrize("given", ["", "x", "-1", "9" * 30, None, 3, "²"])
async def test_what_is_no_version_is_treated_like_one_that_does_not_exist(open_page, given):
    page = await open_page(VersionsState, "/deploy/versions")

    with pytest.raises(NotFound):
        await VersionsState.roll_back.fn(page, given)


async def test_a_stranger_finds_no_versions_and_no_tests(open_page, alice, bot, mallorys_token):
    question = await golden.add_question(alice, bot.id, golden.GoldenForm(question="Q?", expected_text="a"))
    await chatbots.deploy_chatbot(alice, bot.id)

    for kind, handler, args in (
        (TestSetState, TestSetState.load, ()),
        (TestSetState, TestSetState.delete, (str(question.id),)),
        (TestSetState, TestSetState.guard, (True,)),
        (VersionsState, VersionsState.load, ()),
        (VersionsState, VersionsState.compare, ("1",)),
        (VersionsState, VersionsState.roll_back, ("1",)),
    ):
        with pytest.raises(NotFound):
            await handler.fn(await open_page(kind, token=mallorys_token), *args)
    assert len(await versions.list_versions(alice, bot.id)) == 1
