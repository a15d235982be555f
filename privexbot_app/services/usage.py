"""What the models of a workspace did, and what that cost."""

from datetime import timedelta

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import ModelUse, now
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import usage as store
from privexbot_app.store.usage import DaysUse

SHOWN_DAYS = 30
SHOWN_ANSWERS = 50


@reading
def list_days(session: Session, viewer: Viewer) -> list[DaysUse]:
    """The last 30 days, by day, chatbot and model."""
    return store.sum_uses(session, viewer.scope, now().date() - timedelta(days=SHOWN_DAYS - 1))


@reading
def list_answers(session: Session, viewer: Viewer) -> list[tuple[ModelUse, str]]:
    """The latest answers, each with its chatbot's name."""
    return store.list_uses(session, viewer.scope, SHOWN_ANSWERS)
