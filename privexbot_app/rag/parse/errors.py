"""Why a file cannot be read, in a sentence for its owner."""

from http import HTTPStatus

from privexbot_app.errors import AppError


class ParseError(AppError):
    """The file is empty, locked, damaged, too large, or not what it says it is."""

    status, code = HTTPStatus.UNPROCESSABLE_ENTITY, "unreadable"


class ScanError(ParseError):
    """The file holds pictures of text and no text."""

    code = "scan"
