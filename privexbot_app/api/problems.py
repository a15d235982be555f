"""Every error in one shape: `{"error": {code, message, request_id}}`, with the field when there is one."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from privexbot_app.errors import AppError, Invalid, NotFound, TooMany

log = logging.getLogger(__name__)
CODES = {404: NotFound.code, 405: "method_not_allowed", 413: "too_large", 422: Invalid.code}


def add_problem_handlers(app: FastAPI) -> None:
    """Ours, FastAPI's, Starlette's and those nobody expected."""
    handlers: dict[Any, Callable[[Request, Any], Response]] = {
        AppError: on_app_error,
        RequestValidationError: on_wrong_shape,
        HTTPException: on_http_error,
        Exception: on_defect,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def problem(
    status: int, code: str, message: str, *, field: str = "", headers: dict[str, str] | None = None
) -> Response:
    """The shape. `request_id` is in our log too, when there is something to log."""
    error = {"code": code, "message": message, "request_id": uuid4().hex} | ({"field": field} if field else {})
    return JSONResponse({"error": error}, status, headers)


def on_app_error(_request: Request, error: AppError) -> Response:
    headers = {"Retry-After": str(error.retry_after_seconds)} if isinstance(error, TooMany) else None
    return problem(error.status, error.code, error.message, field=error.field, headers=headers)


def on_wrong_shape(_request: Request, error: RequestValidationError) -> Response:
    """Name the first field that does not fit, and never repeat what was sent."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if part != "body")
    return problem(422, Invalid.code, f"{field or 'The body'}: {first['msg']}.", field=field)


def on_http_error(_request: Request, error: HTTPException) -> Response:
    code = CODES.get(error.status_code, "bad_request")
    return problem(error.status_code, code, str(error.detail), headers=dict(error.headers or {}))


def on_defect(request: Request, error: Exception) -> Response:
    answer = problem(500, "internal", "Something went wrong here. Please try again.")
    log.error("%s %s failed: %s", request.method, request.url.path, bytes(answer.body).decode(), exc_info=error)
    return answer
