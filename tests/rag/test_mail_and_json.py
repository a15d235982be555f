"""E-mails and JSON: what is said first, what becomes a heading, and what is only named."""

import json
from email.message import EmailMessage

import pytest

from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.parse import ParseError, parse


def read_json(value: object) -> ParsedDocument:
    return parse(json.dumps(value).encode(), "application/json", "shop.json")


def read_mail(mail: EmailMessage) -> ParsedDocument:
    return parse(mail.as_bytes(), "message/rfc822", "mail.eml")


def mail(text: str = "We ship on Mondays.") -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["Date"] = (
        "Grüße aus Zürich",
        "Ann <ann@shop.example>",
        "Mon, 2 Mar 2026 09:00:00 +0100",
    )
    made.set_content(text)
    return made


def test_an_email_has_its_subject_as_title_and_says_who_wrote_it() -> None:
    document = read_mail(mail())
    assert document.title == "Grüße aus Zürich"
    assert document.text.split("\n") == [
        "From: Ann <ann@shop.example>",
        "Date: Mon, 02 Mar 2026 09:00:00 +0100",
        "We ship on Mondays.",
    ]


def test_an_email_that_is_only_html_is_read_and_its_attachment_named() -> None:
    made = mail()
    made.clear_content()
    made.set_content("<table><tr><td><p>Hello <b>you</b></p><p>Bye</p></td></tr></table>", subtype="html")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="price list.pdf")
    document = read_mail(made)
    assert document.text.split("\n")[2:] == ["Hello you", "Bye"]
    assert document.problems == ("The attachment “price list.pdf” was not read: upload it as a file of its own.",)


def test_a_text_that_is_attached_is_not_taken_for_what_was_written() -> None:
    made = EmailMessage()
    made["From"] = "a@b.example"
    made.set_content("<p>What was written</p>", subtype="html")
    made.add_attachment("What was attached", filename="terms.txt")
    document = read_mail(made)
    assert document.text.split("\n") == ["From: a@b.example", "What was written"]
    assert len(document.problems) == 1


def test_the_text_of_an_email_in_an_unknown_encoding_is_read_all_the_same() -> None:
    raw = b"From: a@b.example\nContent-Type: text/plain; charset=x-unknown\n\nGr\xf6\xdfe 9\n"
    assert "Größe 9" in parse(raw, "message/rfc822", "a.eml").text


def test_what_is_no_email_is_told_in_a_sentence() -> None:
    with pytest.raises(ParseError, match="not an e-mail"):
        parse(b"just some words", "message/rfc822", "a.eml")


def test_keys_are_said_before_values_and_deep_ones_become_headings() -> None:
    document = read_json(
        {"open": True, "shop_name": "Bern", "address": {"street": "Gasse 1", "tags": ["a", "b"]}, "none": None}
    )
    assert document.text.split("\n") == ["open: yes", "shop name: Bern", "address", "street: Gasse 1", "tags: a, b"]
    assert [heading.text for heading in document.headings] == ["address"]


def test_a_list_of_flat_objects_is_read_like_a_table() -> None:
    document = read_json({"shoes": [{"name": "Boot", "price": 89.5}, {"name": "Sandal", "price": None}]})
    assert document.text.split("\n") == ["shoes", "name: Boot; price: 89.5", "name: Sandal"]


def test_a_list_of_deep_objects_has_a_heading_for_each() -> None:
    items = [{"question": "When?", "answer": {"text": "Today."}}, {"answer": {"text": "Never."}}]
    document = read_json({"faq": items})
    assert [heading.text for heading in document.headings] == ["faq", "When?", "answer", "faq 2", "answer"]


def test_one_object_a_line_is_read_too() -> None:
    assert parse(b'{"a": 1}\n{"a": 2}\n', "application/json", "a.jsonl").text == "a: 1\na: 2"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1,\n "b": }', "mistake in line 2"),
        ("[" * 500 + "1" + "]" * 500, "nested too deeply"),
        ("1" * 5000, "number in it is too long"),
        ("{}", "no readable text"),
    ],
)
def test_json_that_cannot_be_read_is_told_in_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parse(text.encode(), "application/json", "a.json")
