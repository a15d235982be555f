"""The durable workflows: each step calls one service and is written down when it is done, so a killed job goes on."""

import logging
from uuid import UUID

from dbos import DBOS

from privexbot_app.adapters.queue import CHANGE, CRAWL, INGEST, NOTICE, REEMBED, REFUSAL
from privexbot_app.errors import AppError, Unavailable
from privexbot_app.services import crawls, ingest, model_notices, notices, reembedding, site_changes

log = logging.getLogger(__name__)


@DBOS.workflow(name=INGEST)
def ingest_source(source: str, attempt: int) -> None:
    """Read a source and index it batch by batch; however it ends, the source says so."""
    source_id = UUID(source)
    try:
        passages = _read(source_id, attempt)
        for first in range(0, passages, ingest.BATCH):
            _index(source_id, attempt, first)
        _finish(source_id, attempt)
    except AppError as error:
        _fail(source_id, attempt, error.message)
    except Exception:
        log.exception("source %s could not be read", source_id)
        _fail(source_id, attempt, ingest.DEFECT)


@DBOS.step()
def _read(source_id: UUID, attempt: int) -> int:
    return ingest.read_source(source_id, attempt)


@DBOS.step()
def _index(source_id: UUID, attempt: int, first: int) -> None:
    ingest.index_batch(source_id, attempt, first)


@DBOS.step()
def _finish(source_id: UUID, attempt: int) -> None:
    ingest.finish_source(source_id, attempt)


@DBOS.step()
def _fail(source_id: UUID, attempt: int, reason: str) -> None:
    ingest.fail_source(source_id, attempt, reason)


@DBOS.workflow(name=CRAWL)
def crawl_site(source: str, attempt: int) -> None:
    """Read a website page by page; however it ends, the source says so."""
    source_id = UUID(source)
    try:
        if _open_crawl(source_id, attempt):
            while _crawl_page(source_id, attempt):
                pass
            _close_crawl(source_id, attempt)
    except AppError as error:
        _fail_crawl(source_id, attempt, error.message)
    except Exception:
        log.exception("website %s could not be read", source_id)
        _fail_crawl(source_id, attempt, ingest.DEFECT)


@DBOS.step()
def _open_crawl(source_id: UUID, attempt: int) -> bool:
    return crawls.open_crawl(source_id, attempt)


@DBOS.step()
def _crawl_page(source_id: UUID, attempt: int) -> bool:
    return crawls.crawl_page(source_id, attempt)


@DBOS.step()
def _close_crawl(source_id: UUID, attempt: int) -> None:
    crawls.close_crawl(source_id, attempt)


@DBOS.step()
def _fail_crawl(source_id: UUID, attempt: int, reason: str) -> None:
    crawls.fail_crawl(source_id, attempt, reason)


@DBOS.workflow(name=CHANGE)
def apply_change(change: str, tries: int) -> None:
    """Let a change count that the owner approved; what fails waits for them again, with the reason."""
    change_id = UUID(change)
    try:
        _apply(change_id, tries)
    except AppError as error:
        _put_back(change_id, tries, error.message)
    except Exception:
        log.exception("change %s could not be applied", change_id)
        _put_back(change_id, tries, ingest.DEFECT)


@DBOS.step()
def _apply(change_id: UUID, tries: int) -> None:
    site_changes.apply_change(change_id, tries)


@DBOS.step()
def _put_back(change_id: UUID, tries: int, reason: str) -> None:
    site_changes.put_back(change_id, tries, reason)


MOST_ROUNDS = 50


@DBOS.workflow(name=REEMBED)
def reembed_base(base: str, attempt: int) -> None:
    """Take a knowledge base over to another embedding model; what fails is tried again by the sweep, when it is due."""
    base_id = UUID(base)
    try:
        if _open_move(base_id, attempt):
            _move(base_id, attempt)
    except AppError as error:
        _fail_move(base_id, attempt, error.message)
    except Exception:
        log.exception("knowledge base %s could not be embedded anew", base_id)
        _fail_move(base_id, attempt, ingest.DEFECT)


def _move(base_id: UUID, attempt: int) -> None:
    """Until nothing is lacking. Raises Unavailable when more is written than can be embedded."""
    for _ in range(MOST_ROUNDS):
        after = 0
        while after := _embed_passages(base_id, attempt, after):
            pass
        while _embed_decided(base_id, attempt):
            pass
        if _switch(base_id, attempt):
            return
    raise Unavailable("The sources change faster than they can be embedded.")


@DBOS.step()
def _open_move(base_id: UUID, attempt: int) -> bool:
    return reembedding.open_move(base_id, attempt)


@DBOS.step()
def _embed_passages(base_id: UUID, attempt: int, after: int) -> int:
    return reembedding.embed_passages(base_id, attempt, after)


@DBOS.step()
def _embed_decided(base_id: UUID, attempt: int) -> bool:
    return reembedding.embed_decided(base_id, attempt)


@DBOS.step()
def _switch(base_id: UUID, attempt: int) -> bool:
    return reembedding.switch(base_id, attempt)


@DBOS.step()
def _fail_move(base_id: UUID, attempt: int, problem: str) -> None:
    reembedding.fail_move(base_id, attempt, problem)


@DBOS.workflow(name=NOTICE)
def deliver_notice(notice: str, attempt: int) -> None:
    """Tell one recipient that somebody waits; what fails is asked for again by the sweep, when its time has come."""
    notice_id = UUID(notice)
    try:
        _deliver(notice_id, attempt)
    except Exception as error:  # its message could quote an address
        log.error("notice %s could not be delivered: %s", notice_id, type(error).__name__)
        _postpone(notice_id)


@DBOS.step()
def _deliver(notice_id: UUID, attempt: int) -> None:
    notices.deliver(notice_id, attempt)


@DBOS.step()
def _postpone(notice_id: UUID) -> None:
    notices.postpone(notice_id)


@DBOS.workflow(name=REFUSAL)
def tell_refusal(workspace: str, source: str, mark: int) -> None:
    """Tell those who keep the keys that one is refused; what fails is asked for again by the sweep, with its mark."""
    try:
        _tell(workspace, source, mark)
    except Exception as error:  # its message could quote an address
        log.error("workspace %s could not be told of a refused key: %s", workspace, type(error).__name__)


@DBOS.step()
def _tell(workspace: str, source: str, mark: int) -> None:
    model_notices.tell(UUID(workspace), source, mark)
