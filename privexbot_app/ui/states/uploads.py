"""Files on their way into a knowledge base: good ones are kept, the others are named with what is wrong."""

import reflex as rx
from pydantic import TypeAdapter, ValidationError

from privexbot_app.errors import AppError, Invalid
from privexbot_app.services import knowledge
from privexbot_app.services.knowledge import Upload
from privexbot_app.settings import settings
from privexbot_app.ui.states.knowledge import KnowledgeState
from privexbot_app.ui.upload_gate import FILES_AT_ONCE

Rejections = TypeAdapter(list[tuple[str, str]])  # a file's name, and the browser's word for what is wrong with it


class UploadState(KnowledgeState):
    """One selection at a time."""

    percent: int = 0
    problems: list[str] = []
    rejected: list[str] = []

    @rx.event
    async def add_files(self, files: list[rx.UploadFile]):
        if not files:
            return None
        self.percent, self.problems = 0, await self._add_each(files)
        added = len(files) - len(self.problems)
        await self._look()
        return [KnowledgeState.watch, rx.toast.success(f"Files added: {added}")] if added else None

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
        self.rejected = [_sentence(name[:100], code) for name, code in found[:50]]

    @rx.event
    def start(self):
        self.problems = self.rejected = []

    async def _add_each(self, files: list[rx.UploadFile]) -> list[str]:
        viewer, knowledge_id = await self._place()
        problems = []
        for file in files:
            try:
                await knowledge.add_file(viewer, knowledge_id, Upload(file.filename or "file", await file.read()))
            except AppError as problem:
                problems.append(_about(file.filename or "file", problem.message))
        return problems


def _about(name: str, message: str) -> str:
    return message if name in message else f"“{name}”: {message}"


def _sentence(name: str, code: str) -> str:
    if code == "file-too-large":
        return f"“{name}” is larger than {settings().file_bytes // 1_000_000} MB."
    if code == "too-many-files":
        return f"“{name}” was not sent: choose at most {FILES_AT_ONCE} files at once."
    return f"“{name}” cannot be read: give a TXT, MD, HTML, PDF or CSV file."
