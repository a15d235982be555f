"""Whether a chatbot may be deployed: with its gate on, only when its test set passed on just what would be deployed."""

from sqlmodel import Session

from privexbot_app.errors import Conflict
from privexbot_app.models import Chatbot
from privexbot_app.services.settings_of import fingerprint, settings_of
from privexbot_app.store import golden as store
from privexbot_app.store.knowledge_links import list_base_ids
from privexbot_app.store.passages import get_version


def fingerprint_of(session: Session, chatbot: Chatbot) -> str:
    """Of the settings, the knowledge and the test set: another one means that a run says nothing any more."""
    questions = [
        (one.id, one.question, one.expected_text, one.expected_source_id)
        for one in store.list_questions(session, chatbot.id)
    ]
    own, *shared = list_base_ids(session, chatbot)
    others = [(base_id, get_version(session, base_id)) for base_id in shared]
    return fingerprint(settings_of(chatbot), get_version(session, own), questions, *others)


def check_gate(session: Session, chatbot: Chatbot) -> None:
    """Raises Conflict with what to do about it; a gate without test questions is open."""
    questions = store.list_questions(session, chatbot.id) if chatbot.publish_gate else []
    if not questions:
        return
    runs = store.list_finished_runs(session, chatbot.id, 1)
    if not runs or runs[0].fingerprint != fingerprint_of(session, chatbot):
        raise Conflict("Not deployed: run the test set first, because something changed since its last run.")
    results = store.list_results(session, runs[0].id)
    failing = sum(1 for question in questions if question.id not in results or results[question.id].problem)
    if failing:
        raise Conflict(f"Not deployed: {failing} of {len(questions)} test questions fail. See Improve, Test set.")
