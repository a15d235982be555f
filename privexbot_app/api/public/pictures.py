"""The pictures of a chatbot's widget, each under its hash and for ever, and what a picture may not do in a browser."""

from fastapi import APIRouter
from starlette.responses import Response

from privexbot_app.services import widget_pictures

router = APIRouter(prefix="/chatbots/{public_id}", tags=["visitors"])
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=31536000, immutable",
}


@router.get("/avatar/{picture}", response_class=Response)
@router.get("/launcher/{picture}", response_class=Response)
async def picture(public_id: str, picture: str) -> Response:
    """The chatbot's face, or the drawing on its launcher; a new one has another address."""
    found = await widget_pictures.get_picture(public_id, picture)
    return Response(found.image, media_type=found.media_type, headers=HEADERS)
