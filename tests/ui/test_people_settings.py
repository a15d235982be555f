"""What owners and operators set: handing over, their profile, canned replies, and who is told.

Long because it holds four small forms, each with what it accepts and what it refuses.
"""

import json
from datetime import date, time
from io import BytesIO
from pathlib import Path

import pytest
import reflex as rx

from privexbot_app.errors import Forbidden, Invalid, NotFound, TooMany
from privexbot_app.services import (
    accounts,
    canned_replies,
    handoff_settings,
    notice_settings,
    operators,
    webhook_trials,
)
from privexbot_app.services.handoff_settings import HandoffSettings, Opening
from privexbot_app.services.webhook_signing import signed_headers
from privexbot_app.ui.states.canned import CannedState
from privexbot_app.ui.states.handover import HandoverState
from privexbot_app.ui.states.handover_form import AWAY, HandoverForm, read_hours, show_hours
from privexbot_app.ui.states.notices import NoticesState
from privexbot_app.ui.states.person_rows import initials_of, ink_on
from privexbot_app.ui.states.profile import ProfileState
from tests.people.conftest import bob, vera
from tests.people.test_notices import hook
from tests.ui.conftest import Tab
from tests.ui.test_inbox_and_thread import leave_own_workspace

__all__ = ["bob", "hook", "vera"]

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
FORM = {f"day_{day}": "" for day in range(7)} | {
    "is_on": True,
    "on_request": "on",
    "unanswered_in_a_row": " 3 ",
    "phrases": "refund\n\n lawyer ",
    "time_zone": "Europe/Berlin",
    "day_0": "9:00-12:00, 13.00 – 17:30",
    "day_4": "22:00–24:00",
    "holidays": "2026-12-25",
    "away": AWAY["form"],
    "away_message": "Back on Monday.",
    "waiting_message": "",
}


@pytest.fixture
def open_people(app):
    """`await open_people(bob, ProfileState)`: a member's tab on the page “People”."""

    async def open_it(viewer, kind):
        token = await accounts.sign_in(viewer.email, "correct horse")
        leave_own_workspace(viewer)
        return await Tab(token, "/people").state(kind)

    return open_it


async def test_what_was_set_about_handing_over_is_kept_and_shown_again(open_page, alice, bot):
    page = await open_page(HandoverState, "/settings/handover")
    await HandoverState.load.fn(page)
    assert not page.switches["is_on"] and page.texts["time_zone"] == "UTC"

    await HandoverState.save.fn(page, FORM)

    kept = await handoff_settings.get_handoff(alice, bot.id)
    assert (kept.is_on, kept.on_request, kept.on_anger, kept.on_unanswered) == (True, True, False, False)
    assert (kept.unanswered_in_a_row, kept.phrases, kept.away) == (3, ["refund", "lawyer"], "form")
    assert kept.openings[1] == Opening(day=0, opens=time(13), closes=time(17, 30))
    assert kept.openings[2] == Opening(day=4, opens=time(22), closes=time(0))
    assert kept.holidays == [date(2026, 12, 25)] and kept.time_zone == "Europe/Berlin"
    assert page.hours == ["09:00–12:00, 13:00–17:30", "", "", "", "22:00–00:00", "", ""]
    again = HandoverForm(**FORM | page.texts | {f"day_{day}": page.hours[day] for day in range(7)}).settings()
    assert again == kept


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("day_2", "9 to 5", "“9 to 5” is not like"),
        ("day_2", "25:00–26:00", "is not like"),
        ("day_2", "09:00–17:00 and later", "is not like"),
        ("holidays", "2026-12-25\nChristmas", "“Christmas” is not a date"),
        ("time_zone", "Berlin", "is not a time zone"),
        ("unanswered_in_a_row", "0", "at least 1"),
        ("unanswered_in_a_row", "many", "not a whole number"),
        ("phrases", "x" * 81, "too long"),
        ("away", "never", "cannot be used"),
        ("away_message", "x" * 501, "too long"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(open_page, alice, bot, field, given, said):
    page = await open_page(HandoverState, "/settings/handover")

    await HandoverState.save.fn(page, FORM | {field: given})

    assert page.problem_field == field and said in page.problem
    assert await handoff_settings.get_handoff(alice, bot.id) == HandoffSettings()


@pytest.mark.parametrize("given", [{}, {"is_on": {"$ne": 1}}, {"day_0": 7}])
async def test_a_form_that_no_page_sends_changes_nothing(open_page, alice, bot, given):
    page = await open_page(HandoverState, "/settings/handover")
    await HandoverState.save.fn(page, FORM | given if given else {})
    assert page.problem
    assert await handoff_settings.get_handoff(alice, bot.id) == HandoffSettings()


async def test_a_stranger_reads_and_changes_nothing_about_handing_over(open_page, alice, bot, mallorys_token):
    page = await open_page(HandoverState, "/settings/handover", token=mallorys_token)
    with pytest.raises(NotFound):
        await HandoverState.load.fn(page)
    with pytest.raises(NotFound):
        await HandoverState.save.fn(page, FORM)
    assert not page.is_loaded
    assert await handoff_settings.get_handoff(alice, bot.id) == HandoffSettings()


@pytest.mark.parametrize("text", ["09:00–17:00", "00:00–00:00", "09:00–12:00, 13:00–17:00", ""])
def test_hours_are_shown_as_they_can_be_typed(text):
    assert show_hours(read_hours(3, text), 3) == text
    with pytest.raises(Invalid):
        read_hours(3, text + "x")


async def test_a_member_is_known_by_name_colour_and_picture(open_people, bob):
    page = await open_people(bob, ProfileState)
    await ProfileState.load_profile.fn(page)
    assert (page.me.name, page.me.initials) == ("Bob", "B")

    await ProfileState.save.fn(page, {"name": " Bob the Builder ", "color": "#ffff00"})
    await ProfileState.upload_avatar.fn(page, [rx.UploadFile(BytesIO(PNG), path=Path("b.png"))])

    assert (page.name, page.me.initials, page.me.ink) == ("Bob the Builder", "BT", "#16161d")
    assert page.me.avatar.startswith("/api/v1/operators/")
    await ProfileState.remove_avatar.fn(page)
    assert page.me.avatar == "" and (await operators.get_profile(bob)).name == "Bob the Builder"


async def test_saving_a_name_does_not_turn_mails_on_again(open_people, bob):
    await notice_settings.set_mails(bob, False)
    page = await open_people(bob, ProfileState)

    await ProfileState.save.fn(page, {"name": "Robert", "color": "#000000"})

    assert (await notice_settings.get_notice_settings(bob)).wants_mail is False


@pytest.mark.parametrize(
    ("form", "field"), [({"name": "x" * 61, "color": "#000000"}, "name"), ({"name": "", "color": "red"}, "color")]
)
async def test_a_profile_that_does_not_fit_is_not_kept(open_people, bob, form, field):
    page = await open_people(bob, ProfileState)

    await ProfileState.save.fn(page, form)

    assert page.problem_field == field and page.problem
    assert (await operators.get_profile(bob)).name == "Bob"


async def test_what_is_no_picture_is_refused_whatever_it_is_called(open_people, bob):
    page = await open_people(bob, ProfileState)
    for content in (b"<svg onload='alert(1)'/>", PNG + b"0" * operators.AVATAR_BYTES):
        file = rx.UploadFile(BytesIO(content), path=Path("b.png"))
        await ProfileState.upload_avatar.fn(page, [file])
        assert page.avatar_problem and page.me.avatar == ""
    page.avatar_problem = ""
    ProfileState.reject_avatar.fn(page, [])
    assert "200 kB" in page.avatar_problem


async def test_canned_replies_are_written_changed_and_deleted(open_people, bob):
    page = await open_people(bob, CannedState)
    await CannedState.load_replies.fn(page)
    CannedState.start.fn(page)
    await CannedState.save.fn(page, {"shortcut": "Hours", "text": "From 9."})
    assert [(row.shortcut, row.text) for row in page.rows] == [("hours", "From 9.")] and not page.is_open

    CannedState.start_edit.fn(page, page.rows[0].id)
    assert (page.is_edit, page.first_text) == (True, "From 9.")
    await CannedState.save.fn(page, {"shortcut": "hours", "text": "From 10."})
    assert [row.text for row in page.rows] == ["From 10."]
    await CannedState.delete.fn(page, page.rows[0].id)
    assert page.rows == [] == await canned_replies.list_canned_replies(bob)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"shortcut": "two words", "text": "x"}, "shortcut"),
        ({"shortcut": "", "text": "x"}, "shortcut"),
        ({"shortcut": "ok", "text": " "}, "text"),
        ({"shortcut": "taken", "text": "x"}, "shortcut"),
    ],
)
async def test_a_reply_that_does_not_fit_keeps_the_form_open(open_people, bob, form, field):
    page = await open_people(bob, CannedState)
    CannedState.start.fn(page)
    await CannedState.save.fn(page, {"shortcut": "taken", "text": "x"})
    CannedState.start.fn(page)

    await CannedState.save.fn(page, form)

    assert page.is_open and page.problem_field == field and page.problem
    assert len(await canned_replies.list_canned_replies(bob)) == 1


async def test_a_webhooks_secret_is_shown_once(open_people, bob):
    page = await open_people(bob, NoticesState)
    await NoticesState.load_notices.fn(page)
    assert page.may_change and page.webhook_url == ""

    await NoticesState.save_webhook.fn(page, {"webhook_url": " https://93.184.216.34/hook "})
    secret = page.secret
    assert len(secret) > 30 and page.webhook_url == "https://93.184.216.34/hook"

    await NoticesState.load_notices.fn(page)
    assert (page.secret, page.webhook_url) == ("", "https://93.184.216.34/hook")
    await NoticesState.remove_webhook.fn(page)
    assert (await notice_settings.get_notice_settings(bob)).webhook_url == ""


@pytest.mark.parametrize("address", ["", "http://127.0.0.1/hook", "ftp://example.com", "javascript:alert(1)"])
async def test_an_address_that_may_not_be_called_is_named_beside_the_field(open_people, bob, address):
    page = await open_people(bob, NoticesState)

    await NoticesState.save_webhook.fn(page, {"webhook_url": address})

    assert page.problem and not page.secret
    assert (await notice_settings.get_notice_settings(bob)).webhook_url == ""


async def test_a_webhook_is_tried_with_a_signed_test_and_the_page_says_what_came_of_it(open_people, bob, hook):
    url, answers, calls = hook
    page = await open_people(bob, NoticesState)
    with pytest.raises(NotFound):
        await NoticesState.try_webhook.fn(page)
    await NoticesState.save_webhook.fn(page, {"webhook_url": url})
    await NoticesState.try_webhook.fn(page)
    assert page.trial == "The call was taken."
    answers[0] = 500
    await NoticesState.try_webhook.fn(page)

    assert page.trial == "The address answered 500." and len(calls) == 2
    headers, body = calls[0]
    assert json.loads(body)["type"] == "webhook.test" and json.loads(body)["id"] == headers["webhook-id"]
    assert (
        headers["webhook-signature"]
        == signed_headers(page.secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)[
            "webhook-signature"
        ]
    )


async def test_a_webhook_is_not_tried_without_end_or_by_lookers_on(open_people, bob, vera, hook):
    await notice_settings.set_webhook(bob, hook[0])
    with pytest.raises(Forbidden):
        await NoticesState.try_webhook.fn(await open_people(vera, NoticesState))
    page = await open_people(bob, NoticesState)
    for _ in range(webhook_trials.TRIALS_PER_MINUTE):
        await NoticesState.try_webhook.fn(page)
    with pytest.raises(TooMany):
        await NoticesState.try_webhook.fn(page)
    assert len(hook[2]) == webhook_trials.TRIALS_PER_MINUTE


async def test_mails_are_everybodys_own_choice(open_people, alice, bob):
    page = await open_people(bob, NoticesState)

    await NoticesState.set_mails.fn(page, False)

    assert not page.wants_mail
    assert (await notice_settings.get_notice_settings(alice)).wants_mail


async def test_who_may_only_look_changes_only_what_is_theirs(open_people, alice, vera):
    kept = await canned_replies.add_canned_reply(alice, canned_replies.CannedText(shortcut="hours", text="From 9."))
    replies, notices = await open_people(vera, CannedState), await open_people(vera, NoticesState)
    with pytest.raises(Forbidden):
        await CannedState.delete.fn(replies, str(kept.id))
    await CannedState.save.fn(replies, {"shortcut": "mine", "text": "x"})
    assert "may look" in replies.problem
    await NoticesState.save_webhook.fn(notices, {"webhook_url": "https://93.184.216.34/hook"})
    assert "may look" in notices.problem
    with pytest.raises(Forbidden):
        await NoticesState.remove_webhook.fn(notices)
    await NoticesState.set_mails.fn(notices, False)
    assert not notices.may_change and not notices.wants_mail


async def test_a_stranger_cannot_touch_replies_of_another_workspace(open_people, alice, mallory):
    kept = await canned_replies.add_canned_reply(alice, canned_replies.CannedText(shortcut="hours", text="From 9."))
    page = await open_people(mallory, CannedState)
    await CannedState.load_replies.fn(page)
    assert page.rows == []
    with pytest.raises(NotFound):
        await CannedState.delete.fn(page, str(kept.id))
    page._reply_id = str(kept.id)
    await CannedState.save.fn(page, {"shortcut": "mine", "text": "x"})

    assert page.problem and [one.text for one in await canned_replies.list_canned_replies(alice)] == ["From 9."]


@pytest.mark.parametrize(
    ("name", "letters"), [("Bob", "B"), ("Ada Lovelace", "AL"), ("ada.b@example.com", "AB"), ("@", "?"), ("", "?")]
)
def test_initials(name, letters):
    assert initials_of(name) == letters


@pytest.mark.parametrize(("color", "ink"), [("#000000", "#ffffff"), ("#6d4aff", "#ffffff"), ("#ffee00", "#16161d")])
def test_letters_can_be_read_on_every_colour(color, ink):
    assert ink_on(color) == ink
