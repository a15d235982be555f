"""The signed-in member as visitors see them: a name, a colour, and perhaps a picture."""

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError, Invalid
from privexbot_app.services import operators
from privexbot_app.services.operators import AVATAR_BYTES, NAMELESS
from privexbot_app.ui.problems import parse
from privexbot_app.ui.states.person_rows import PersonRow
from privexbot_app.ui.states.signed_in import SignedInState


class ProfileForm(BaseModel):
    """As the page sends it."""

    name: str
    color: str


class ProfileState(SignedInState):
    """`me` as visitors see it; `name` is what is kept, and may be empty."""

    is_loaded: bool = False
    version: int = 0
    name: str = ""
    me: PersonRow = PersonRow()
    problem_field: str = ""
    problem: str = ""
    avatar_problem: str = ""

    @rx.event
    async def load_profile(self):
        self.problem_field = self.problem = self.avatar_problem = ""
        await self._fill_sidebar(await self._viewer())
        await self._look()
        self.is_loaded = True

    @rx.event
    async def save(self, form: dict):
        self.problem_field = self.problem = ""
        try:
            await self._write(parse(ProfileForm, form))
        except Invalid as problem:
            self.problem_field, self.problem = problem.field, problem.message
            return rx.set_focus(problem.field)
        await self._look()
        return rx.toast.success("Saved.")

    @rx.event
    async def upload_avatar(self, files: list[rx.UploadFile]):
        self.avatar_problem = ""
        try:
            for file in files[:1]:
                await operators.set_avatar(await self._viewer(), await file.read(AVATAR_BYTES + 1))
        except AppError as problem:
            self.avatar_problem = problem.message
        await self._look()

    @rx.event
    def reject_avatar(self, _rejected: list):
        """What the browser did not even send."""
        self.avatar_problem = f"Choose one PNG, JPEG or WebP picture of at most {AVATAR_BYTES // 1000} kB."

    @rx.event
    async def remove_avatar(self):
        await operators.delete_avatar(await self._viewer())
        await self._look()

    async def _write(self, form: ProfileForm) -> None:
        viewer = await self._viewer()
        kept = await operators.get_profile(viewer)
        await operators.set_profile(viewer, parse(operators.Profile, kept.model_dump() | form.model_dump()))

    async def _look(self) -> None:
        viewer = await self._viewer()
        self.name = (await operators.get_profile(viewer)).name
        mine = next(one for one in await operators.list_teammates(viewer) if one.is_me)
        self.me = PersonRow.of(mine, shown_as=self.name or NAMELESS)
        self.version += 1
