"""Sign-up, sign-in and sign-out: native forms in, a redirect and an HttpOnly cookie out."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from privexbot_app.adapters.limits import spend
from privexbot_app.api.limits import address_of
from privexbot_app.errors import AppError, Forbidden
from privexbot_app.services import accounts
from privexbot_app.services.accounts import FormProblem
from privexbot_app.settings import settings

COOKIE = "pb_session"
HOME = "/chatbots"
SEE_OTHER = 303


async def sign_up(request: Request) -> Response:
    """Makes an account and signs it in."""
    return await _enter(request, "/sign-up", accounts.sign_up)


async def sign_in(request: Request) -> Response:
    """Signs in."""
    return await _enter(request, "/sign-in", accounts.sign_in)


async def sign_out(request: Request) -> Response:
    """The session is over on the server; the cookie only goes for tidiness."""
    _check_same_origin(request)
    await accounts.sign_out(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/sign-in", SEE_OTHER)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def _enter(request: Request, page: str, service: Callable[[str, str], Awaitable[str]]) -> Response:
    """Back to the page with what was wrong, or on with a cookie."""
    form = await request.form(max_files=0, max_fields=8)
    email = _text(form, "email")
    try:
        _check_same_origin(request)
        await spend(f"sign-in:{address_of(request)}", settings().sign_ins_per_minute_per_address)
        token = await service(email, _text(form, "password"))
    except AppError as error:
        problem = FormProblem(error.field or "email", error.message, email[:254])
        return RedirectResponse(f"{page}?problem={quote(accounts.sign_problem(problem))}", SEE_OTHER)
    answer = RedirectResponse(_destination(_text(form, "next")), SEE_OTHER)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(accounts.LONGEST.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=_is_https(request),
        path="/",
    )
    return answer


def _text(form: FormData, field: str) -> str:
    value = form.get(field)
    return value if isinstance(value, str) else ""


def _destination(wanted: str) -> str:
    """Only a path of our own: `//elsewhere` and `/\\elsewhere` leave the site."""
    return wanted if wanted.startswith("/") and wanted[1:2] not in ("/", "\\") else HOME


def _check_same_origin(request: Request) -> None:
    """A form on another website cannot sign anybody in or out here."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden("Please use the form on this website.")


def _is_https(request: Request) -> bool:
    """Behind a proxy the outer scheme counts, if we were told to trust the proxy."""
    if settings().trusted_proxy_hops:
        return request.headers.get("x-forwarded-proto", "") == "https"
    return request.url.scheme == "https"


routes = [
    Route("/auth/sign-up", sign_up, methods=["POST"]),
    Route("/auth/sign-in", sign_in, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
]
