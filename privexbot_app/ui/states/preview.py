"""The widget as it would look while an owner changes it: on a phone or a desktop, by day or by night, open or not."""

import reflex as rx

from privexbot_app.services.widget_preview import Draft, sign_draft
from privexbot_app.ui.states.chatbot import ChatbotState

DEVICES = {"desktop": "Desktop", "phone": "Phone"}
LIGHTS = {"light": "Light", "dark": "Dark"}
STAGES = {"open": "Open", "closed": "Closed"}


class PreviewState(ChatbotState):
    """`preview_url` changes with each draft; the states of the pages that show a preview build on this one."""

    preview_url: str = ""
    device: str = "desktop"
    light: str = "light"
    stage: str = "open"

    _draft: Draft = Draft()

    @rx.event
    def choose_device(self, device: str):
        self.device = device if device in DEVICES else "desktop"

    @rx.event
    async def choose_light(self, light: str):
        self.light = light if light in LIGHTS else "light"
        await self._draw(self._draft)

    @rx.event
    async def choose_stage(self, stage: str):
        self.stage = stage if stage in STAGES else "open"
        await self._draw(self._draft)

    async def _draw(self, draft: Draft) -> None:
        """What is drawn until the next draft."""
        shown = {"dark": self.light == "dark", "open": self.stage == "open"}
        self._draft = draft.model_copy(update=shown)
        token = await sign_draft(await self._viewer(), self._asked_id(), self._draft)
        self.preview_url = f"/api/v1/preview/{token}/page"
