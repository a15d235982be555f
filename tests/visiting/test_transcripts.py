"""A visitor takes the conversation along: as a file, or by mail to one address a few times an hour."""

from email import message_from_bytes, policy

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.adapters import mail
from privexbot_app.models import Notice, NoticeKind, NoticeState
from privexbot_app.services import notices, operators, people
from privexbot_app.services.operators import Profile
from privexbot_app.settings import settings
from tests.api.conftest import open_browser
from tests.people.conftest import get_conversation

SECRET = "The visitor is a journalist."


def copies():
    query = select(Notice).where(Notice.kind == NoticeKind.TRANSCRIPT)
    return db.in_session(lambda session: list(session.exec(query)))


async def ask_for_copy(browser, address="ada@example.com", **more):
    return await browser.post(
        "/transcript", {"fields": {"email": address}, "confirm": True, "page": "", "conversation": None} | more
    )


@pytest.fixture
def outbox(monkeypatch, tmp_path, smtp):
    """Mails are written into files, although a server is named."""
    kept = mail.Outbox(tmp_path / "outbox", "bot@example.com")
    monkeypatch.setattr(mail, "mailer", lambda: kept)
    return kept.folder


def read_mails(folder):
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.glob("*.eml"))]


async def test_the_file_names_the_bot_the_speakers_the_times_and_the_sources(browser, taught_bot):
    await browser.ask("When is the shop open?")

    answer = await browser.get("/transcript?language=en")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    lines = answer.text.splitlines()
    assert lines[:3] == ["Conversation with Helper", "https://shop.example/red", "All times are in UTC."]
    assert lines[4].startswith("You, 20") and lines[5] == "When is the shop open?"
    assert lines[7].startswith("Helper, 20") and "Tuesday to Saturday" in lines[8]
    assert lines[9:] == ["Sources:", "[1] The shop"]


async def test_the_file_speaks_the_visitors_language(browser):
    await browser.ask("When is the shop open?")

    assert (await browser.get("/transcript?language=de")).text.startswith("Chat mit Helper")


async def test_what_an_operator_said_is_in_it_and_what_was_noted_is_not(browser, alice, taught_bot):
    await operators.set_profile(alice, Profile(name="Alice"))
    await browser.ask("When is the shop open?")
    conversation = get_conversation()
    await people.take_over(alice, conversation.id)
    await people.reply_as_operator(alice, conversation.id, "Also on Sunday.")
    await people.add_note(alice, conversation.id, SECRET)

    text = (await browser.get("/transcript")).text
    assert "Alice, 20" in text and "Also on Sunday." in text
    assert SECRET not in text and alice.email not in text


async def test_nobody_reads_anothers_conversation(browser, client, taught_bot):
    await browser.ask("When is the shop open?")
    other = await open_browser(client, taught_bot.public_id)

    assert (await other.get("/transcript")).status_code == 404
    assert (await other.get(f"/transcript?conversation={get_conversation().id}")).status_code == 404
    assert (await client.get(f"{browser.base}/transcript")).status_code == 401


async def test_what_the_owner_turned_off_is_not_there(browser, allow, smtp):
    await browser.ask("When is the shop open?")
    await allow(transcript_file=False, transcript_mail=False)

    assert (await browser.get("/transcript")).status_code == 404
    assert (await ask_for_copy(browser)).status_code == 404
    assert copies() == []


async def test_without_a_mail_server_no_copy_is_promised(browser):
    await browser.ask("When is the shop open?")

    assert (await ask_for_copy(browser)).status_code == 404


async def test_a_copy_is_mailed_once_and_its_address_forgotten(browser, outbox):
    await browser.ask("When is the shop open?")
    answer = await ask_for_copy(browser)
    [copy] = copies()

    notices.deliver(copy.id, copy.attempts)
    notices.deliver(copy.id, copy.attempts)

    [sent], [kept] = read_mails(outbox), copies()
    assert answer.status_code == 202
    assert (sent["To"], sent["Subject"]) == ("ada@example.com", "Conversation with Helper")
    assert "Tuesday to Saturday" in sent.get_content() and "please ignore this mail" in sent.get_content()
    assert (kept.state, kept.address) == (NoticeState.SENT, "")


async def test_a_copy_that_cannot_be_sent_is_tried_again_and_then_forgotten_too(browser, smtp):
    await browser.ask("When is the shop open?")
    await ask_for_copy(browser)
    for attempt in range(notices.MOST_ATTEMPTS):
        [copy] = copies()
        assert copy.address == "ada@example.com"
        notices.deliver(copy.id, attempt)

    [copy] = copies()
    assert (copy.state, copy.address) == (NoticeState.FAILED, "")
    assert "ada" not in copy.problem


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@example.com, bob@example.com", "ada@example.com\nBcc: bob@example.com", "a" * 250 + "@b.example"],
)
async def test_what_is_not_one_address_is_refused_by_name(browser, smtp, address):
    await browser.ask("When is the shop open?")

    answer = await ask_for_copy(browser, address)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "email")
    assert copies() == []


async def test_a_visitor_gets_three_copies_an_hour_and_not_one_more(browser, smtp):
    await browser.ask("When is the shop open?")

    assert [(await ask_for_copy(browser)).status_code for _ in range(4)] == [202, 202, 202, 429]
    assert len(copies()) == 3


async def test_new_visitors_of_one_address_do_not_get_around_the_limit(client, taught_bot, smtp, monkeypatch):
    monkeypatch.setattr(settings(), "transcripts_per_hour_per_address", 2)
    answers = []
    for _ in range(3):
        browser = await open_browser(client, taught_bot.public_id)
        await browser.ask("When is the shop open?")
        answers.append(await ask_for_copy(browser))

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert int(answers[-1].headers["Retry-After"]) > 60
