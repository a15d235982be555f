"""How operators look to visitors and to each other, what they say often, and the list they work through."""

import pytest
from pydantic import ValidationError
from sqlmodel import select

from privexbot_app import db
from privexbot_app.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from privexbot_app.models import CannedReply, Member, Visitor
from privexbot_app.services import canned_replies, operators, people, people_inbox
from privexbot_app.services.canned_replies import CannedText, fill
from privexbot_app.services.operators import Profile
from tests.api.conftest import open_browser
from tests.people.conftest import PERSON, get_conversation

PNG, JPEG, WEBP = b"\x89PNG\r\n\x1a\n" + b"x" * 20, b"\xff\xd8\xff\xe0" + b"x" * 20, b"RIFF\x10\x00\x00\x00WEBPVP8 "


async def own(viewer):
    return next(one for one in await operators.list_teammates(viewer) if one.is_me)


@pytest.mark.parametrize(("image", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")])
async def test_a_picture_is_served_as_what_it_is_and_as_nothing_else(client, bob, image, kind):
    await operators.set_avatar(bob, image)
    answer = await client.get((await own(bob)).avatar)

    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, image, kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("image", "problem"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Invalid),
        (b"GIF89a....", Invalid),
        (b"", Invalid),
        (b"RIFF....WAVE", Invalid),
        (PNG + b"x" * 200_000, TooLarge),
    ],
)
async def test_what_is_no_small_picture_is_refused_and_the_old_one_stays(client, bob, image, problem):
    await operators.set_avatar(bob, PNG)
    with pytest.raises(problem):
        await operators.set_avatar(bob, image)

    assert (await client.get((await own(bob)).avatar)).content == PNG


async def test_another_picture_has_another_address_and_without_one_there_is_none(client, bob):
    await operators.set_avatar(bob, PNG)
    first = (await own(bob)).avatar
    await operators.set_avatar(bob, JPEG)
    second = (await own(bob)).avatar
    await operators.delete_avatar(bob)
    await operators.delete_avatar(bob)

    assert first != second and (await own(bob)).avatar is None
    assert (await client.get(second)).status_code == 404
    assert (await client.get("/api/v1/operators/nonsense/avatar")).status_code == 422


async def test_a_profile_is_ones_own(alice, bob):
    await operators.set_profile(alice, Profile(name=" Ann ", color="#112233", wants_mail=False))

    assert await operators.get_profile(alice) == Profile(name="Ann", color="#112233", wants_mail=False)
    assert await operators.get_profile(bob) == Profile(name="Bob")
    with pytest.raises(ValidationError):
        Profile(color="red; background: url(x)")


async def test_colleagues_see_each_other_and_nobody_elses(alice, bob, vera, mallory):
    team = await operators.list_teammates(alice)

    assert [(one.label, one.may_answer, one.is_me) for one in team] == [
        ("alice@example.com", True, True),
        ("Bob", True, False),
        ("vera@example.com", False, False),
    ]
    assert [one.email for one in await operators.list_teammates(mallory)] == ["mallory@example.com"]


async def test_what_a_member_said_stays_when_they_leave_and_their_conversation_is_free(browser, waiting, alice, bob):
    await people.take_over(bob, waiting)
    await people.reply_as_operator(bob, waiting, "Hello.")

    left = get_conversation().operator_id

    def leave(session):
        session.delete(session.get(Member, left))

    db.in_session(leave)
    history = (await browser.get("/conversation")).json()

    assert history["messages"][-1]["operator"] == {"name": "Support", "avatar": None}
    await people.take_over(alice, waiting)


async def test_canned_replies_are_kept_changed_and_deleted(alice, bob):
    hello = await canned_replies.add_canned_reply(alice, CannedText(shortcut="Hello", text="Hello!"))
    await canned_replies.add_canned_reply(bob, CannedText(shortcut="bye", text="Goodbye!"))
    with pytest.raises(Conflict):
        await canned_replies.add_canned_reply(bob, CannedText(shortcut="hello", text="Again"))
    await canned_replies.change_canned_reply(bob, hello.id, CannedText(shortcut="hi", text="Hi!"))

    assert [(one.shortcut, one.text) for one in await canned_replies.list_canned_replies(alice)] == [
        ("bye", "Goodbye!"),
        ("hi", "Hi!"),
    ]
    await canned_replies.delete_canned_reply(alice, hello.id)
    assert len(await canned_replies.list_canned_replies(alice)) == 1


@pytest.mark.parametrize("shortcut", ["", "two words", "/x", "x" * 41])
def test_a_shortcut_is_one_word(shortcut):
    with pytest.raises(ValidationError):
        CannedText(shortcut=shortcut, text="Hello")


async def test_strangers_and_who_may_only_look_change_no_canned_reply(alice, vera, mallory, waiting):
    kept = await canned_replies.add_canned_reply(alice, CannedText(shortcut="hello", text="Hello!"))
    new = CannedText(shortcut="x", text="Mine")
    for viewer, problem in ((vera, Forbidden), (mallory, NotFound)):
        with pytest.raises(problem):
            await canned_replies.change_canned_reply(viewer, kept.id, new)
        with pytest.raises(problem):
            await canned_replies.delete_canned_reply(viewer, kept.id)
    with pytest.raises(NotFound):
        await canned_replies.fill_canned_reply(mallory, kept.id, waiting)

    assert await canned_replies.list_canned_replies(mallory) == []
    assert [one.text for one in await canned_replies.list_canned_replies(vera)] == ["Hello!"]


async def test_a_canned_reply_is_filled_in_with_what_is_known(browser, waiting, bob, taught_bot):
    text = "Hello {visitor_name}, I am {operator_name} of {chatbot_name}. {nothing}"
    canned = await canned_replies.add_canned_reply(bob, CannedText(shortcut="hello", text=text))
    before = await canned_replies.fill_canned_reply(bob, canned.id, waiting)
    db.in_session(lambda session: setattr(session.exec(select(Visitor)).one(), "name", "Page"))
    named = await canned_replies.fill_canned_reply(bob, canned.id, waiting)
    await browser.post("/leads", {"fields": {"name": "Ada", "email": "ada@example.com"}})

    assert named == before.replace("Hello,", "Hello Page,")
    assert before == f"Hello, I am Bob of {taught_bot.name}. {{nothing}}"
    assert await canned_replies.fill_canned_reply(bob, canned.id, waiting) == before.replace("Hello,", "Hello Ada,")


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again():
    assert fill("{visitor_name} {operator_name}", {"visitor_name": "{operator_name}", "operator_name": "B"}) == (
        "{operator_name} B"
    )


async def test_the_inbox_is_sorted_into_what_is_to_do(client, browser, hand_off, taught_bot, alice, bob):
    browsers = [browser, *[await open_browser(client, taught_bot.public_id) for _ in range(4)]]
    ids = []
    for number, one in enumerate(browsers):
        events = await one.ask("When is the shop open?" if number == 4 else PERSON)
        ids.append(events[0][1]["conversation"])
    taken, mine, closed = [row.id for row in (await people_inbox.list_inbox(alice, "waiting")).rows][:3]
    await people.take_over(bob, taken)
    await people.take_over(alice, mine)
    await people.close(bob, closed)

    async def listed(kind, viewer=alice):
        page = await people_inbox.list_inbox(viewer, kind)
        assert page.total == len(page.rows) and page.waiting == 1
        return {str(row.id) for row in page.rows}

    assert await listed("mine") == {ids[1]} and await listed("mine", bob) == {ids[0]}
    assert await listed("human") == {ids[0], ids[1]}
    assert (await listed("closed"), await listed("waiting"), await listed("bot")) == ({ids[2]}, {ids[3]}, {ids[4]})
    assert await listed("all") == set(ids)


async def test_a_line_of_the_inbox_says_what_was_said_last_and_by_whom(browser, waiting, alice, bob, taught_bot):
    await people.take_over(bob, waiting)
    await people.reply_as_operator(bob, waiting, "Hello\nthere.")
    [row] = (await people_inbox.list_inbox(alice)).rows

    assert (row.question, row.last, row.last_by) == (PERSON, "Hello there.", "operator")
    assert (row.operator.label, row.queue, row.reason) == ("Bob", None, "asked")
    assert (row.chatbot_name, row.page_title) == (taught_bot.name, "Red shoes")


@pytest.mark.parametrize(
    ("search", "found"), [("OPEN", 1), ("tuesday", 1), ("100%", 0), ("_", 0), ("zebra", 0), ("", 1)]
)
async def test_searching_looks_into_everything_that_was_said(browser, alice, search, found):
    await browser.ask("When is the shop open?")

    page = await people_inbox.list_inbox(alice, "all", search)

    assert (len(page.rows), page.total) == (found, found)


async def test_a_list_longer_than_a_page_goes_on_on_the_next(client, hand_off, taught_bot, alice, monkeypatch):
    monkeypatch.setattr(people_inbox, "PAGE", 2)
    for _ in range(3):
        await (await open_browser(client, taught_bot.public_id)).ask(PERSON)
    pages = [await people_inbox.list_inbox(alice, "waiting", page=number) for number in (1, 2, 3)]

    assert [[row.queue for row in page.rows] for page in pages] == [[1, 2], [3], []]
    assert {page.total for page in pages} == {3}


async def test_canned_replies_lie_in_their_own_workspace(alice, mallory):
    for viewer in (alice, mallory):
        await canned_replies.add_canned_reply(viewer, CannedText(shortcut="hello", text=viewer.email))

    assert [one.text for one in await canned_replies.list_canned_replies(mallory)] == ["mallory@example.com"]
    assert len(db.in_session(lambda session: session.query(CannedReply).all())) == 2
