"""The form that adds a website, and the one with its settings: the same fields, checked in the same way."""

import reflex as rx
from pydantic import BaseModel

from privexbot_app.errors import AppError
from privexbot_app.services import sites
from privexbot_app.services.sites import SiteForm
from privexbot_app.settings import settings
from privexbot_app.ui.problems import filled, parse
from privexbot_app.ui.states.knowledge import KnowledgeState


class SentSite(BaseModel):
    """As the page sends it: patterns one a line, a switch that is off may be missing."""

    url: str = ""
    max_pages: int
    max_depth: int
    include: str = ""
    exclude: str = ""
    every_hours: int = 0
    needs_approval: bool = False

    def form(self) -> SiteForm:
        """Raises Invalid with the first field that is wrong."""
        given = self.model_dump(exclude={"url"})
        return parse(SiteForm, given | {name: _lines(given[name]) for name in ("include", "exclude")})


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class SiteFormState(KnowledgeState):
    """What was wrong with the website that was given."""

    first_max_pages: str = str(settings().crawl_pages)
    site_field: str = ""
    site_problem: str = ""

    @rx.event
    async def add_site(self, form: dict):
        self.site_field = self.site_problem = ""
        try:
            given = parse(SentSite, filled(form))
            viewer, knowledge_id = await self._place()
            source = await sites.add_site(viewer, knowledge_id, given.url, given.form())
        except AppError as problem:
            self.site_field, self.site_problem = problem.field or "url", problem.message
            return None
        return rx.redirect(f"/chatbots/{self._asked_id()}/knowledge/site/{source.id}")
