"""What is kept about a visitor, told to them in a few lines and in their language."""

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.errors import NotFound
from privexbot_app.models import Chatbot, Visitor
from privexbot_app.services.texts import texts_in
from privexbot_app.services.visits import Visit
from privexbot_app.store.privacy import count_of_visitor


@reading
def read_summary(session: Session, visit: Visit, language: str) -> str:
    """Markdown: since when, how much of each, what the website told, and how long. Raises NotFound once erased."""
    visitor = session.get(Visitor, visit.visitor_id)
    if visitor is None:
        raise NotFound("Nothing is kept about you.")
    texts = texts_in(visit.chatbot, language)
    counts = count_of_visitor(session, visitor.id)
    lines = [f"- {texts[f'task_data_{name}'].replace('{n}', str(count))}" for name, count in counts.items()]
    if facts := ", ".join(filter(None, (visitor.name, visitor.email, visitor.external_id))):
        lines.append(f"- {texts['task_data_told'].replace('{facts}', _plain(facts))}")
    since = texts["task_data_since"].replace("{date}", f"{visitor.created_at:%Y-%m-%d}")
    return "\n\n".join([since, "\n".join(lines), *_how_long(visit.chatbot, texts, counts["leads"])])


def _how_long(chatbot: Chatbot, texts: dict[str, str], leads: int) -> list[str]:
    if not chatbot.retention_days:
        return [texts["task_data_ever"]]
    days = texts["task_data_days"].replace("{n}", str(chatbot.retention_days))
    return [days, texts["task_data_leads_ever"]] if leads and not chatbot.retention_covers_leads else [days]


def _plain(text: str) -> str:
    """What a page told is no Markdown of ours."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]()<>#!|" else sign for sign in " ".join(text.split()))
