"""`python -m benchmarks.ingest`: what reading and indexing cost beyond embedding alone, and how much memory they take.

A worker process does it all, as in an install: from the upload or the address to a source that is ready. `text` reads
Markdown in several rounds, in turns with the embedder alone on the same sentences, all of them together. A worker that
has nothing to do looks for work all the same: what that takes of a processor is said beside it. `pdf` and `site` read
one large source each, in a new worker; memory is what is above that worker at rest.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from aiohttp import web

from benchmarks.eval import open_database
from benchmarks.ingest_texts import Prose, markdown, pdf, spoken_in_set, spoken_in_shop, website
from benchmarks.ingest_worker import Worker, running_worker

if TYPE_CHECKING:
    from privexbot_app.models import Source
    from privexbot_app.services.accounts import Viewer

KINDS = ("text", "pdf", "site")
NAP_SECONDS = 0.1
REST_SECONDS = 3.0
LONGEST_SECONDS = 3600
MEGABYTE = 1_000_000
SITE_HOST = "127.0.0.1"


@dataclass(frozen=True)
class Cost:
    """Of one source, or of embedding its sentences."""

    processor_seconds: float
    wall_seconds: float
    passages: int = 0


@dataclass(frozen=True)
class Bench:
    """Whose knowledge base it is, and the sentences that everything is made from."""

    viewer: "Viewer"
    base_id: UUID
    spoken: Sequence[str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"{', '.join(KINDS)}; all of them when none is named")
    parser.add_argument("--texts", type=Path, help="an evaluation set to take sentences from, instead of the demo shop")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--characters", type=int, default=100_000, help="of the text of a round")
    parser.add_argument("--pdf-pages", type=int, default=300)
    parser.add_argument("--site-pages", type=int, default=500)
    arguments = parser.parse_args()
    if unknown := set(arguments.kinds) - set(KINDS):
        parser.error(f"There is no {' '.join(sorted(unknown))}: name {', '.join(KINDS)}.")
    with tempfile.TemporaryDirectory(prefix="privexbot-ingest-") as folder:
        open_database(folder)
        asyncio.run(measure(arguments))


async def measure(arguments: argparse.Namespace) -> None:
    from privexbot_app.adapters.queue import migrate_queue

    migrate_queue()
    bench = await open_bench(spoken_in_set(arguments.texts) if arguments.texts else spoken_in_shop())
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    kinds = arguments.kinds or KINDS
    if "text" in kinds:
        await measure_text(bench, arguments.rounds, arguments.characters)
    if "pdf" in kinds:
        await measure_pdf(bench, arguments.pdf_pages)
    if "site" in kinds:
        await measure_site(bench, arguments.site_pages)
    print(f"load after: {os.getloadavg()[0]:.1f}")


async def open_bench(spoken: Sequence[str]) -> Bench:
    from privexbot_app.services import accounts, chatbots

    viewer = await accounts.find_viewer(await accounts.sign_up("bench@example.com", "correct horse"))
    if viewer is None:
        raise SystemExit("The account that was just made cannot be found.")
    bot = await chatbots.create_chatbot(viewer, "Reader")
    return Bench(viewer, bot.knowledge_base_id, spoken)


async def measure_text(bench: Bench, rounds: int, characters: int) -> None:
    """In turns, so that both meet the same neighbours on the machine."""
    bare: list[Cost] = []
    product: list[Cost] = []
    warming = markdown(Prose(bench.spoken, 0), 5_000)
    embed_alone(texts_of(warming))
    with running_worker() as worker:
        await learn(bench, worker, ("warming.md", warming))
        idle = await rest_share(worker)
        print(f"a worker at rest takes {idle:.1%} of a processor", flush=True)
        for number in range(1, rounds + 1):
            content = markdown(Prose(bench.spoken, number), characters)
            texts = texts_of(content)
            for is_product in (number % 2 == 0, number % 2 == 1):
                if is_product:
                    product.append(await learn(bench, worker, (f"{number}.md", content)))
                else:
                    bare.append(embed_alone(texts))
            print(f"round {number}, {len(texts):,} sentences in {product[-1].passages:,} passages", flush=True)
            show("embedder alone", bare[-1])
            show("source", product[-1])
    show_ratios(bare, product, idle)


def show_ratios(bare: Sequence[Cost], product: Sequence[Cost], idle: float) -> None:
    """The product's throughput over the embedder's, each as the median of the rounds."""
    rounds = list(zip(bare, product, strict=True))
    by_processor = statistics.median(b.processor_seconds / p.processor_seconds for b, p in rounds)
    working = statistics.median(b.processor_seconds / (p.processor_seconds - idle * p.wall_seconds) for b, p in rounds)
    by_wall = statistics.median(b.wall_seconds / p.wall_seconds for b, p in rounds)
    print(f"throughput over the embedder's alone: {by_processor:.2f} by processor time", end=" ")
    print(f"({working:.2f} without what a worker takes at rest), {by_wall:.2f} by the wall", flush=True)


async def measure_pdf(bench: Bench, pages: int) -> None:
    content = pdf(Prose(bench.spoken, 100), pages)
    with running_worker() as worker:
        rest = await rest_bytes(worker)
        cost = await learn(bench, worker, ("large.pdf", content))
        show(f"PDF of {pages} pages", cost, pages)
        show_memory(worker, rest)


async def measure_site(bench: Bench, pages: int) -> None:
    from privexbot_app.services.sites import SiteForm, add_site, get_site

    async with serving(website(Prose(bench.spoken, 200), pages)) as url:
        with running_worker(DEVELOPMENT_ALLOWED_ORIGINS=url, CRAWL_PAUSE_SECONDS="0") as worker:
            rest = await rest_bytes(worker)
            began = worker.cpu_seconds(), time.perf_counter()
            source = await add_site(bench.viewer, bench.base_id, f"{url}/", SiteForm(max_pages=pages))
            cost = await cost_until_ready(bench, worker, source, began)
            site = await get_site(bench.viewer, source.id)
            show(f"site of {pages} pages", cost, site.done)
            print(", ".join(f"{number} {state}" for state, number in site.counts.items() if number))
            show_memory(worker, rest)


async def learn(bench: Bench, worker: Worker, file: tuple[str, bytes]) -> Cost:
    from privexbot_app.services.knowledge import Upload, add_file

    began = worker.cpu_seconds(), time.perf_counter()
    source = await add_file(bench.viewer, bench.base_id, Upload(*file))
    return await cost_until_ready(bench, worker, source, began)


async def cost_until_ready(bench: Bench, worker: Worker, source: "Source", began: tuple[float, float]) -> Cost:
    """`began` is what the worker had used, and the clock, before the source was added."""
    from privexbot_app.models import SourceState
    from privexbot_app.services.knowledge import list_sources

    cpu_seconds, clock = began
    while time.perf_counter() - clock < LONGEST_SECONDS:
        await asyncio.sleep(NAP_SECONDS)
        shown = next(one for one in await list_sources(bench.viewer, bench.base_id) if one.id == source.id)
        if shown.state is SourceState.READY:
            return Cost(worker.cpu_seconds() - cpu_seconds, time.perf_counter() - clock, shown.passages)
        if shown.state is SourceState.FAILED:
            raise SystemExit(f"{shown.title} could not be read: {shown.error}")
    raise SystemExit(f"{source.title} was not read within {LONGEST_SECONDS:,} seconds.")


def texts_of(content: bytes) -> list[str]:
    """What the product embeds of a Markdown file, each once."""
    from privexbot_app.rag.chunk import chunk
    from privexbot_app.rag.parse import parse
    from privexbot_app.services.preparing import texts_to_embed

    document = parse(content, "text/markdown", "round.md")
    return list(dict.fromkeys(text for draft in chunk(document) for text in texts_to_embed(document.title, draft)))


def embed_alone(texts: Sequence[str]) -> Cost:
    from privexbot_app.adapters.embedder import embedder

    began = time.process_time(), time.perf_counter()
    embedder().embed(texts)
    return Cost(time.process_time() - began[0], time.perf_counter() - began[1])


async def rest_share(worker: Worker) -> float:
    """How much of a processor the worker takes while it has nothing to do."""
    began = worker.cpu_seconds(), time.perf_counter()
    await asyncio.sleep(2 * REST_SECONDS)
    return (worker.cpu_seconds() - began[0]) / (time.perf_counter() - began[1])


async def rest_bytes(worker: Worker) -> int:
    """What the worker takes when it has started, does not grow any more and has nothing to do."""
    before = 0
    while worker.resident_bytes() > before:
        before = worker.resident_bytes()
        await asyncio.sleep(REST_SECONDS)
    worker.forget_peaks()
    return before


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """Its origin, for as long as this is open."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, SITE_HOST, 0).start()
    yield f"http://{SITE_HOST}:{runner.addresses[0][1]}"
    await runner.cleanup()


def show(name: str, cost: Cost, pages: int = 0) -> None:
    rate = f", {pages} pages read, {pages / cost.wall_seconds * 60:,.0f} a minute" if pages else ""
    passages = f", {cost.passages:,} passages" if cost.passages else ""
    print(
        f"{name:<20}{cost.processor_seconds:>8.1f} s processor{cost.wall_seconds:>8.1f} s wall{passages}{rate}",
        flush=True,
    )


def show_memory(worker: Worker, rest: int) -> None:
    own, children, together = (
        (used - idle) / MEGABYTE
        for used, idle in ((worker.peak_bytes, rest), (worker.children_bytes, 0), (worker.together_bytes, rest))
    )
    print(f"memory at its peak: {together:.0f} MB above {rest / MEGABYTE:.0f} at rest", end=" ")
    print(f"(worker {own:.0f}, children {children:.0f})", flush=True)


if __name__ == "__main__":
    main()
