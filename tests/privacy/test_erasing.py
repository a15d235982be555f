"""Erasing one person: exactly what is theirs goes, in any world, on both databases; and the operator's copy."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, select

from privexbot_app import db
from privexbot_app.errors import Forbidden, NotFound
from privexbot_app.models import Conversation, Lead, Message, Role, Visitor
from privexbot_app.services import inbox, privacy
from privexbot_app.store import privacy as store
from privexbot_app.store.privacy import ABOUT_A_BROWSER, ABOUT_A_CALL, Person
from tests.privacy.worlds import build_world, clear, hash_rows

WORLDS = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def rows_of(session, person: Person) -> set[tuple[str, str]]:
    """Whose every row is, said a second time in plain words and without following any key."""
    threads = session.exec(select(Conversation)).all()
    own = {one.id for one in threads if person.id in (one.visitor_id, one.id)}
    found = {("visitors", str(one.id)) for one in session.exec(select(Visitor)) if one.id == person.id}
    found |= {("conversations", str(id_)) for id_ in own}
    found |= {("messages", str(one.id)) for one in session.exec(select(Message)) if one.conversation_id in own}
    theirs = [one for one in session.exec(select(Lead)) if one.visitor_id == person.id or one.conversation_id in own]
    return found | {("leads", str(one.id)) for one in theirs}


def people_in(session) -> list[Person]:
    visitors = [Person(ABOUT_A_BROWSER, one.id) for one in session.exec(select(Visitor))]
    nobodys = session.exec(select(Conversation).where(Conversation.visitor_id == None))  # noqa: E711
    return sorted([*visitors, *(Person(ABOUT_A_CALL, one.id) for one in nobodys)], key=str)


@WORLDS
@given(seed=st.integers(0, 2**32), choice=st.integers(0, 2**16))
def test_exactly_the_rows_of_the_erased_are_gone_and_no_other_row_has_changed(database, seed, choice):
    def erase(session):
        clear(session)
        build_world(session, seed)
        if not (people := people_in(session)):
            return
        person = people[choice % len(people)]
        before, theirs = hash_rows(session), rows_of(session, person)

        counts = store.erase_person(session, person)

        assert hash_rows(session) == {key: row for key, row in before.items() if key not in theirs}
        assert sum(counts.values()) == len(theirs)

    db.in_session(erase)


@settings(WORLDS, max_examples=40)
@given(seed=st.integers(0, 2**32), choice=st.integers(0, 2**16))
def test_the_copy_has_exactly_the_rows_that_erasing_would_delete(database, seed, choice):
    def read(session):
        clear(session)
        build_world(session, seed)
        if not (people := people_in(session)):
            return
        person = people[choice % len(people)]

        copy = store.read_person(session, person)

        assert {(name, str(row["id"])) for name, rows in copy.items() for row in rows} == rows_of(session, person)

    db.in_session(read)


def test_every_table_that_points_at_a_person_is_followed():
    """A new table about visitors must go with them: its key says CASCADE, or it keeps nothing that is theirs."""
    followed = {table.name for table in store.tables_about(Person(ABOUT_A_BROWSER, "00" * 16))}
    pointing = {
        (table.name, key.parent.name, key.ondelete)
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in followed
    }

    assert {"visitors", "conversations", "messages", "leads"} <= followed
    assert not [link for link in pointing if link[2] not in ("CASCADE", "SET NULL")]
    assert {link[0] for link in pointing if link[2] == "CASCADE"} <= followed


async def only_conversation(alice, bot):
    [overview] = await inbox.list_conversations(alice, bot.id)
    return overview.id


async def test_an_operator_downloads_everything_about_a_visitor_but_no_secret(browser, alice, taught_bot):
    await browser.ask("When is the shop open? I am ada@example.com")
    await browser.post("/leads", {"fields": {"name": "Ada", "email": "ada@example.com"}})

    export = await privacy.export_person(alice, await only_conversation(alice, taught_bot))

    tables = json.loads(export.text)["tables"]
    assert {name: len(rows) for name, rows in tables.items() if rows} == {
        "visitors": 1,
        "conversations": 1,
        "messages": 2,
        "leads": 1,
    }
    assert tables["messages"][0]["text"].endswith("ada@example.com") and tables["messages"][1]["receipt"]["passages"]
    assert "token_hash" not in export.text and export.filename.endswith(".json")


async def test_an_operator_erases_a_visitor_with_all_their_conversations(browser, alice, taught_bot, caplog):
    caplog.set_level("INFO")
    await browser.ask("When is the shop open?")
    conversation_id = await only_conversation(alice, taught_bot)

    counts = await privacy.erase_person(alice, conversation_id)

    assert {name: count for name, count in counts.items() if count} == {
        "visitors": 1,
        "conversations": 1,
        "messages": 2,
    }
    assert await inbox.list_conversations(alice, taught_bot.id) == []
    assert "was erased by an operator" in caplog.text and str(conversation_id) not in caplog.text
    with pytest.raises(NotFound):
        await privacy.export_person(alice, conversation_id)


async def test_a_question_of_a_program_is_erased_alone(client, alice, taught_bot, browser):
    await browser.ask("How long does shipping take?")
    await client.post(f"/chatbots/{taught_bot.public_id}/message", json={"message": "When is the shop open?"})
    api = next(one for one in await inbox.list_conversations(alice, taught_bot.id) if one.channel == "api")

    await privacy.erase_person(alice, api.id)

    assert [one.question for one in await inbox.list_conversations(alice, taught_bot.id)] == [
        "How long does shipping take?"
    ]


async def test_a_stranger_can_neither_copy_nor_erase_and_a_viewer_cannot_erase(browser, alice, mallory, taught_bot):
    from dataclasses import replace

    await browser.ask("When is the shop open?")
    conversation_id = await only_conversation(alice, taught_bot)

    for act in (privacy.export_person, privacy.erase_person):
        with pytest.raises(NotFound):
            await act(mallory, conversation_id)
    with pytest.raises(Forbidden):
        await privacy.erase_person(replace(alice, role=Role.VIEWER), conversation_id)
    assert await only_conversation(alice, taught_bot) == conversation_id
