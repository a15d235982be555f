"""Errors a person may read: one family, each with a status for HTTP and a code for programs."""

from http import HTTPStatus


class AppError(Exception):
    """The request cannot be done as asked; `message` is a sentence for a person, without internals."""

    status: int = HTTPStatus.BAD_REQUEST
    code: str = "bad_request"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Unauthorized(AppError):
    """Nobody is signed in, or the token is unknown, expired or made for something else."""

    status, code = HTTPStatus.UNAUTHORIZED, "unauthorized"


class Forbidden(AppError):
    """Known, but not allowed to do this here."""

    status, code = HTTPStatus.FORBIDDEN, "forbidden"


class NotFound(AppError):
    """Also raised for what exists but belongs to somebody else."""

    status, code = HTTPStatus.NOT_FOUND, "not_found"


class Conflict(AppError):
    """The same thing was already done differently."""

    status, code = HTTPStatus.CONFLICT, "conflict"


class TooLarge(AppError):
    """More bytes or characters than the limit."""

    status, code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large"


class Unsupported(AppError):
    """A kind of file that is not taken here."""

    status, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported"


class Invalid(AppError):
    """A field is wrong; `field` names it."""

    status, code = HTTPStatus.UNPROCESSABLE_ENTITY, "invalid"


class TooMany(AppError):
    """Over a limit; try again after `retry_after_seconds`."""

    status, code = HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests"

    def __init__(self, message: str, *, retry_after_seconds: int = 60) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(AppError):
    """Something this depends on does not answer now."""

    status, code = HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"
