"""The page of all knowledge bases, and the choice among those of one chatbot."""

import pytest

from privexbot_app.errors import AppError, Conflict, NotFound
from privexbot_app.services import chatbots, knowledge, knowledge_bases
from privexbot_app.ui.states.base_choice import BaseChoiceState
from privexbot_app.ui.states.knowledge import KnowledgeState
from privexbot_app.ui.states.knowledge_bases import KnowledgeBasesState


@pytest.fixture
async def shared(alice):
    return await knowledge_bases.create_base(alice, "Shipping")


async def test_one_is_made_named_shared_and_deleted(open_page, alice, bot):
    page = await open_page(KnowledgeBasesState)
    await KnowledgeBasesState.load.fn(page)
    assert [(row.name, row.users, row.is_own) for row in page.rows] == [("Helper", ["Helper"], True)]

    KnowledgeBasesState.start_new.fn(page)
    await KnowledgeBasesState.save_name.fn(page, {"base_name": "  "})
    assert page.is_naming and "needs a name" in page.problem
    await KnowledgeBasesState.save_name.fn(page, {"base_name": "Shipping"})
    made = next(row for row in page.rows if row.name == "Shipping")
    KnowledgeBasesState.start_rename.fn(page, made.id, made.name)
    await KnowledgeBasesState.save_name.fn(page, {"base_name": "Returns"})
    await KnowledgeBasesState.start_sharing.fn(page, made.id)
    await KnowledgeBasesState.share.fn(page, str(bot.id), True)

    renamed = next(row for row in page.rows if row.id == made.id)
    assert (renamed.name, renamed.users, renamed.is_own, page.is_naming) == ("Returns", ["Helper"], False, False)
    assert [(choice.uses, choice.is_own) for choice in page.choices] == [(True, False)]
    with pytest.raises(Conflict, match="Helper"):
        await KnowledgeBasesState.delete.fn(page, made.id, [])
    await KnowledgeBasesState.delete.fn(page, made.id, [str(bot.id)])
    assert [row.name for row in page.rows] == ["Helper"]


async def test_what_is_added_goes_where_the_owner_chose(open_page, alice, bot, shared):
    page = await open_page(BaseChoiceState, "/knowledge")
    await KnowledgeState.load.fn(page)
    await BaseChoiceState.show_dialog.fn(page, True)
    assert [base.name for base in page.others] == ["Shipping"]

    await BaseChoiceState.use.fn(page, str(shared.id))
    await BaseChoiceState.choose.fn(page, str(shared.id))
    await KnowledgeState.add_text.fn(page, {"title": "Customs", "text": "No customs are due."})

    assert [source.title for source in await knowledge.list_sources(alice, shared.id)] == ["Customs"]
    assert await knowledge.list_sources(alice, bot.knowledge_base_id) == []
    await BaseChoiceState.leave.fn(page)
    assert page.base_id == str(bot.knowledge_base_id) and page.sources == [] and len(page.bases) == 1


async def test_a_knowledge_base_that_the_browser_made_up_counts_as_the_chatbots_own(open_page, mallory, bot):
    theirs = await chatbots.create_chatbot(mallory, "Mine")
    page = await open_page(BaseChoiceState, "/knowledge")

    await BaseChoiceState.choose.fn(page, str(theirs.knowledge_base_id))

    assert page.base_id == str(bot.knowledge_base_id)
    with pytest.raises(NotFound):
        await BaseChoiceState.use.fn(page, str(theirs.knowledge_base_id))
    with pytest.raises(AppError):
        await BaseChoiceState.choose.fn(page, "no id")


async def test_a_stranger_sees_and_changes_nothing_of_it(open_page, mallorys_token, shared, bot):
    page = await open_page(KnowledgeBasesState, token=mallorys_token)
    await KnowledgeBasesState.load.fn(page)
    assert page.rows == []

    await KnowledgeBasesState.start_sharing.fn(page, str(shared.id))
    assert (page.open_name, page.choices) == ("", [])
    with pytest.raises(NotFound):
        await KnowledgeBasesState.share.fn(page, str(bot.id), True)
    with pytest.raises(NotFound):
        await KnowledgeBasesState.delete.fn(page, str(shared.id), [])
    with pytest.raises(NotFound):
        await KnowledgeBasesState.start_sharing.fn(page, "no id")
