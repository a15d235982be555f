"""What the owner pastes into a website: the forms of the contract and the module, filled in."""

import json
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from privexbot_app.errors import Unavailable
from privexbot_app.models import Chatbot
from privexbot_app.settings import settings

ASSETS = Path(__file__).resolve().parents[2] / "assets"
LOADER = """<script>
  (function(w,d,s,u,o){{w[o]=w[o]||function(){{(w[o].q=w[o].q||[]).push(arguments)}};
  var js=d.createElement(s),first=d.getElementsByTagName(s)[0];js.async=1;js.src=u;
  first.parentNode.insertBefore(js,first);
  }})(window,document,'script',{src},'pb');
  pb('init', {init});
</script>"""
MODULE = """<script type="module">
  import {{ pb }} from {src};
  pb('init', {init});
</script>"""


@dataclass(frozen=True)
class BuiltWidget:
    """The bundle as the build left it: `version` is a hash of its bytes, `sri` what `integrity=` wants."""

    version: str
    sri: str


@dataclass(frozen=True)
class Snippets:
    """`pinned` is the one line with the version and its hash: it never changes by itself."""

    one_line: str
    two_scripts: str
    loader: str
    pinned: str
    module: str
    sri: str


@lru_cache(maxsize=1)
def built_widget() -> BuiltWidget:
    """Raises Unavailable when the widget was never built."""
    try:
        built = json.loads((ASSETS / "widget.json").read_text())
    except FileNotFoundError as missing:
        raise Unavailable("The widget has not been built yet: run `make widget`.") from missing
    return BuiltWidget(built["version"], built["sri"])


def embed_snippets(chatbot: Chatbot, seen_origin: str = "") -> Snippets:
    """Filled in for this install: `PUBLIC_URL` and `WIDGET_CDN_URL` as they are now, else the origin the owner sees."""
    api = settings().public_url or seen_origin or settings().base_url()
    cdn = settings().widget_cdn_url
    widget = built_widget()
    address = cdn or f"{api}/api/v1"
    script = f"{address}/widget.js"
    src, bot = escape(script, quote=True), escape(chatbot.public_id, quote=True)
    elsewhere = f' data-api-url="{escape(api, quote=True)}"' if cdn else ""
    pinned = escape(f"{address}/widget/{widget.version}/widget.js", quote=True)
    return Snippets(
        one_line=f'<script async src="{src}" data-chatbot="{bot}"{elsewhere}></script>',
        two_scripts=f"<script src=\"{src}\"></script>\n<script>pb('init', {_init(chatbot, api, cdn)});</script>",
        loader=LOADER.format(src=_quoted(script), init=_init(chatbot, api, cdn)),
        pinned=f'<script async src="{pinned}" integrity="{widget.sri}" crossorigin="anonymous" '
        f'data-chatbot="{bot}"{elsewhere}></script>',
        module=MODULE.format(src=_quoted(f"{address}/widget.mjs"), init=_init(chatbot, api, cdn)),
        sri=widget.sri,
    )


def _init(chatbot: Chatbot, api: str, cdn: str) -> str:
    options = f", options: {{ baseURL: {_quoted(api)} }}" if cdn else ""
    return f"{{ id: {_quoted(chatbot.public_id)}{options} }}"


def _quoted(text: str) -> str:
    """A JavaScript string that can stand inside a script element."""
    return "'" + json.dumps(text)[1:-1].replace("'", "\\'").replace("<", "\\u003c") + "'"
