"""Keeps browsers' headers out of the log: Reflex writes whole events there, and with them session cookies.

A tab that was open during an upgrade sends names of handlers that are gone; that is no defect worth a traceback.
"""

import logging
import re

REFLEX_LOGGER = "reflex_base.event.processor.event_processor"
EVENT = re.compile(r"Event\(name=(?P<name>'[^']*').*", re.DOTALL)


class WithoutHeaders(logging.Filter):
    """Leaves an event's name, and drops its payload, its headers, and the traceback of an unknown name."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        record.msg, record.args = EVENT.sub(lambda event: f"event {event['name'][:200]}", message), ()
        if record.exc_info and isinstance(record.exc_info[1], KeyError) and record.msg != message:
            record.exc_info, record.exc_text = None, None
            record.msg = f"{record.msg} (unknown here: from an older page?)"
        return True


def keep_headers_out() -> None:
    """Once is enough; a second filter of the same kind is not added."""
    logger = logging.getLogger(REFLEX_LOGGER)
    if not any(isinstance(kept, WithoutHeaders) for kept in logger.filters):
        logger.addFilter(WithoutHeaders())
