"""An install that is upgraded keeps every row, gets the defaults, and knows whose its old leads are."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import Chatbot, Conversation, Lead
from tests.conftest import ROOT
from tests.privacy.worlds import build_world, hash_rows

TABLES = {"chatbots", "visitors", "conversations", "messages", "leads"}


def kept_of(hashes):
    """Without the tables of later revisions, which go when one goes back that far."""
    return {row: value for row, value in hashes.items() if row[0] in TABLES}


def test_going_back_and_forth_loses_nothing_and_finds_the_visitor_of_a_lead(database):
    def prepare(session):
        build_world(session, seed=7)
        for lead in session.exec(select(Lead)):  # as they were kept before: by their conversation, if there is one
            thread = session.get(Conversation, lead.conversation_id) if lead.conversation_id else None
            lead.visitor_id = thread.visitor_id if thread else None
            session.add(lead)
        session.flush()
        return hash_rows(session)

    config = Config(ROOT / "alembic.ini")
    before = db.in_session(prepare)
    try:
        command.downgrade(config, str(ScriptDirectory.from_config(config).get_revision("0005").down_revision))
    finally:
        command.upgrade(config, "head")

    assert kept_of(db.in_session(hash_rows)) == kept_of(before)
    assert {name for name, *_ in kept_of(before)} == TABLES
    bots = db.in_session(lambda session: session.exec(select(Chatbot)).all())
    assert {(bot.masks_personal, bot.masks_passages, bot.retention_days) for bot in bots} == {(True, False, 0)}
    leads = db.in_session(lambda session: session.exec(select(Lead)).all())
    assert any(lead.visitor_id for lead in leads)
