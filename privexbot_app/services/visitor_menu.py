"""What visitors may do beside asking: the owner's choice, for each chatbot."""

from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from privexbot_app.adapters import mail
from privexbot_app.db import reading, transaction
from privexbot_app.models import Chatbot, ChatbotState
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.services.versions import keep_version
from privexbot_app.store import chatbots as store

FileKind = Literal["images", "pdf", "texts", "tables", "word"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)


class VisitorMenu(BaseModel):
    """Nothing here takes away a visitor's rights: their data can be read and erased by the API whatever the menu says.

    `followups` offers questions to ask next below an answer, `uploads` takes files of the kinds in `upload_kinds`.
    """

    model_config = ConfigDict(extra="ignore")

    followups: bool = True
    rating: bool = True
    transcript_mail: bool = True
    transcript_file: bool = True
    see_data: bool = True
    download_data: bool = True
    delete_data: bool = True
    uploads: bool = False
    upload_kinds: list[FileKind] = Field(default=list(FILE_KINDS), max_length=len(FILE_KINDS))

    @property
    def takes_uploads(self) -> bool:
        return self.uploads and bool(self.upload_kinds)

    @property
    def sends_transcripts(self) -> bool:
        return self.transcript_mail and can_mail()


def can_mail() -> bool:
    """Only where there is a server that takes mails: a file in a folder reaches nobody."""
    return mail.has_server()


def visitor_menu_of(chatbot: Chatbot) -> VisitorMenu:
    """As the owner set it."""
    return VisitorMenu.model_validate(chatbot.visitor_menu)


@reading
def get_visitor_menu(session: Session, viewer: Viewer, chatbot_id: UUID) -> VisitorMenu:
    """Raises NotFound for a chatbot the viewer cannot see."""
    return visitor_menu_of(store.get_chatbot(session, viewer.scope, chatbot_id))


@transaction
def set_visitor_menu(session: Session, viewer: Viewer, chatbot_id: UUID, menu: VisitorMenu) -> None:
    """Takes effect when a page is opened next. Raises NotFound and Forbidden."""
    require_editor(viewer)
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    chatbot.visitor_menu = menu.model_dump(mode="json")
    if chatbot.state is ChatbotState.LIVE:
        keep_version(session, viewer, chatbot, "Changed while live")
