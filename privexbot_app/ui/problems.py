"""What went wrong, as a sentence in the page: for what a browser sends, and for what services refuse."""

import logging
from typing import Any, TypeVar
from uuid import UUID, uuid4

import reflex as rx
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from reflex.event import EventSpec

from privexbot_app.errors import AppError, Invalid, NotFound, Unauthorized

log = logging.getLogger(__name__)

T = TypeVar("T", bound=BaseModel)

SENTENCES = {
    "missing": "This is missing.",
    "string_too_short": "This is missing.",
    "string_too_long": "This is too long: at most {max_length} characters.",
    "too_long": "There are too many: at most {max_length}.",
    "value_error": "{error}",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than_equal": "This may be at most {le}.",
    "float_parsing": "This is not a number.",
    "int_parsing": "This is not a whole number.",
    "finite_number": "This is not a number.",
    "string_pattern_mismatch": "There are characters in it that do not belong here.",
}


def explain(exception: Exception) -> EventSpec:
    """What a tab is told when one of its handlers fails; what is no AppError goes to the log, under a reference."""
    if isinstance(exception, Unauthorized):
        return rx.redirect("/sign-in", replace=True)
    if isinstance(exception, AppError):
        return rx.toast.error(exception.message, id="problem")
    reference = uuid4().hex[:8]
    log.error("a dashboard event failed, reference %s", reference, exc_info=exception)
    return rx.toast.error(f"Something went wrong on our side. Reference: {reference}", id="problem")


def parse(form: type[T], given: object) -> T:
    """What a browser sent, checked. Raises Invalid with the first field that is wrong."""
    try:
        return form.model_validate(given)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        raise Invalid(_sentence(first), field=str(first["loc"][0]) if first["loc"] else "") from None


def filled(form: object) -> object:
    """A form without the fields that are not drawn at the moment, for which a browser sends nothing."""
    return {name: value for name, value in form.items() if value is not None} if isinstance(form, dict) else form


def _sentence(error: ErrorDetails) -> str:
    facts: dict[str, Any] = error.get("ctx") or {}
    return SENTENCES.get(error["type"], "This cannot be used.").format(**facts)


def parse_id(given: object) -> UUID:
    """An id that a browser sent; what is no id is treated like one that does not exist."""
    try:
        return UUID(given if isinstance(given, str) else "")
    except ValueError:
        raise NotFound("This does not exist, or not any more.") from None
