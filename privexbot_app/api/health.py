"""Is the process alive; can it serve."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from privexbot_app.services.health import find_failing_parts


async def livez(_request: Request) -> Response:
    """200 as long as the process answers at all."""
    return JSONResponse({"status": "ok"})


async def readyz(_request: Request) -> Response:
    """503 with the names of the parts that do not answer."""
    failing = await find_failing_parts()
    return JSONResponse({"status": "failing" if failing else "ok", "failing": failing}, 503 if failing else 200)


routes = [Route("/livez", livez), Route("/readyz", readyz)]
