"""How the widget looks: colour, launcher, window and pictures, drawn while they are being chosen."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel

from privexbot_app.errors import AppError, Invalid
from privexbot_app.services import widget_pictures, widget_settings
from privexbot_app.services.chatbots import ChatbotChanges, get_chatbot
from privexbot_app.services.widget_look import WidgetLook, check_color
from privexbot_app.services.widget_pictures import PICTURE_BYTES, Place, picture_path
from privexbot_app.services.widget_preview import Draft
from privexbot_app.services.widget_settings import widget_of
from privexbot_app.ui.problems import parse
from privexbot_app.ui.states.preview import PreviewState

SIZES = ("offset_x", "offset_y", "width", "height", "radius")
WORDS = ("theme", "position", "font", "launcher_icon", "launcher_text")
TOO_LARGE = f"Choose one PNG, JPEG, WebP or GIF picture of at most {PICTURE_BYTES // 1000} kB."


class AppearanceForm(BaseModel):
    """As the page sends it: an empty size is the widget's own."""

    color: Annotated[str, AfterValidator(check_color)]
    theme: str
    position: str
    offset_x: str
    offset_y: str
    width: str
    height: str
    radius: str
    font: str
    launcher_icon: str
    launcher_text: str

    def look(self) -> WidgetLook:
        """Raises Invalid with the field that is wrong."""
        sizes = {name: getattr(self, name).strip().removesuffix("px").strip() or None for name in SIZES}
        return parse(WidgetLook, sizes | {name: getattr(self, name) for name in WORDS})


class AppearanceState(PreviewState):
    """`kept` are the form's values as they are kept, and what has been typed since is `_typed`."""

    is_loaded: bool = False
    version: int = 0
    kept: dict[str, str] = {}
    color: str = ""
    pictures: dict[str, str] = {"avatar": "", "launcher": ""}
    problem_field: str = ""
    problem: str = ""
    picture_problems: dict[str, str] = {"avatar": "", "launcher": ""}

    _typed: dict[str, str] = {}

    @rx.event
    async def load(self):
        await self._fill()
        self.problem_field = self.problem = ""
        self.is_loaded = True

    @rx.event
    async def put(self, name: str, text: str):
        """One field, while it is being changed."""
        if name in self.kept and isinstance(text, str):
            self._typed = {**self._typed, name: text}
            self.color = self._typed["color"][:7]
            await self._show_typed()

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            given = parse(AppearanceForm, form)
            await widget_settings.set_look(await self._viewer(), self._asked_id(), given.look(), given.color)
        except Invalid as problem:
            self.problem_field, self.problem = problem.field, problem.message
            return rx.set_focus(problem.field)
        await self._fill()
        await self._fill_sidebar(await self._viewer())
        return rx.toast.success("Saved.")

    @rx.event
    async def upload_avatar(self, files: list[rx.UploadFile]):
        await self._upload("avatar", files)

    @rx.event
    async def upload_launcher(self, files: list[rx.UploadFile]):
        await self._upload("launcher", files)

    @rx.event
    def reject_picture(self, place: str, _rejected: list):
        """What the browser did not even send."""
        self.picture_problems = {**self.picture_problems, place: TOO_LARGE}

    @rx.event
    async def remove_picture(self, place: str):
        if place in self.pictures:
            await widget_pictures.delete_picture(await self._viewer(), self._asked_id(), place)
            await self._look_at_pictures()

    async def _upload(self, place: Place, files: list[rx.UploadFile]) -> None:
        """Kept at once; what was typed into the form stays there."""
        self.picture_problems = {**self.picture_problems, place: ""}
        try:
            for file in files[:1]:
                image = await file.read(PICTURE_BYTES + 1)
                await widget_pictures.set_picture(await self._viewer(), self._asked_id(), place, image)
        except AppError as problem:
            self.picture_problems = {**self.picture_problems, place: problem.message}
        await self._look_at_pictures()

    async def _look_at_pictures(self) -> None:
        chatbot = await get_chatbot(await self._viewer(), self._asked_id())
        self.pictures = {place: picture_path(chatbot, place) or "" for place in ("avatar", "launcher")}
        await self._show_typed()

    async def _show_typed(self) -> None:
        """What cannot be drawn yet, such as half a number, leaves the preview as it was."""
        try:
            form = parse(AppearanceForm, self._typed)
            await self._draw(Draft(changes=ChatbotChanges(color=form.color), look=form.look()))
        except Invalid:
            return

    async def _fill(self) -> None:
        chatbot = await get_chatbot(await self._viewer(), self._asked_id())
        self._show(chatbot)
        self.kept = _texts(widget_of(chatbot).look) | {"color": chatbot.color}
        self._typed, self.color = self.kept, chatbot.color
        await self._look_at_pictures()
        self.version += 1


def _texts(look: WidgetLook) -> dict[str, str]:
    values: dict[str, Any] = look.model_dump()
    return {name: "" if value is None else str(value) for name, value in values.items()}
