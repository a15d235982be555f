"""What is done to the pages while they are built: one build runs under any domain and port."""

import json
import re
from pathlib import Path
from typing import Any

from reflex.plugins import Plugin

ADDRESS = re.compile(r"""([`"'])(wss?|https?)://[^/`"']+(/[^`"']*)\1""")
OWN_ORIGIN = "var __h=typeof location<`u`?location.origin:`http://localhost`,__w=__h.replace(/^http/,`ws`);"
SCHEMA = "schema.txt"


class SameOriginPlugin(Plugin):
    """The pages talk to the server they came from: addresses are taken from `location` in the browser."""

    def post_build(self, **context: Any) -> None:
        """Raises RuntimeError, and so fails the build, when Reflex has changed where it keeps the addresses."""
        from reflex.state import State

        static: Path = context["static_dir"]
        chunks = list(static.glob("**/assets/reflex-env-*.js"))
        if not chunks:
            raise RuntimeError("The chunk with the server's addresses was not found.")
        for chunk in chunks:
            chunk.write_text(_from_location(chunk.read_text()))
        (static / SCHEMA).write_text(State._to_frontend_schema())


def _from_location(source: str) -> str:
    replaced, count = ADDRESS.subn(lambda found: f"{'__w' if found[2][0] == 'w' else '__h'}+`{found[3]}`", source)
    if not count:
        raise RuntimeError("No address was found in the chunk that should hold them.")
    return OWN_ORIGIN + replaced


class DevProxyPlugin(Plugin):
    """`reflex run` serves pages and events on two ports: the page server passes the API's paths on."""

    prefixes = ("/api", "/auth", "/chatbots/[^/]+/message")

    def pre_compile(self, **context: Any) -> None:
        """Raises RuntimeError when Reflex has changed the layout of its Vite configuration."""
        from reflex_base.config import get_config

        target = {"target": f"http://127.0.0.1:{get_config().backend_port or 8000}", "changeOrigin": False}
        rules = json.dumps({f"^{prefix}": target for prefix in self.prefixes})
        context["add_modify_task"]("vite.config.js", lambda source: _with_proxy(source, rules))


def _with_proxy(source: str, rules: str) -> str:
    if "server: {" not in source:
        raise RuntimeError("The Vite configuration has no server section.")
    return source.replace("server: {", f"server: {{\n    proxy: {rules},", 1)
