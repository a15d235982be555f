"""The commands of an install: serve, api, worker, migrate, demo."""

import argparse
import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADER_MILLISECONDS = 10_000  # a half-open header may not hold a connection longer
DRAIN_SECONDS = 30
DASHBOARD = "privexbot_app.ui.server:serve"
API_ONLY = "privexbot_app.asgi:build_api"


def main() -> None:
    """Run one command; a wrong setting ends it with a sentence and status 2."""
    arguments = _parser().parse_args()
    try:
        arguments.command(arguments)
    except (ValueError, OSError) as error:
        sys.exit(f"privexbot: {error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m privexbot_app", description=__doc__)
    commands = parser.add_subparsers(required=True)
    about: dict[str, tuple[Callable[[argparse.Namespace], None], str]] = {
        "serve": (serve, "dashboard, API and widget on one port, with jobs"),
        "api": (api, "the API and the widget alone, without dashboard and jobs; WEB_CONCURRENCY sets the processes"),
        "worker": (work, "jobs alone"),
        "migrate": (migrate, "bring the database to the newest tables"),
        "demo": (demo, "serve, with a trained demo bot and the shop that embeds it"),
    }
    for name, (command, text) in about.items():
        commands.add_parser(name, help=text).set_defaults(command=command)
    commands.choices["demo"].add_argument("--shop-port", type=int, default=8100)
    return parser


def migrate(_arguments: argparse.Namespace) -> None:
    """Harmless when there is nothing to do, and when several nodes start at once."""
    from alembic import command
    from alembic.config import Config

    from privexbot_app.adapters.queue import migrate_queue
    from privexbot_app.services.vector_indexes import prepare_store

    command.upgrade(Config(ROOT / "alembic.ini"), "head")
    migrate_queue()
    prepare_store()


def serve(arguments: argparse.Namespace) -> None:
    """Everything in one process."""
    from privexbot_app.settings import settings

    print("Starting PrivexBot …", flush=True)
    migrate(arguments)
    settings().key()
    invitation = f"PrivexBot is ready: open {settings().base_url()} in your browser."
    threading.Thread(target=_say_when_ready, args=(invitation,), daemon=True).start()
    _run(DASHBOARD, workers=1)


def _say_when_ready(invitation: str) -> None:
    """The last line on the screen is true when it appears."""
    while not _answers():
        time.sleep(0.2)
    print(invitation, flush=True)


def _answers() -> bool:
    from privexbot_app.settings import settings

    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings().host, settings().host)  # noqa: S104
    connection = HTTPConnection(here, settings().port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def api(arguments: argparse.Namespace) -> None:
    """A node for visitors only."""
    migrate(arguments)
    os.environ["RUN_JOBS"] = "false"
    _run(API_ONLY, workers=int(os.environ.get("WEB_CONCURRENCY", "1")))


def work(arguments: argparse.Namespace) -> None:
    """Until it is told to stop."""
    from privexbot_app.jobs.runner import running_jobs

    async def until_stopped() -> None:
        stopped = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):  # the first process of a container hears no other way
            asyncio.get_running_loop().add_signal_handler(name, stopped.set)
        async with running_jobs():
            await stopped.wait()

    migrate(arguments)
    asyncio.run(until_stopped())


def demo(arguments: argparse.Namespace) -> None:
    """The shop is another origin, so it proves what a customer's website will see."""
    from demo_shop.demo import prepare_demo

    migrate(arguments)
    prepare_demo(arguments.shop_port)
    serve(arguments)


def _run(target: str, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from privexbot_app.settings import settings

    Granian(
        target,
        address=settings().host,
        port=settings().port,
        interface=Interfaces.ASGI,
        factory=True,
        log_level=LogLevels.warning,
        workers=workers,
        workers_kill_timeout=DRAIN_SECONDS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
    ).serve()
