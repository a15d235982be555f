"""Visitors' files: which are taken, who gets them, how they are handed out, and that they go."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select, update

from privexbot_app import db, security
from privexbot_app.models import Message, UploadContent, VisitorUpload, now
from privexbot_app.rag.file_kinds import kind_of
from privexbot_app.services import people_inbox, privacy, retention, uploads
from privexbot_app.services.privacy import PrivacyChanges
from privexbot_app.settings import settings
from tests.api.conftest import open_browser
from tests.people.conftest import get_conversation, hand_off
from tests.visiting import files

__all__ = ["hand_off"]

GOOD = [
    ("a.png", files.PNG, "image/png"),
    ("a.JPG", files.JPEG, "image/jpeg"),
    ("a.gif", files.GIF, "image/gif"),
    ("a.webp", files.WEBP, "image/webp"),
    ("a.pdf", files.pdf("Hello."), "application/pdf"),
    ("a.txt", "Größe 9½".encode(), "text/plain"),
    ("a.txt", "Hello".encode("utf-16"), "text/plain"),
    ("a.csv", files.CSV, "text/csv"),
    ("a.docx", files.word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
]
BAD = [
    ("a.png", files.JPEG),
    ("a.png", files.PAGE),
    ("a.svg", files.SVG),
    ("a.html", files.PAGE),
    ("a.txt", files.PAGE),
    ("a.txt", b"\xef\xbb\xbf  " + files.SVG),
    ("a.txt", b"MZ\x90\x00"),
    ("a.csv", b"\x7fELF\x02\x01"),
    ("a.docx", files.word(document=False)),
    ("a.docx", b"PK\x03\x04 no archive"),
    ("a.pdf.exe", files.pdf("Hello.")),
    ("pdf", files.pdf("Hello.")),
    ("", files.PNG),
]


@pytest.fixture
async def open_door(allow):
    await allow(uploads=True)


async def send(browser, name="invoice.txt", content=files.INVOICE):
    given = {"file": (name, content, "image/png")}
    return await browser.client.post(f"{browser.base}/uploads", files=given, headers=browser.pass_)


async def ask_with(browser, text, *sent, client_id=""):
    body = {"id": client_id or uuid4().hex, "message": text, "files": [one.json()["id"] for one in sent]}
    return await browser.post("/message", body)


def count(table):
    return len(db.in_session(lambda session: list(session.exec(select(table)))))


@pytest.mark.parametrize(("name", "content", "media_type"), GOOD)
def test_a_kind_is_known_by_its_bytes(name, content, media_type):
    assert kind_of(name, content) == media_type


@pytest.mark.parametrize(("name", "content"), BAD)
def test_what_only_calls_itself_so_is_no_such_file(name, content):
    assert kind_of(name, content) == ""


async def test_a_file_is_kept_sent_with_a_message_and_found_in_the_history(browser, open_door):
    sent = await send(browser)
    assert sent.status_code == 201
    assert {name: sent.json()[name] for name in ("name", "type", "size")} == {
        "name": "invoice.txt",
        "type": "text/plain",
        "size": len(files.INVOICE),
    }

    await ask_with(browser, "When is the shop open?", sent)

    asked, answer = (await browser.get("/conversation")).json()["messages"]
    [file] = asked["files"]
    assert (file["id"], file["name"], answer["files"]) == (sent.json()["id"], "invoice.txt", [])
    assert (await browser.client.get(file["url"])).content == files.INVOICE


async def test_it_is_handed_out_to_be_saved_and_never_to_be_opened(browser, client, open_door):
    url = (await send(browser, "a/..\\\u202eü?.txt", b"<b>")).json()["url"]

    answer = await client.get(url)

    assert url.startswith("/api/v1/uploads/")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%BC.txt"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, no-store"


async def test_a_link_that_is_forged_or_of_yesterday_opens_nothing(browser, client, open_door, monkeypatch):
    sent = (await send(browser)).json()
    forged = security.sign("visit", sent["id"])
    assert (await client.get(f"/api/v1/uploads/{forged}")).status_code == 404
    assert (await client.get(f"/api/v1/uploads/{sent['id']}")).status_code == 404

    monkeypatch.setattr(uploads, "LINK_SECONDS", -1)
    assert (await client.get(sent["url"])).status_code == 404


async def test_nobody_sends_a_file_of_somebody_elses_or_one_twice(browser, client, taught_bot, open_door):
    other = await open_browser(client, taught_bot.public_id)
    sent = await send(browser)

    stolen = await ask_with(other, "Whose is this?", sent)
    assert (stolen.status_code, stolen.json()["error"]["field"]) == (422, "files")
    assert (await ask_with(browser, "Mine.", sent)).status_code == 200
    assert (await ask_with(browser, "Mine again.", sent)).status_code == 422
    anonymous = await client.post(f"{browser.base}/message", json={"message": "?", "files": [sent.json()["id"]]})
    assert anonymous.status_code == 401
    assert count(Message) == 2


async def test_the_same_message_sent_again_gets_the_same_reply(browser, open_door):
    sent = await send(browser)
    first = await ask_with(browser, "When is the shop open?", sent, client_id="m-1")

    again = await ask_with(browser, "When is the shop open?", sent, client_id="m-1")
    assert again.json() == first.json()


async def test_by_default_no_file_is_taken(browser):
    assert (await send(browser)).status_code == 404
    assert count(VisitorUpload) == 0


async def test_without_a_session_no_file_is_read(client, browser, open_door):
    answer = await client.post(f"{browser.base}/uploads", files={"file": ("a.txt", files.INVOICE)})

    assert answer.status_code == 401


async def test_only_kinds_that_the_owner_takes_are_taken(browser, allow):
    await allow(uploads=True, upload_kinds=["images"])

    assert (await send(browser, "a.png", files.PNG)).status_code == 201
    refused = await send(browser)
    assert (refused.status_code, refused.json()["error"]["message"]) == (
        415,
        "Please choose one of these: PNG, JPG, JPEG, WEBP, GIF.",
    )


@pytest.mark.parametrize(
    ("content", "status"), [(b"x" * 2001, 413), (b"x" * 50_000, 413), (b"", 422), (b"\0\1", 415), (b"x" * 2000, 201)]
)
async def test_what_is_too_large_empty_or_of_no_kind_is_refused(browser, open_door, monkeypatch, content, status):
    monkeypatch.setattr(settings(), "upload_bytes", 2000)

    assert (await send(browser, content=content)).status_code == status


async def test_a_form_without_a_file_says_so(browser, open_door):
    answer = await browser.client.post(f"{browser.base}/uploads", data={"file": "text"}, headers=browser.pass_)

    assert answer.status_code in (400, 422)


async def test_other_calls_keep_their_small_body(browser, open_door):
    assert (await browser.post("/message", {"message": "x" * 40_000})).status_code == 413


@pytest.mark.parametrize("name", ["uploads_per_day_per_visitor", "uploads_per_day_per_chatbot"])
async def test_a_day_has_so_many_files(browser, open_door, monkeypatch, name):
    monkeypatch.setattr(settings(), name, 2)

    assert [(await send(browser)).status_code for _ in range(3)] == [201, 201, 429]


async def test_four_files_are_too_many_for_one_message(browser, open_door):
    sent = [await send(browser) for _ in range(4)]

    assert (await ask_with(browser, "Look.", *sent)).status_code == 422
    assert (await ask_with(browser, "Look.", *sent[:3])).status_code == 200


async def test_operators_see_the_file_beside_the_message(browser, alice, open_door):
    await ask_with(browser, "When is the shop open?", await send(browser))

    thread = await people_inbox.read_conversation(alice, get_conversation().id)
    [file] = thread.files[thread.messages[0].id]
    assert (file.name, file.size) == ("invoice.txt", len(files.INVOICE))


async def test_a_file_reaches_the_person_who_has_the_conversation(browser, alice, open_door, hand_off):
    await browser.ask("Can I talk to a person?")

    answer = await ask_with(browser, "", await send(browser, "shoe.png", files.PNG))

    assert answer.json()["reply"] is None
    thread = await people_inbox.read_conversation(alice, get_conversation().id)
    assert thread.messages[-1].text == "shoe.png" and thread.files[thread.messages[-1].id][0].name == "shoe.png"


async def test_the_visitors_copy_and_the_operators_have_file_and_rating(browser, alice, open_door):
    await ask_with(browser, "When is the shop open?", await send(browser, "shoe.png", files.PNG))
    await browser.post("/rating", {"fields": {"stars": "4", "comment": "Good."}})

    copy = (await browser.get("/my-data")).json()
    export = json.loads((await privacy.export_person(alice, get_conversation().id)).text)

    [file] = copy["files"]
    assert (file["name"], (await browser.client.get(file["url"])).content) == ("shoe.png", files.PNG)
    assert copy["conversations"][0]["rating"]["stars"] == 4
    assert export["tables"]["conversation_ratings"][0]["comment"] == "Good."
    assert export["tables"]["upload_contents"][0]["content"].startswith("iVBORw0KGgo")


async def test_erasing_the_visitor_erases_their_files_and_links_lead_nowhere(browser, client, open_door):
    sent = await send(browser)
    await ask_with(browser, "When is the shop open?", sent)
    await send(browser)

    await browser.client.delete(f"{browser.base}/my-data", headers=browser.pass_)

    assert (count(VisitorUpload), count(UploadContent)) == (0, 0)
    assert (await client.get(sent.json()["url"])).status_code == 404
    assert (await send(browser)).status_code == 404


async def test_retention_takes_the_files_of_what_it_deletes(browser, alice, taught_bot, open_door):
    await ask_with(browser, "When is the shop open?", await send(browser))
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_days=1))
    conversation = get_conversation()

    def age(session):
        kept = session.get_one(type(conversation), conversation.id)
        kept.changed_at = now() - timedelta(days=2)

    db.in_session(age)
    await retention.sweep()

    assert (count(VisitorUpload), count(UploadContent)) == (0, 0)


async def test_a_file_that_was_never_sent_goes_after_a_day(browser, open_door):
    await send(browser)
    await ask_with(browser, "When is the shop open?", await send(browser))
    await retention.sweep()
    assert count(VisitorUpload) == 2

    db.in_session(lambda session: session.exec(update(VisitorUpload).values(created_at=now() - timedelta(days=2))))
    await retention.sweep()

    assert (count(VisitorUpload), count(UploadContent)) == (1, 1)
