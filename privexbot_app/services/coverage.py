"""Which sources a chatbot's answers come from, which are never found, and how large and how dear each is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from privexbot_app.db import reading
from privexbot_app.models import Source, SourceKind, now
from privexbot_app.services.accounts import Viewer
from privexbot_app.store import coverage as store
from privexbot_app.store.chatbots import get_chatbot
from privexbot_app.store.coverage import Size, Told
from privexbot_app.store.embedding import find_space
from privexbot_app.store.knowledge_links import list_base_ids, list_bases_by_id
from privexbot_app.store.sources import list_sources

DAYS = 90
MOST_REPLIES = 20_000
CHARACTERS_PER_TOKEN = 4  # of English prose, about; other languages have fewer


@dataclass(frozen=True)
class SourceCoverage:
    """In how many replies a source was found, and quoted; and its size. `tokens` were embedded, about, for so much
    each; None where nobody knows the price of the model."""

    id: UUID
    title: str
    kind: SourceKind
    base: str
    found: int
    quoted: int
    size: Size
    dollars_per_token: float | None = 0.0

    @property
    def tokens(self) -> int:
        return self.size.characters // CHARACTERS_PER_TOKEN

    @property
    def dollars(self) -> float | None:
        """What embedding it has cost, once, by the model that its knowledge base has now."""
        return None if self.dollars_per_token is None else self.tokens * self.dollars_per_token


@dataclass(frozen=True)
class Coverage:
    """Of the last `DAYS` days: replies, how many of them knew no answer, and every source, never found ones first."""

    replies: int
    unanswered: int
    sources: tuple[SourceCoverage, ...]


@reading
def read_coverage(session: Session, viewer: Viewer, chatbot_id: UUID) -> Coverage:
    """Raises NotFound for a chatbot the viewer cannot see."""
    chatbot = get_chatbot(session, viewer.scope, chatbot_id)
    told = store.list_told(session, chatbot.id, now() - timedelta(days=DAYS), MOST_REPLIES)
    found, quoted = _count(session, told)
    bases = list_bases_by_id(session, viewer.scope, list_base_ids(session, chatbot))
    sizes = store.list_sizes(session, [base.id for base in bases])
    spaces = {base.id: find_space(session, base.space_id) for base in bases}
    prices = {base_id: space.dollars_per_token if space else 0.0 for base_id, space in spaces.items()}
    sources = [
        replace(_coverage(source, base.name, found, quoted, sizes), dollars_per_token=prices[base.id])
        for base in bases
        for source in list_sources(session, viewer.scope, base.id)
    ]
    ordered = sorted(sources, key=lambda one: (one.found, one.quoted, one.title.lower()))
    return Coverage(len(told), sum(not one.grounded for one in told), tuple(ordered))


def _count(session: Session, told: Sequence[Told]) -> tuple[Counter[str], Counter[str]]:
    """In how many replies each source was found and quoted; receipts of before sources stood in them tell by their
    passages, as long as these are there."""
    used = [reply.receipt.get("passages", ()) for reply in told]
    unnamed = {one["passage"] for passages in used for one in passages if "source" not in one}
    named = {passage_id: str(source_id) for passage_id, source_id in store.list_sources_of(session, unnamed).items()}
    found = Counter(
        source
        for passages in used
        for source in {one.get("source") or named.get(one["passage"], "") for one in passages}
    )
    quoted = Counter(source for reply in told for source in {one.get("source", "") for one in reply.citations})
    return found, quoted


def _coverage(
    source: Source, base: str, found: Counter[str], quoted: Counter[str], sizes: dict[UUID, Size]
) -> SourceCoverage:
    key = str(source.id)
    size = sizes.get(source.id, Size(0, 0, 0, 0))
    return SourceCoverage(source.id, source.title, source.kind, base, found[key], quoted[key], size)
