"""What a provider's trouble means to us; its own words stay here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from privexbot_app.adapters.egress_target import FetchError
from privexbot_app.adapters.llm.speech import Ending

LONGEST_WAIT_SECONDS = 10
CODES: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "bad_key",
    HTTPStatus.FORBIDDEN: "bad_key",
    HTTPStatus.PAYMENT_REQUIRED: "no_credit",
    HTTPStatus.NOT_FOUND: "unknown_model",
}


@dataclass
class Fault(Exception):
    """The model stopped before its answer was whole; `wait_seconds` is what the provider asked for."""

    code: str
    retryable: bool = False
    wait_seconds: float = 0
    is_our_clock: bool = False

    def may_be_tried_again(self) -> bool:
        """Whether asking once more after a short wait has a chance; when our own clock ran out it has none."""
        return self.retryable and not self.is_our_clock and self.wait_seconds <= LONGEST_WAIT_SECONDS

    def ending(self, model: str, *, has_shown: bool) -> Ending:
        """The last word of a stream that broke."""
        if not has_shown:
            return Ending("failed", self.code, self.retryable, model=model)
        return Ending("truncated", "cut_off" if self.code == "unavailable" else self.code, self.retryable, model=model)


def fault_of(error: BaseException) -> Fault:
    """Sort out an exception of LiteLLM by what lies at the bottom of it.

    LiteLLM wraps what went wrong up to three times, and turns an error sent inside a stream into a plain 500 on the
    way, so the innermost status that is named anywhere is the one the provider meant.
    """
    chain = list(_causes(error))
    if any("timeout" in type(cause).__name__.lower() for cause in chain):
        return Fault("timeout", retryable=True)
    if any(isinstance(cause, FetchError) for cause in chain):
        return Fault("closed_address")
    if any(_is_body_code(cause, "insufficient_quota") for cause in chain):
        return Fault("no_credit")
    if any("ContentPolicy" in type(cause).__name__ for cause in chain):
        return Fault("refused")
    if any(type(cause).__name__ == "ConnectError" for cause in chain):
        return Fault("no_connection", retryable=True)
    statuses = [status for cause in chain if (status := _status(cause))]
    return _fault_of_status(statuses[-1] if statuses else 500, _wait_seconds(chain))


def fault_of_answer(status: int, headers: Mapping[str, str], body: Any) -> Fault:
    """Sort out an answer that is an error, or an error that came instead of a token."""
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    if code == "insufficient_quota":
        return Fault("no_credit")
    if code in ("content_filter", "content_policy_violation"):
        return Fault("refused")
    if isinstance(code, int) and code >= HTTPStatus.BAD_REQUEST:
        status = code
    return _fault_of_status(status, _seconds(headers.get("retry-after", "")))


def _fault_of_status(status: int, wait_seconds: float) -> Fault:
    if code := CODES.get(status):
        return Fault(code)
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Fault("rate_limited", retryable=True, wait_seconds=wait_seconds)
        case HTTPStatus.REQUEST_TIMEOUT:
            return Fault("timeout", retryable=True)
        case _ if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Fault("bad_request")
    return Fault("unavailable", retryable=True, wait_seconds=wait_seconds)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = getattr(error, "original_exception", None) or error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    body = getattr(error, "body", None)
    named = body.get("code") if isinstance(body, dict) else None
    status = named if isinstance(named, int) else getattr(error, "status_code", None)
    return status if isinstance(status, int) and status >= HTTPStatus.BAD_REQUEST else None


def _is_body_code(error: BaseException, code: str) -> bool:
    body = getattr(error, "body", None)
    return isinstance(body, dict) and body.get("code") == code


def _wait_seconds(chain: list[BaseException]) -> float:
    """The `Retry-After` of the answer, in seconds; a date counts as too long to wait for."""
    for error in chain:
        headers = getattr(error, "litellm_response_headers", None) or {}
        if said := headers.get("retry-after"):
            return _seconds(said)
    return 0


def _seconds(said: str) -> float:
    if not said:
        return 0
    return float(said) if said.replace(".", "", 1).isdigit() else LONGEST_WAIT_SECONDS + 1
