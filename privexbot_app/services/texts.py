"""What the widget says by itself in the owner's own words, language by language; ours wherever there are none."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.errors import Invalid
from privexbot_app.models import Chatbot, ChatbotState
from privexbot_app.rag import prompt
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.services.versions import keep_version
from privexbot_app.store import chatbots as store
from widget_py.strings import ENGLISH, STRINGS, choose_language

LANGUAGES = prompt.LANGUAGES  # that a chatbot speaks, by their English names

LONGEST = 200
LONGEST_GREETING = 500
PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class OwnText:
    """`ours` is shown while `own` is empty."""

    key: str
    ours: str
    own: str


def language_for(chatbot: Chatbot, asked: str, accepted: str) -> str:
    """What a visitor is told in: the page's wish, else what their browser accepts, else the chatbot's own."""
    return choose_language(asked, accepted, chatbot.language or ENGLISH)


def texts_in(chatbot: Chatbot, language: str) -> dict[str, str]:
    """Every text of the widget by key, as visitors read it."""
    own: dict[str, str] = chatbot.texts.get(language, {})
    return STRINGS[language] | own


@reading
def list_texts(session: Session, viewer: Viewer, chatbot_id: UUID, language: str) -> list[OwnText]:
    """Raises NotFound for a chatbot the viewer cannot see, Invalid for a language the widget does not speak."""
    own = store.get_chatbot(session, viewer.scope, chatbot_id).texts.get(_known(language), {})
    return [OwnText(key, ours, own.get(key, "")) for key, ours in STRINGS[language].items()]


@transaction
def set_texts(session: Session, viewer: Viewer, chatbot_id: UUID, language: str, given: dict[str, str]) -> Chatbot:
    """All own texts of one language; an empty one is ours again. Raises Invalid, whose field is the text's key."""
    require_editor(viewer)
    own = {key: text for key, text in _checked(_known(language), given).items() if text}
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    chatbot.texts = {name: texts for name, texts in (chatbot.texts | {language: own}).items() if texts}
    if chatbot.state is ChatbotState.LIVE:
        keep_version(session, viewer, chatbot, "Changed while live")
    return chatbot


def _known(language: str) -> str:
    if language not in STRINGS:
        raise Invalid("The widget does not speak this language.", field="language")
    return language


def _checked(language: str, given: dict[str, str]) -> dict[str, str]:
    texts = {key: " ".join(text.split()) for key, text in given.items()}
    for key, text in texts.items():
        _check(key, text, STRINGS[language].get(key))
    return texts


def _check(key: str, text: str, ours: str | None) -> None:
    if ours is None:
        raise Invalid("The widget has no such text.", field=key)
    longest = LONGEST_GREETING if key == "greeting" else LONGEST
    if len(text) > longest:
        raise Invalid(f"Please use at most {longest} characters.", field=key)
    for name in PLACEHOLDER.findall(ours):
        if text and name not in text:
            raise Invalid(f"Please keep {name} in this text; what it stands for is put in its place.", field=key)
