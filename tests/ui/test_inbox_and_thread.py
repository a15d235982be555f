"""Operators at work: the inbox, a thread, what they do in it, and what strangers and lookers-on cannot.

Long because list, thread and listener share one cast.
"""

from uuid import UUID

import pytest
from sqlmodel import Session

from privexbot_app import db
from privexbot_app.errors import Conflict, Forbidden, Invalid, NotFound
from privexbot_app.models import Member, ModelUse, now
from privexbot_app.services import accounts, canned_replies, people, people_inbox, privacy
from privexbot_app.services.canned_replies import CannedText
from privexbot_app.services.live import InboxNews
from privexbot_app.ui.states import thread as thread_state
from privexbot_app.ui.states.composer import FIELD, ComposerState
from privexbot_app.ui.states.inbox import InboxState
from privexbot_app.ui.states.inbox_rows import wait_text
from privexbot_app.ui.states.thread import ThreadState, is_thread
from privexbot_app.ui.states.thread_actions import ThreadActionsState
from tests.api.conftest import open_browser
from tests.people.conftest import PERSON, bob, browser, client, hand_off, model, vera, waiting
from tests.ui.conftest import Tab

__all__ = ["bob", "browser", "client", "hand_off", "model", "vera", "waiting"]


@pytest.fixture
def sit_down(app, taught_bot):
    """`await sit_down(bob, ThreadState, waiting)`: a member's tab on the inbox, or on that conversation."""

    async def sit(viewer, kind, conversation_id=""):
        token = await accounts.sign_in(viewer.email, "correct horse")
        leave_own_workspace(viewer)
        path = f"/chatbots/{taught_bot.id}/conversations/{conversation_id}" if conversation_id else "/inbox"
        tab = Tab(token, path, chatbot_id=str(taught_bot.id), conversation_id=str(conversation_id))
        return await tab.state(kind)

    return sit


def leave_own_workspace(viewer):
    """Who was invited somewhere works there."""

    def leave(session):
        for member in session.query(Member).filter(Member.user_id == viewer.user_id):
            if member.workspace_id != viewer.workspace_id:
                session.delete(member)

    db.in_session(leave)


async def test_the_inbox_shows_who_waits_and_who_has_whom(sit_down, waiting, client, taught_bot, alice, bob):
    other = await open_browser(client, taught_bot.public_id)
    taken = (await other.ask(PERSON))[0][1]["conversation"]
    await people.take_over(bob, UUID(taken))
    page = await sit_down(alice, InboxState)

    await InboxState.load.fn(page)

    lines = {line.id: line for line in page.rows}
    assert set(lines) == {str(waiting), taken} and page.waiting == 1
    first, second = lines[str(waiting)], lines[taken]
    assert (first.state, first.wait, first.reason) == ("waiting", "waits less than a minute", "Asked for a person")
    assert (second.state, second.operator.name, second.operator.initials) == ("human", "Bob", "B")
    assert first.is_unanswered and not second.is_unanswered
    assert page.counts == {"all": 2, "waiting": 1, "human": 1, "bot": 0, "closed": 0, "mine": 0}


async def test_each_list_holds_its_kind_and_nothing_else(sit_down, waiting, bob):
    page = await sit_down(bob, InboxState)
    await InboxState.load.fn(page)
    for kind, found in {"mine": 0, "waiting": 1, "bot": 0, "all": 1}.items():
        await InboxState.show.fn(page, kind)
        assert (page.kind, len(page.rows)) == (kind, found)

    for nonsense in ("everything", "", None, {"$ne": 1}):
        with pytest.raises(Invalid):
            await InboxState.show.fn(page, nonsense)


async def test_what_was_said_is_searched(sit_down, waiting, alice):
    page = await sit_down(alice, InboxState)
    for words, found in {"TALK to": 1, "zebra": 0}.items():
        await InboxState.find.fn(page, words)
        assert len(page.rows) == found


async def test_another_place_is_another_list(sit_down, waiting, alice, bot):
    page = await sit_down(alice, InboxState)
    await InboxState.load.fn(page)
    await InboxState.find.fn(page, "talk")
    tab = Tab()
    tab.root = page._get_root_state()
    tab.go(page.router.headers.cookie.partition("=")[2], f"/chatbots/{bot.id}/conversations", chatbot_id=str(bot.id))

    await InboxState.load.fn(page)

    assert (page.rows, page.search, page.counts["all"], page.waiting) == ([], "", 0, 1)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "waits less than a minute"), (5, "waits 5 min"), (61, "waits 1 h 1 min"), (1500, "waits 1 d 1 h")],
)
def test_how_long_somebody_waits_is_told_in_words(minutes, said):
    at = now()
    since = at.fromtimestamp(at.timestamp() - 60 * minutes - 1, at.tzinfo)

    assert wait_text(since, at) == said
    assert wait_text(None, at) == ""


async def test_a_thread_shows_who_said_what_and_notes_where_they_were_written(sit_down, browser, waiting, alice, bob):
    await people.add_note(alice, waiting, "She called yesterday.")
    await people.take_over(bob, waiting)
    await people.reply_as_operator(bob, waiting, "Hello.")
    page = await sit_down(alice, ThreadState, waiting)

    await ThreadState.load.fn(page)

    assert [row.who for row in page.messages] == ["visitor", "bot", "note", "operator"]
    assert [row.author.name for row in page.messages] == ["", "", alice.email, "Bob"]
    assert (page.may_act, page.may_reply, page.line.operator.name) == (True, False, "Bob")
    assert [(one.name, one.is_me) for one in page.team] == [(alice.email, True), ("Bob", False)]


async def test_what_a_models_answer_has_cost_stands_below_it(sit_down, browser, hand_off, alice, taught_bot):
    reply_id, conversation_id = await answered(browser)
    page = await sit_down(alice, ThreadState, conversation_id)
    await ThreadState.load.fn(page)
    assert [row.cost for row in page.messages] == ["", ""]

    facts = {"workspace_id": alice.workspace_id, "chatbot_id": taught_bot.id, "message_id": reply_id}
    for cost, said in ((2_500_000, "$0.002500"), (500_000, "$0.003000"), (None, "unknown price")):
        db.in_session(Session.add, ModelUse(**facts, day=now().date(), model="m", nanodollars=cost))
        await ThreadState.load.fn(page)
        assert [row.cost for row in page.messages] == ["", said]


async def answered(browser):
    """The ids of a reply of the bot's and of its conversation."""
    told = dict(await browser.ask("When is the shop open?"))["accepted"]
    return UUID(told["reply"]), told["conversation"]


async def test_an_operator_takes_answers_hands_back_closes_and_reopens(sit_down, browser, waiting, bob):
    page = await sit_down(bob, ThreadActionsState, waiting)
    composer = await page.get_state(ComposerState)
    steps = [
        (ThreadActionsState.take_over, "human"),
        (ThreadActionsState.hand_back, "bot"),
        (ThreadActionsState.close, "closed"),
        (ThreadActionsState.reopen, "human"),
    ]
    for handler, state in steps:
        await handler.fn(page)
        assert page.line.state == state
    await ComposerState.send.fn(composer, {"text": " Hello. "})

    assert (await browser.get("/conversation")).json()["messages"][-1]["text"] == "Hello."
    assert page.may_reply and page.messages[-1].text == "Hello."


async def test_whoever_comes_second_is_told_who_was_faster(sit_down, waiting, alice, bob):
    page = await sit_down(alice, ThreadActionsState, waiting)
    await people.take_over(bob, waiting)

    with pytest.raises(Conflict, match="Bob has taken this conversation"):
        await ThreadActionsState.take_over.fn(page)


async def test_a_conversation_is_given_to_a_colleague(sit_down, waiting, alice, bob):
    page = await sit_down(alice, ThreadActionsState, waiting)
    await ThreadState.load.fn(page)
    await ThreadActionsState.assign.fn(page, next(one.id for one in page.team if not one.is_me))

    assert (page.line.operator.name, page.may_reply) == ("Bob", False)


async def test_what_could_not_be_sent_goes_back_into_the_input(sit_down, waiting, alice, bob):
    await people.take_over(bob, waiting)
    page = await sit_down(alice, ComposerState, waiting)

    put_back = await ComposerState.send.fn(page, {"text": "Hello."})

    assert "Bob has this conversation" in page.problem
    assert FIELD.replace("-", "_") in str(put_back.args) and "Hello." in str(put_back.args)
    await ComposerState.send.fn(page, {"text": "  "})
    assert "Bob" in page.problem or "Type a message first" in page.problem


async def test_a_note_is_a_note_whoever_has_the_conversation(sit_down, browser, waiting, alice, bob):
    await people.take_over(bob, waiting)
    page = await sit_down(alice, ComposerState, waiting)
    ComposerState.set_mode.fn(page, "note")

    await ComposerState.send.fn(page, {"text": "A secret."})

    assert (page.problem, page.messages[-1].who, page.messages[-1].text) == ("", "note", "A secret.")
    assert "secret" not in (await browser.get("/conversation")).text
    with pytest.raises(Invalid):
        ComposerState.set_mode.fn(page, "shout")


async def test_a_slash_offers_canned_replies_and_fills_them_in(sit_down, waiting, alice, bob):
    for shortcut, text in (("hours", "We open at 9. {operator_name}"), ("hello", "Hello!"), ("bye", "Goodbye.")):
        await canned_replies.add_canned_reply(alice, CannedText(shortcut=shortcut, text=text))
    page = await sit_down(bob, ComposerState, waiting)
    for typed, offered in (("/h", ["hello", "hours"]), ("/HOU", ["hours"]), ("/", ["bye", "hello", "hours"])):
        await ComposerState.look_up.fn(page, typed)
        assert page.is_menu_open and [choice.shortcut for choice in page.choices] == offered
    for other in ("Hi", "/path and more", "", None):
        await ComposerState.look_up.fn(page, other)
        assert not page.is_menu_open

    for filled in (
        await ComposerState.pick.fn(page, next(choice.id for choice in page.choices if choice.shortcut == "hours")),
        await ComposerState.send.fn(page, {"text": "/Hours"}),
    ):
        assert "We open at 9. Bob" in str(filled[0].args)
    assert len((await people_inbox.read_conversation(alice, waiting)).messages) == 2, "it was sent unseen"


async def test_only_words_for_the_visitor_are_typing(sit_down, waiting, bob, monkeypatch):
    told = []

    async def tell(viewer, conversation_id):
        told.append(conversation_id)

    monkeypatch.setattr(people, "set_typing", tell)
    page = await sit_down(bob, ComposerState, waiting)
    for typed in ("/hours", "", None, ["x"]):
        await ComposerState.tell_typing.fn(page, typed)
    assert told == []
    await ComposerState.tell_typing.fn(page, "Hello")
    assert told == [waiting]
    ComposerState.set_mode.fn(page, "note")
    await ComposerState.tell_typing.fn(page, "A secret")
    assert told == [waiting]


async def test_the_visitor_types_until_they_stop_or_have_said_it(sit_down, browser, waiting, bob, monkeypatch):
    await people.take_over(bob, waiting)
    page = await sit_down(bob, ThreadState, waiting)
    await ThreadState.load.fn(page)
    await page._hear([InboxNews(bob.workspace_id, ""), InboxNews(waiting, "Bob")])
    assert not page.is_typing, "somebody else types"
    await page._hear([InboxNews(waiting, "")])
    assert page.is_typing
    await browser.ask("Are you there?")
    await page._hear([InboxNews(waiting)])
    assert not page.is_typing and page.messages[-1].text == "Are you there?"
    monkeypatch.setattr(thread_state, "TYPING_SECONDS", -1.0)
    await page._hear([InboxNews(waiting, "")])
    assert not page.is_typing


async def test_a_thread_that_was_erased_stays_until_the_page_is_left(sit_down, waiting, alice):
    page = await sit_down(alice, ThreadState, waiting)
    await ThreadState.load.fn(page)
    await privacy.erase_person(alice, waiting)

    await page._hear([InboxNews(waiting)])

    assert page.messages
    away, _toast = await ThreadState.load.fn(page)
    assert "/conversations" in str(away.args) and not page.is_loaded


async def test_who_may_only_look_may_do_nothing_else(sit_down, waiting, vera, bob):
    page = await sit_down(vera, ThreadActionsState, waiting)
    await ThreadState.load.fn(page)
    composer = await page.get_state(ComposerState)
    assert (page.may_act, page.may_reply) == (False, False) and page.messages

    for handler in ("take_over", "hand_back", "close", "reopen"):
        with pytest.raises(Forbidden):
            await getattr(ThreadActionsState, handler).fn(page)
    ComposerState.set_mode.fn(composer, "note")
    await ComposerState.send.fn(composer, {"text": "I was here"})
    assert "may look" in composer.problem
    assert (await people_inbox.read_conversation(bob, waiting)).notes == []


async def test_a_stranger_finds_and_changes_nothing(sit_down, waiting, mallory, bob):
    page = await sit_down(mallory, ThreadActionsState, waiting)
    composer = await page.get_state(ComposerState)
    mine = (await people_inbox.list_inbox(bob)).rows[0]
    calls = [(getattr(ThreadActionsState, name), page) for name in ("take_over", "hand_back", "close", "reopen")]
    texts = [(ThreadActionsState.assign, page), (ComposerState.pick, composer), (ComposerState.tell_typing, composer)]
    for handler, state in calls:
        with pytest.raises(NotFound):
            await handler.fn(state)
    for handler, state in texts:
        with pytest.raises(NotFound):
            await handler.fn(state, str(waiting))
    await ComposerState.send.fn(composer, {"text": "Hello"})
    assert composer.problem == "There is no such conversation."
    inbox = await sit_down(mallory, InboxState)
    await InboxState.load.fn(inbox)

    assert (inbox.rows, inbox.waiting, page.messages) == ([], 0, [])
    assert (await people_inbox.list_inbox(bob)).rows == [mine]


@pytest.mark.parametrize(
    ("path", "is_it"),
    [("/chatbots/a/conversations/b", True), ("/chatbots/a/conversations", False), ("/chatbots/a/receipts/b", False)],
)
def test_a_thread_is_known_by_its_address(path, is_it):
    assert is_thread(path) is is_it
