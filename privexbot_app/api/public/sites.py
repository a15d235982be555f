"""How a website, or what publishes it, tells us that there is something new to read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from pydantic import BaseModel

from privexbot_app.errors import Unauthorized
from privexbot_app.services import site_webhooks

router = APIRouter(prefix="/sites/{source_id}", tags=["websites"])
BEARER = "Bearer "


class RefreshOut(BaseModel):
    """The website is read within seconds, or after the crawl that is under way."""

    accepted: bool = True


@router.post("/refresh", status_code=202)
async def refresh(source_id: UUID, authorization: Annotated[str, Header()] = "") -> RefreshOut:
    """Have the website read again: what did not change is not read twice."""
    if not authorization.startswith(BEARER):
        raise Unauthorized("Send the secret of the website’s webhook as “Authorization: Bearer …”.")
    await site_webhooks.request_refresh(source_id, authorization.removeprefix(BEARER).strip())
    return RefreshOut()
