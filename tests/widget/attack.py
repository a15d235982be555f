"""Hostile texts for every field that the widget shows, and a guard in the page that sees all it makes of them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.widget.world import payloads
from widget_py.strings import DEFAULT_STRINGS

TEXTS = [text.replace("|", "") for text in payloads()]
ADDRESSES = [
    *TEXTS,
    "https://evil.test/a.png",
    "//evil.test/a.png",
    "/\\evil.test/a.png",
    "\\\\evil.test\\a.png",
    "@evil.test/a.png",
    ".evil.test/a.png",
    ":81@evil.test/a.png",
    "/api/v1/../../..//evil.test/a.png",
    "/api/v1/operators/7/..\\..\\..\\..\\@evil.test",
    "https:evil.test/a.png",
    "HTTPS://EVIL.TEST/a.png",
    "\thttps://evil.test/a.png",
    "javascript:__x(901)",
    "JavaScript:__x(902)//",
    "java\nscript:__x(903)",
    "data:text/html,<script>parent.__x(904)</script>",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='parent.__x(905)'/>",
    "vbscript:__x(906)",
    "filesystem:https://evil.test/x",
    "blob:https://evil.test/1",
    "view-source:https://evil.test/",
]
STRIDE = 7  # has no factor in common with the number of texts, so each field begins elsewhere
KINDS = ("text", "email", "tel", "select", "checkbox", "textarea", "number")
GUARD = """(() => {
window.__hits = []; window.__bad = []; window.__texts = new Set();
window.__x = (id) => __hits.push(id);
addEventListener('xss', () => __hits.push('event'));
const forbidden = new Set(('SCRIPT IFRAME FRAME OBJECT EMBED APPLET BASE LINK META STYLE VIDEO AUDIO SOURCE TRACK '
  + 'FOREIGNOBJECT ANIMATE SET USE PORTAL FENCEDFRAME ISINDEX').split(' '));
const addresses = new Set(['href', 'src', 'srcset', 'action', 'formaction', 'xlink:href', 'poster', 'data',
  'background', 'ping', 'srcdoc', 'manifest', 'cite']);
const schemes = {A: ['http:', 'https:', 'mailto:', 'tel:', 'blob:'], IMG: ['http:', 'https:', 'blob:']};
const look = (node, name) => {
  const value = node.getAttribute(name), tag = node.nodeName.toUpperCase(), low = name.toLowerCase();
  const wrong = (why) => __bad.push(`${why}: <${tag} ${name}=${JSON.stringify(value)}>`);
  if (value === null) return;
  __texts.add(value);
  if (low.startsWith('on')) wrong('handler');
  if (low === 'style' && /url|expression|import/i.test(value)) wrong('style');
  if (!addresses.has(low)) return;
  let url;
  try { url = new URL(value, 'http://host-page.test/'); } catch { return wrong('address'); }
  if (!(schemes[tag] || []).includes(url.protocol)) wrong('scheme');
  if (tag === 'IMG' && url.protocol !== 'blob:' && url.origin !== API) wrong('picture from elsewhere');
  if (tag === 'A' && !/noopener/.test(node.rel) && !node.download) wrong('rel');
};
const walk = (node) => {
  if (node.nodeType === Node.TEXT_NODE) __texts.add(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (forbidden.has(node.nodeName.toUpperCase())) __bad.push(`element: ${node.outerHTML.slice(0, 200)}`);
  node.getAttributeNames().forEach(name => look(node, name));
  node.childNodes.forEach(walk);
};
const watch = (root) => new MutationObserver(changes => changes.forEach(change => {
  if (change.type === 'attributes') look(change.target, change.attributeName);
  else if (change.type === 'characterData') __texts.add(change.target.data);
  else change.addedNodes.forEach(walk);
})).observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) {
  const root = attach.call(this, how);
  window.__root = root;
  watch(root);
  return root;
};
const pokes = ['mouseover', 'mouseenter', 'mousemove', 'pointerover', 'focus', 'focusin', 'load', 'error', 'toggle',
  'animationstart', 'beforetoggle'];
window.__poke = () => __root.querySelectorAll('*').forEach(node => pokes.forEach(name => node.dispatchEvent(
  new Event(name, {bubbles: true}))));
const clicked = new Map();
const next = (within) => [...__root.querySelectorAll(`${within} button`)]
  .filter(node => node.offsetWidth && !node.disabled && (clicked.get(node) || 0) < 5)
  .sort((one, two) => (clicked.get(one) || 0) - (clicked.get(two) || 0))[0];
window.__click = async (within, times) => {
  for (let node; times-- && (node = next(within));) {
    clicked.set(node, (clicked.get(node) || 0) + 1);
    node.click();
    await new Promise(done => setTimeout(done, 15));
    pb('open');
  }
};
window.__fill = async () => {
  for (const input of __root.querySelectorAll('form input, form textarea, form select')) {
    if (input.type === 'checkbox') input.checked = true;
    else if (input.type === 'radio') input.checked = true;
    else if (input.nodeName === 'SELECT') input.selectedIndex = input.options.length - 1;
    else if (input.type !== 'file')
      input.value = input.type === 'number' ? '3' : input.type === 'tel' ? '+44 20 7946 0018' : 'ada@example.com';
  }
  for (const form of __root.querySelectorAll('form')) {
    form.requestSubmit();
    await new Promise(done => setTimeout(done, 60));
  }
};
})();"""


@dataclass
class Attack:
    """One round: each field gets its own text, and over all rounds each field gets every text once."""

    round: int
    used: dict[str, set[str]] = field(default_factory=dict)
    places: Iterator[int] = field(default_factory=count)
    begins: dict[str, int] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self._choose(name, TEXTS)

    def address(self, name: str) -> str:
        return self._choose(name, ADDRESSES)

    def all(self, name: str) -> list[str]:
        """Every text at once, for a field that has many values."""
        self.used.setdefault(name, set()).update(TEXTS)
        return list(TEXTS)

    def _choose(self, name: str, among: list[str]) -> str:
        if name not in self.begins:
            self.begins[name] = next(self.places) * STRIDE
        chosen = among[(self.begins[name] + self.round) % len(among)]
        self.used.setdefault(name, set()).add(chosen)
        return chosen

    def pairs(self) -> int:
        return sum(len(texts) for texts in self.used.values())


def config(attack: Attack) -> dict[str, Any]:
    """Every field of the configuration."""
    text = attack.text
    strings = {key: text(f"string {key}") for key in DEFAULT_STRINGS}
    lead = task(attack, "lead", "/leads") | {"when": {"before": False, "after": 0, "unanswered": True, "handoff": True}}
    return {
        "name": text("name"),
        "greeting": "\n\n".join(attack.all("greeting")),
        "suggestions": attack.all("suggestions"),
        "launcher_text": text("launcher text"),
        "theme": text("theme"),
        "language": text("language"),
        "dir": text("direction"),
        "strings": strings,
        "image_hosts": [],
        "sound": False,
        "auto_open": "never",
        "uploads": {"accept": text("accepted files"), "max_bytes": 5_000_000, "max_files": 3},
        "rules": [
            {"id": "r1", "text": text("rule"), "seconds": 1, "scroll": 0, "pattern": "", "exit": False, "open": False}
        ],
        "lead_form": lead,
        "rating": task(attack, "rating", "/rating"),
        "menu": [task(attack, f"menu {number}", "/transcript") for number in range(3)],
    }


def task(attack: Attack, name: str, path: str) -> dict[str, Any]:
    text = attack.text
    words = {key: text(f"{name} {key}") for key in ("label", "title", "go", "no", "thanks")}
    return words | {"path": path, "method": "POST", "fields": fields(attack, name), "file": ""}


def fields(attack: Attack, name: str) -> list[dict[str, Any]]:
    found = []
    for kind in KINDS:
        one = {key: attack.text(f"{name} {kind} {key}") for key in ("label", "help", "name")}
        choices = attack.all(f"{name} choices") if kind == "select" else []
        told = {
            "type": kind,
            "required": False,
            "choices": choices,
            "autocomplete": attack.text(f"{name} autocomplete"),
        }
        found.append(one | told)
    return found


def citations(attack: Attack, name: str) -> list[dict[str, Any]]:
    """Some for the marks in the text, and every hostile text as a title, an address, a quote and a source."""
    attack.used.setdefault(f"{name} url", set()).update(ADDRESSES)
    rows = enumerate(ADDRESSES, 1)
    shift = {key: attack.round + place * STRIDE for place, key in enumerate(("title", "quote", "source"))}
    attack.all(f"{name} title")
    attack.all(f"{name} quote")
    return [
        {"n": n, "url": address} | {key: TEXTS[(n + begin) % len(TEXTS)] for key, begin in shift.items()}
        for n, address in rows
    ]


def actions(attack: Attack, name: str) -> list[dict[str, Any]]:
    both: list[dict[str, Any]] = []
    for kind in ("confirm", "form"):
        asked = task(attack, f"{name} {kind}", "") | {"id": f"{name}-{kind}"}
        del asked["path"]
        both.append(asked | {"fields": asked["fields"] if kind == "form" else []})
    return both


def operator(attack: Attack, name: str) -> dict[str, Any]:
    return {"name": attack.text(f"{name} operator"), "avatar": attack.address(f"{name} operator's picture")}


def history(attack: Attack) -> list[dict[str, Any]]:
    """Each role says each text; the last answer has everything an answer may have."""
    seq, rows = count(1), list[dict[str, Any]]()

    def say(role: str, text: str, **more: Any) -> None:
        said = {"id": f"{attack.text('id')}{len(rows)}", "seq": next(seq), "role": role, "text": text}
        rows.append(said | {"citations": [], "state": "done", "created_at": "2026-01-01T00:00:00Z"} | more)

    for role in ("visitor", "bot", "operator"):
        for at, text in enumerate(attack.all(f"history {role}")):
            more: dict[str, Any] = {"operator": operator(attack, f"history {at % 20}")} if role == "operator" else {}
            say(role, text, **more, files=files(attack) if at == 0 else [])
    say("bot", "Look [1] [2] [3].", citations=citations(attack, "history citation"), actions=actions(attack, "kept"))
    say("bot", attack.text("stopped"), state="stopped")
    say("bot", attack.text("truncated"), state="truncated", followups=[attack.text(f"kept next {n}") for n in range(3)])
    return rows


def files(attack: Attack) -> list[dict[str, Any]]:
    words: Callable[[int], dict[str, Any]] = lambda n: {  # noqa: E731
        "id": attack.text(f"file id {n}"), "name": attack.text(f"file name {n}"), "type": attack.text(f"file type {n}"),
        "url": attack.address(f"file address {n}"), "size": 7,
    }  # fmt: skip
    return [words(number) for number in range(3)]


def guard(api: str) -> str:
    return f"window.API = {json.dumps(api)};\n{GUARD}"
