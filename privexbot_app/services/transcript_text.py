"""A conversation as a text that its visitor may keep: who said what, when, and from where; never a colleague's note."""

from uuid import UUID

from sqlmodel import Session

from privexbot_app.models import Chatbot, Conversation, Message, MessageRole, VisitorUpload
from privexbot_app.services.operators import Operator, list_operators
from privexbot_app.services.texts import texts_in
from privexbot_app.store.conversations import list_messages
from privexbot_app.store.visiting import list_uploads

EVERY_MESSAGE = 100_000
TELLERS = frozenset({MessageRole.VISITOR, MessageRole.BOT, MessageRole.OPERATOR})


def write_transcript(session: Session, chatbot: Chatbot, conversation: Conversation, language: str) -> str:
    """Plain text in that language, with times in UTC; what a bot or an operator has not said yet is left out."""
    texts = texts_in(chatbot, language)
    said = list_messages(session, conversation.id, last=EVERY_MESSAGE)
    said = [one for one in said if one.role in TELLERS and one.text]
    files = list_uploads(session, [one.id for one in said])
    names = _names(chatbot, texts, list_operators(session, {one.author_id for one in said}))
    head = [texts["task_text_title"].replace("{name}", chatbot.name), conversation.page_url, texts["task_text_utc"]]
    parts = [_part(one, names.get(one.author_id, names[None]), files, texts) for one in said]
    return "\n\n".join(["\n".join(filter(None, head)), *parts]) + "\n"


def _names(
    chatbot: Chatbot, texts: dict[str, str], operators: dict[UUID | None, Operator]
) -> dict[UUID | None, dict[MessageRole, str]]:
    """By who wrote it, then by role: only an operator's name depends on the writer."""
    own = {MessageRole.VISITOR: texts["task_text_you"], MessageRole.BOT: chatbot.name}
    nameless = {None: own | {MessageRole.OPERATOR: chatbot.name}}
    return nameless | {
        author: own | {MessageRole.OPERATOR: operator.name or chatbot.name} for author, operator in operators.items()
    }


def _part(
    said: Message, names: dict[MessageRole, str], files: dict[UUID, list[VisitorUpload]], texts: dict[str, str]
) -> str:
    lines = [f"{names[said.role]}, {said.created_at:%Y-%m-%d %H:%M}", said.text]
    lines += [f"[{file.name}]" for file in files.get(said.id, [])]
    if said.citations:
        lines += [f"{texts['task_text_sources']}:", *map(_source, said.citations)]
    return "\n".join(lines)


def _source(citation: dict[str, object]) -> str:
    return f"[{citation['n']}] {citation['title']} {citation['url'] or ''}".rstrip()
