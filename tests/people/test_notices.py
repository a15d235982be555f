"""Somebody waits: members get a mail and the workspace's webhook is called, once, whatever dies in between.

Long because mails and webhooks each have to be right, signed, tried again and given up.
"""

import asyncio
import base64
import email
import hashlib
import hmac
import http.server
import json
import shutil
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from anyio import to_thread
from pydantic import SecretStr, ValidationError
from sqlmodel import select

from privexbot_app import db
from privexbot_app.adapters import mail
from privexbot_app.adapters.mail import Mail, MailError, Outbox, SmtpMailer
from privexbot_app.errors import Forbidden, Invalid
from privexbot_app.models import Notice, NoticeKind, NoticeState, NoticeWebhook, now
from privexbot_app.services import notice_settings, notices, people, privacy
from privexbot_app.settings import Settings, settings
from tests.conftest import ROOT
from tests.people.conftest import PERSON
from tests.people.smtp_twin import smtp_twin


def list_notices():
    return db.in_session(lambda session: list(session.exec(select(Notice).order_by(Notice.created_at))))


@pytest.fixture
def outbox(migrated):
    """The mails that lie there, by recipient."""
    folder = settings().data_dir / "outbox"
    shutil.rmtree(folder, ignore_errors=True)

    def read():
        found = [email.message_from_bytes(file.read_bytes()) for file in sorted(folder.glob("*.eml"))]
        return {str(one["To"]): one for one in found}

    return read


async def deliver_all():
    """What is due, as the job would; returns how many that were."""
    due = await notices.list_due()
    for notice_id, attempt in due:
        await to_thread.run_sync(notices.deliver, notice_id, attempt)
    return len(due)


@pytest.fixture
def hook(monkeypatch):
    """An address that takes calls: `(status to answer, calls that came)`."""
    calls, answers = [], [200]

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.append((dict(self.headers), body))
            self.send_response(answers[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setattr(settings(), "development_allowed_origins", url)
    yield url + "/told", answers, calls
    server.shutdown()
    server.server_close()


async def test_members_who_may_answer_and_want_it_get_a_mail_without_the_visitors_words(
    browser, hand_off, alice, bob, vera, outbox, taught_bot
):
    await browser.ask(f"I am Ada, 555-0199. {PERSON}")
    await browser.ask(PERSON)
    assert await deliver_all() == 2 and await deliver_all() == 0

    assert outbox().keys() == {"alice@example.com", "bob@example.com"}, "Vera may only look"
    sent = outbox()["alice@example.com"]
    text = sent.get_payload(decode=True).decode()
    assert sent["Subject"] == f"Somebody is waiting: {taught_bot.name}"
    assert f"/chatbots/{taught_bot.id}/conversations/" in text
    assert "Ada" not in text and "555" not in text


async def test_each_time_it_begins_to_wait_is_a_mail_of_its_own_and_who_declined_gets_none(
    browser, waiting, alice, bob, outbox
):
    await notice_settings.set_mails(bob, False)
    await people.hand_back(alice, waiting)
    await browser.ask(PERSON)
    await deliver_all()

    assert [one.attempts for one in list_notices()] == [1, 1] and outbox().keys() == {"alice@example.com"}


async def test_nobody_gets_a_mail_when_somebody_was_faster(waiting, alice, outbox):
    await people.take_over(alice, waiting)

    assert await deliver_all() == 1
    assert outbox() == {} and [one.state for one in list_notices()] == [NoticeState.SENT]


async def test_a_mail_that_is_repeated_by_a_job_is_one_mail(waiting, outbox, monkeypatch):
    """The process dies after sending and before writing that down: the same mail lies there, not a second one."""
    [(notice_id, attempt)] = await notices.list_due()

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(notices, "_settle", dies)
        with pytest.raises(KeyboardInterrupt):
            notices.deliver(notice_id, attempt)
    first = outbox()
    await to_thread.run_sync(notices.deliver, notice_id, attempt)
    await to_thread.run_sync(notices.deliver, notice_id, attempt)

    assert len(outbox()) == 1
    assert outbox()["alice@example.com"]["Message-ID"] == first["alice@example.com"]["Message-ID"]
    [notice] = list_notices()
    assert (notice.state, notice.attempts) == (NoticeState.SENT, 1)
    shutil.rmtree(settings().data_dir / "outbox")
    for late in (attempt, attempt + 1):
        await to_thread.run_sync(notices.deliver, notice_id, late)
    assert outbox() == {}, "it was sent although that had been written down"


async def test_a_job_that_comes_late_leaves_the_next_attempt_to_its_time(waiting, alice, hook, outbox):
    url, answers, calls = hook
    await notice_settings.set_webhook(alice, url)
    answers[0] = 500
    db.in_session(lambda session: session.add(Notice(conversation_id=waiting, kind=NoticeKind.WEBHOOK)))
    await deliver_all()
    [notice] = [one for one in list_notices() if one.kind is NoticeKind.WEBHOOK]
    await to_thread.run_sync(notices.deliver, notice.id, 0)

    assert len(calls) == 1


async def test_a_webhook_gets_a_signed_call_with_ids_and_the_last_question(browser, hand_off, alice, hook, outbox):
    url, _, calls = hook
    secret = await notice_settings.set_webhook(alice, url)
    await browser.ask("When is the shop open?")
    await browser.ask(PERSON)
    assert await deliver_all() == 2

    [(headers, body)] = calls
    facts = json.loads(body)
    assert (facts["type"], facts["reason"], facts["question"]) == ("conversation.waiting", "asked", PERSON)
    assert facts["id"] == headers["webhook-id"] and facts["workspace"] == str(alice.workspace_id)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - now().timestamp()) < 60


async def test_a_webhook_that_fails_is_called_again_later_under_the_same_id_and_given_up_at_last(
    waiting, alice, hook, outbox
):
    url, answers, calls = hook
    await notice_settings.set_webhook(alice, url)
    db.in_session(lambda session: session.add(Notice(conversation_id=waiting, kind=NoticeKind.WEBHOOK)))
    answers[0] = 500
    waits = []
    for _ in range(notices.MOST_ATTEMPTS):
        await deliver_all()
        [notice] = [one for one in list_notices() if one.kind is NoticeKind.WEBHOOK]
        waits.append(round((notice.due_at - now()).total_seconds()))
        assert await notices.list_due() == [], "it would be called again at once"
        db.in_session(make_due)

    assert len(calls) == notices.MOST_ATTEMPTS and len({headers["webhook-id"] for headers, _ in calls}) == 1
    assert waits == [20, 60, 180, 540, 1620, 4860, 7200, 7200]
    assert (notice.state, notice.problem) == (NoticeState.FAILED, "The address answered 500.")
    assert (await notice_settings.get_notice_settings(alice)).webhook_problem == "The address answered 500."


def make_due(session):
    for notice in session.exec(select(Notice)):
        notice.due_at = now() - timedelta(seconds=1)


async def test_the_secret_lies_encrypted_and_is_never_told_again(alice, hook):
    secret = await notice_settings.set_webhook(alice, hook[0])
    kept = db.in_session(lambda session: session.exec(select(NoticeWebhook)).one())

    assert secret.removeprefix("whsec_").encode() not in kept.sealed_secret
    assert secret not in str(await notice_settings.get_notice_settings(alice))


PRIVATE = ["http://127.0.0.1/x", "http://169.254.169.254/latest", "http://localhost:5432"]


@pytest.mark.parametrize("url", ["", "ftp://example.com", "x" * 2000, *PRIVATE])
async def test_an_address_that_may_not_be_called_is_refused(alice, url):
    with pytest.raises(Invalid):
        await notice_settings.set_webhook(alice, url)

    assert (await notice_settings.get_notice_settings(alice)).webhook_url == ""


async def test_who_may_only_look_decides_about_their_own_mails_alone(vera, alice, hook):
    await notice_settings.set_webhook(alice, hook[0])
    for act in (notice_settings.set_webhook(vera, hook[0]), notice_settings.delete_webhook(vera)):
        with pytest.raises(Forbidden):
            await act
    await notice_settings.set_mails(vera, False)

    assert (await notice_settings.get_notice_settings(vera)).wants_mail is False
    assert (await notice_settings.get_notice_settings(alice)).wants_mail is True
    await notice_settings.delete_webhook(alice)
    await notice_settings.delete_webhook(alice)
    assert (await notice_settings.get_notice_settings(alice)).webhook_url == ""


async def test_a_notice_goes_with_the_visitor(waiting, alice, outbox):
    due = await notices.list_due()
    await privacy.erase_person(alice, waiting)
    for notice_id, attempt in due:
        await to_thread.run_sync(notices.deliver, notice_id, attempt)

    assert list_notices() == [] and outbox() == {}


@pytest.mark.slow
async def test_a_worker_that_is_killed_and_started_again_sends_each_mail_once(waiting, alice, bob, migrated):
    """Two workers' lives: the first is killed somewhere on the way, the second finds what is left."""
    folder = settings().data_dir / "outbox"
    before = set(folder.glob("*.eml"))

    def worker():
        return subprocess.Popen([sys.executable, "-m", "privexbot_app", "worker"], cwd=ROOT)

    first = worker()
    await asyncio.sleep(2.5)
    first.kill()
    first.wait()
    second = worker()
    try:
        async with asyncio.timeout(60):
            while {one.state for one in list_notices()} != {NoticeState.SENT}:
                await asyncio.sleep(0.2)
        await asyncio.sleep(4)
    finally:
        second.kill()
        second.wait()

    assert len(set(folder.glob("*.eml")) - before) == 1
    assert [one.attempts for one in list_notices()] == [1]


LETTER = Mail("ada@example.com", "Hi\r\nBcc: eve@example.com", "Text\n.\nmore", "one")


def test_a_mail_reaches_the_server_whole_and_no_header_can_be_smuggled_in(tmp_path):
    with smtp_twin() as server:
        SmtpMailer(f"smtp+plain://me:p%40ss@127.0.0.1:{server.port}", "Us <us@example.com>").send(LETTER)

    sent = email.message_from_string(server.mails[0])
    assert (sent["To"], sent["From"], sent["Bcc"]) == ("ada@example.com", "Us <us@example.com>", None)
    assert sent["Subject"] == "Hi Bcc: eve@example.com" and sent["Message-ID"] == "<one@privexbot>"
    assert base64.b64encode(b"\0me\0p@ss").decode() in " ".join(server.lines)


def test_a_server_without_encryption_gets_neither_mail_nor_password():
    with smtp_twin() as server, pytest.raises(MailError) as refused:
        SmtpMailer(f"smtp://me:secret@127.0.0.1:{server.port}", "us@example.com").send(LETTER)

    assert server.mails == [] and not [line for line in server.lines if line.upper().startswith("AUTH")]
    assert "secret" not in str(refused.value) and "127.0.0.1" not in str(refused.value)


def test_a_server_that_refuses_or_is_away_is_said_so():
    with smtp_twin() as server:
        server.refuses = True
        with pytest.raises(MailError, match="refused it"):
            SmtpMailer(f"smtp+plain://127.0.0.1:{server.port}", "us@example.com").send(LETTER)
    with pytest.raises(MailError, match="could not be reached"):
        SmtpMailer("smtp+plain://127.0.0.1:1", "us@example.com").send(LETTER)


def test_without_a_server_mails_are_files_and_the_same_mail_is_one_file(tmp_path, monkeypatch):
    monkeypatch.setattr(settings(), "data_dir", tmp_path)
    assert isinstance(mail.mailer(), Outbox)
    for _ in range(2):
        mail.mailer().send(LETTER)

    assert [file.name for file in (tmp_path / "outbox").iterdir()] == ["one.eml"]
    monkeypatch.setattr(settings(), "smtp_url", SecretStr("smtp://mail.example.com"))
    assert isinstance(mail.mailer(), SmtpMailer)


def test_what_is_no_address_of_a_mail_server_stops_the_start(monkeypatch):
    monkeypatch.setenv("SMTP_URL", "mail.example.com")
    with pytest.raises(ValidationError):
        Settings()
