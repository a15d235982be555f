"""A visitor takes a conversation along: as a file at once, or by mail to an address that they give.

A mail is written down and sent by the job that sends notices. A stranger's mailbox is protected by counting: a visitor
may ask for a few an hour, and so may a network address.
"""

import re
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid, NotFound, TooMany
from privexbot_app.models import Conversation, Notice, NoticeKind, now
from privexbot_app.services.transcript_text import write_transcript
from privexbot_app.services.visitor_menu import visitor_menu_of
from privexbot_app.services.visits import Visit
from privexbot_app.store import visiting as store
from privexbot_app.store.conversations import lock_visitor

MOST_COPIES = 3
COPIES_HOURS = 1
LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")  # as HTML's input has it


@reading
def read_transcript(session: Session, visit: Visit, language: str, conversation_id: UUID | None = None) -> str:
    """Of that conversation of the visitor's, or of their latest. Raises NotFound."""
    if not visitor_menu_of(visit.chatbot).transcript_file:
        raise NotFound("This chatbot gives no copies of conversations.")
    conversation = _own(session, visit, conversation_id)
    return write_transcript(session, visit.chatbot, conversation, language)


@transaction
def mail_transcript(
    session: Session, visit: Visit, address: str, language: str, conversation_id: UUID | None = None
) -> None:
    """Written down to be sent as it is then. Raises Invalid with its field, NotFound, and TooMany."""
    if not visitor_menu_of(visit.chatbot).sends_transcripts:
        raise NotFound("This chatbot sends no copies of conversations.")
    address = address.strip()
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        raise Invalid("Enter an e-mail address, such as ada@example.com.", field="email")
    lock_visitor(session, visit.chatbot.id, visit.visitor_id)
    conversation = _own(session, visit, conversation_id)
    if store.count_copies(session, visit.visitor_id, now() - timedelta(hours=COPIES_HOURS)) >= MOST_COPIES:
        raise TooMany("That was enough copies for now. Please try again later.", retry_after_seconds=3600)
    session.add(Notice(conversation_id=conversation.id, kind=NoticeKind.TRANSCRIPT, address=address, language=language))


def _own(session: Session, visit: Visit, conversation_id: UUID | None) -> Conversation:
    if conversation := store.find_conversation(session, visit.visitor_id, conversation_id):
        return conversation
    raise NotFound("Nothing was said yet.")
