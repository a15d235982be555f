"""What visitors may do beside asking."""

import reflex as rx
from pydantic import BaseModel

from privexbot_app.services import visitor_menu
from privexbot_app.services.visitor_menu import FILE_KINDS, VisitorMenu
from privexbot_app.ui.problems import filled, parse
from privexbot_app.ui.states.chatbot import ChatbotState

SWITCHES = (
    "followups",
    "rating",
    "transcript_mail",
    "transcript_file",
    "see_data",
    "download_data",
    "delete_data",
    "uploads",
)


class VisitorsForm(BaseModel):
    """As the page sends it: a switch that is off may be missing."""

    followups: bool = False
    rating: bool = False
    transcript_mail: bool = False
    transcript_file: bool = False
    see_data: bool = False
    download_data: bool = False
    delete_data: bool = False
    uploads: bool = False
    kind_images: bool = False
    kind_pdf: bool = False
    kind_texts: bool = False
    kind_tables: bool = False
    kind_word: bool = False

    def menu(self) -> VisitorMenu:
        kinds = [kind for kind in FILE_KINDS if getattr(self, f"kind_{kind}")]
        return parse(VisitorMenu, self.model_dump(include=set(SWITCHES)) | {"upload_kinds": kinds})


class VisitorsState(ChatbotState):
    """The form's switches as they are kept."""

    is_loaded: bool = False
    version: int = 0
    switches: dict[str, bool] = {}
    has_mail: bool = True

    @rx.event
    async def load(self):
        self._fill(await visitor_menu.get_visitor_menu(await self._viewer(), self._asked_id()))
        self.has_mail = visitor_menu.can_mail()
        self.is_loaded = True

    @rx.event
    async def save(self, form: dict):
        menu = parse(VisitorsForm, filled(form)).menu()
        await visitor_menu.set_visitor_menu(await self._viewer(), self._asked_id(), menu)
        self._fill(menu)
        return rx.toast.success("Saved.")

    def _fill(self, kept: VisitorMenu) -> None:
        kinds = {f"kind_{kind}": kind in kept.upload_kinds for kind in FILE_KINDS}
        self.switches = {name: getattr(kept, name) for name in SWITCHES} | kinds
        self.version += 1
