"""Files on their way into a knowledge base: good ones are kept, and each has a line that says what became of it."""

from dataclasses import dataclass
from uuid import UUID

import reflex as rx
from pydantic import TypeAdapter, ValidationError

from privexbot_app.errors import AppError, Invalid
from privexbot_app.services import archives
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.archives import advice
from privexbot_app.services.knowledge import Upload
from privexbot_app.settings import settings
from privexbot_app.ui.states.knowledge import KnowledgeState
from privexbot_app.ui.upload_gate import FILES_AT_ONCE

Rejections = TypeAdapter(list[tuple[str, str]])  # a file's name, and the browser's word for what is wrong with it


@dataclass(frozen=True)
class FileLine:
    """What became of one file: `said` is a sentence."""

    name: str
    is_added: bool
    said: str


class UploadState(KnowledgeState):
    """One selection at a time."""

    percent: int = 0
    lines: list[FileLine] = []
    rejected: list[FileLine] = []

    @rx.event
    async def add_files(self, files: list[rx.UploadFile]):
        if not files:
            return None
        viewer, knowledge_id = await self._place()
        added = [await _add(viewer, knowledge_id, Upload(file.filename or "file", await file.read())) for file in files]
        self.percent, self.lines = 0, [line for lines, _ in added for line in lines]
        await self._look()
        count = sum(sources for _, sources in added)
        return [KnowledgeState.watch, rx.toast.success(f"Files added: {count}")] if count else None

    @rx.event
    def show_progress(self, progress: dict):
        done = progress.get("progress") if isinstance(progress, dict) else None
        self.percent = round(100 * done) if isinstance(done, int | float) and 0 <= done <= 1 else 0

    @rx.event
    def name_rejected(self, rejections: list):
        """What the browser did not even send."""
        try:
            found = Rejections.validate_python(rejections)
        except ValidationError:
            raise Invalid("These files cannot be used.") from None
        self.rejected = [FileLine(name[:100], False, _sentence(name[:100], code)) for name, code in found[:50]]

    @rx.event
    def start(self):
        self.lines = self.rejected = []


async def _add(viewer: Viewer, knowledge_base_id: UUID, upload: Upload) -> tuple[list[FileLine], int]:
    """Its lines, and how many sources it has become."""
    try:
        added = await archives.add_upload(viewer, knowledge_base_id, upload)
    except AppError as problem:
        return [FileLine(upload.name, False, problem.message)], 0
    count = len(added.sources)
    good = "Added." if count == 1 else f"{count} files added."
    lines = [FileLine(upload.name, True, good)] if count else []
    return [*lines, *(FileLine(f"{upload.name}: {name}", False, said) for name, said in added.problems)], count


def _sentence(name: str, code: str) -> str:
    if code == "file-too-large":
        return f"This is larger than {settings().file_bytes // 1_000_000} MB: give it in parts."
    if code == "too-many-files":
        return f"It was not sent: choose at most {FILES_AT_ONCE} files at once, or a ZIP of them."
    return f"This kind of file cannot be read: {advice(name)}."
