"""A conversation as its page shows it: what was said and noted, in one order."""

from dataclasses import replace

from privexbot_app.services.people_inbox import Message, MessageRole, Note, PeopleThread
from privexbot_app.ui.states.message_rows import FileRow, MessageRow
from privexbot_app.ui.states.person_rows import PersonRow
from privexbot_app.ui.states.usage import cost_text


def thread_rows(thread: PeopleThread) -> list[MessageRow]:
    """Messages keep the order they were said in; a note stands before the first message that is younger."""
    rows, notes = [], list(thread.notes)
    for message in thread.messages:
        while notes and notes[0].created_at < message.created_at:
            rows.append(_note(notes.pop(0), thread))
        rows.append(_message(message, thread))
    return rows + [_note(note, thread) for note in notes]


def _message(said: Message, thread: PeopleThread) -> MessageRow:
    row = MessageRow.of(said, thread.feedback.get(said.id))
    if said.id in thread.files:
        return replace(row, files=[FileRow.of(file) for file in thread.files[said.id]])
    if said.role is MessageRole.OPERATOR:
        return replace(row, author=PersonRow.of(thread.team.get(said.author_id)))
    return replace(row, cost=cost_text(thread.costs[said.id])) if said.id in thread.costs else row


def _note(note: Note, thread: PeopleThread) -> MessageRow:
    author = PersonRow.of(thread.team.get(note.author_id))
    return MessageRow("note", note.text, at=note.created_at.isoformat(), id=str(note.id), author=author)
