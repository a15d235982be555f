"""Files that visitors send: taken in one at a time, and handed out as something to save."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from privexbot_app.adapters.limits import spend
from privexbot_app.api.limits import address_of
from privexbot_app.api.public.schemas import FileOut
from privexbot_app.api.public.visitors import PROBLEMS, CurrentVisit
from privexbot_app.errors import Invalid
from privexbot_app.services import uploads
from privexbot_app.settings import settings

router = APIRouter(prefix="/chatbots/{public_id}", tags=["visitors"], responses=PROBLEMS)
files = APIRouter(prefix="/uploads", tags=["visitors"])
FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


@router.post(
    "/uploads",
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FORM}}}},
)
async def upload(visit: CurrentVisit, request: Request) -> FileOut:
    """Keep one file, the field `file`, for the visitor's next message; whoever has no session is not even read."""
    await spend(f"upload:{address_of(request)}", settings().uploads_per_minute_per_address)
    async with request.form(max_files=1, max_fields=0) as form:
        given = form.get("file")
        if not isinstance(given, UploadFile):
            raise Invalid("Choose a file.", field="file")
        name, content = given.filename or "", await given.read(settings().upload_bytes + 1)
    return FileOut.model_validate(await uploads.add_upload(visit, name, content))


@files.get("/{token}", response_class=Response)
async def download(token: str, request: Request) -> Response:
    """A visitor's file, by a link of the last hour; browsers save it and do not show it."""
    await spend(f"download:{address_of(request)}", settings().events_per_minute_per_address)
    kept, content = await uploads.open_upload(token)
    saved_as = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"}
    return Response(content, media_type=kept.media_type, headers=HEADERS | saved_as)
