"""The demo: an account with a deployed bot that learns the shop's own pages, and the shop itself beside the server."""

import asyncio
import json
import os
import secrets
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from demo_shop.serve import Embed, make_server
from privexbot_app import db
from privexbot_app.services import accounts, chatbots, knowledge
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.chatbots import ChatbotChanges
from privexbot_app.services.knowledge import Upload
from privexbot_app.settings import settings

HERE = Path(__file__).parent
SITE, FILES = HERE / "site", HERE / "files"
NAME = "Shoe Store Assistant"
SUGGESTIONS = ["Do you have size 9 in red?", "How long does shipping take?", "Can I return shoes I have worn?"]


@dataclass(frozen=True)
class Demo:
    """How to get in, kept beside the database so that a second start uses the same account."""

    email: str
    password: str
    chatbot: str


def prepare_demo(shop_port: int) -> Demo:
    """Make the account once, then serve the shop from a thread for as long as this process lives."""
    shop = f"http://localhost:{shop_port}"
    os.environ["DEVELOPMENT_ALLOWED_ORIGINS"] = shop
    settings.cache_clear()
    kept = settings().data_dir / "demo.json"
    demo = Demo(**json.loads(kept.read_text())) if kept.exists() else _make(kept, shop)
    server = make_server(Embed(settings().base_url(), demo.chatbot), port=shop_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"The shop is at {shop}: ask its bubble for size 9 in red.")
    print(f"The dashboard's demo account: {demo.email}, password {demo.password}", flush=True)
    return demo


def _make(kept: Path, shop: str) -> Demo:
    print(f"Making the demo: {len(list_pages())} pages, a size chart and a stock list are being learned …", flush=True)
    demo = asyncio.run(seed(shop))
    db.close_engine()  # the server is forked from this process, and connections do not survive that
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(asdict(demo)))
    return demo


async def seed(shop: str) -> Demo:
    """An account, a deployed bot, and its sources in the queue; `shop` is where the pages will be fetched from."""
    email, password = f"demo-{secrets.token_hex(3)}@example.com", secrets.token_urlsafe(9)
    viewer = await accounts.find_viewer(await accounts.sign_up(email, password))
    if viewer is None:
        raise ValueError("the demo account could not sign in")
    chatbot = await chatbots.create_chatbot(viewer, NAME)
    await chatbots.update_chatbot(viewer, chatbot.id, ChatbotChanges(color="#b4232a", suggestions=SUGGESTIONS))
    await chatbots.deploy_chatbot(viewer, chatbot.id)
    await add_sources(viewer, chatbot.knowledge_base_id, shop)
    return Demo(email, password, chatbot.public_id)


async def add_sources(viewer: Viewer, knowledge_base_id: UUID, shop: str) -> None:
    """Files first: the newest stand on top of the list, and pages are what an owner looks for."""
    for file in sorted(FILES.iterdir()):
        await knowledge.add_file(viewer, knowledge_base_id, Upload(file.name, file.read_bytes()))
    for page in list_pages():
        await knowledge.add_page(viewer, knowledge_base_id, f"{shop}{page}")


def list_pages() -> list[str]:
    """The paths of the shop's pages, without the one for what is not there."""
    files = (file.relative_to(SITE).as_posix() for file in sorted(SITE.rglob("*.html")))
    return [f"/{file}" for file in files if file != "404.html"]
