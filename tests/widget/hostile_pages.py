"""Pages that make it hard for a guest: what customers' sites really do, and what is meant to hurt."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("hostile")
TITLE = "<title>Shop</title>"
TAG = '<script async src="{api}/api/v1/widget.js" data-chatbot="shoe-store-k3f9"></script>'
HEARS = "ready open close message reply citation lead feedback handoff unread error"


@dataclass(frozen=True)
class HostilePage:
    """`head` stands before the page's text, the widget's tag behind it."""

    head: str = ""
    body: str = "<h1>Shop</h1>"
    policy: str = ""
    permissions: str = ""
    doctype: str = "<!doctype html>"

    def html(self) -> str:
        return f"{self.doctype}<html><head>{TITLE}{self.head}</head><body>{self.body}{TAG}</body></html>"

    def headers(self, api: str) -> dict[str, str]:
        told = {"Content-Security-Policy": self.policy.replace("{api}", api), "Permissions-Policy": self.permissions}
        return {name: value for name, value in told.items() if value}


def _styled(css: str) -> HostilePage:
    return HostilePage(f"<style>{css}</style>")


def _scripted(script: str) -> HostilePage:
    return HostilePage(f"<script>{script}</script>")


def _file(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


PLAIN = HostilePage()
STYLES = {
    "everything unset": _styled("* { all: unset !important }"),
    "everything of the body hidden": _styled("body > * { display: none !important }"),
    "everything of the body unseen": _styled(
        "body * { visibility: hidden !important; opacity: 0 !important; transform: scale(.3) !important;"
        "pointer-events: none !important; position: static !important; z-index: -1 !important; contain: strict;"
        "font-size: 40px !important; color: transparent !important; text-align: right !important; zoom: 3 }"
    ),
    "inherited from the body": _styled(
        "body { font: italic 40px/3 serif; text-transform: uppercase; letter-spacing: 9px; color: red;"
        "visibility: hidden; pointer-events: none; user-select: none; direction: rtl; word-spacing: 9px; cursor: wait;"
        "text-align: justify; white-space: nowrap; text-indent: 50px; line-height: 4; tab-size: 9; hyphens: auto }"
    ),
    "an overlay over everything": HostilePage(
        body="<h1>Shop</h1><div style='position:fixed;inset:0;z-index:999999;background:#000a'></div>"
    ),
    "a body that was moved": HostilePage(
        "<style>body { transform: translateZ(0) }</style>", body="<h1>Shop</h1>" + "<p>Shoes</p>" * 200
    ),
    "elements styled by name": _styled(
        "section, header, button, textarea, p, ul, li, a, span, div, form, img, svg"
        "{ display: inline !important; float: right; margin: 40px !important; width: 9px !important }"
    ),
    "Bootstrap 3": _styled(_file("bootstrap3.css")),
    "Tailwind's preflight": _styled(_file("tailwind_preflight.css")),
}
SCRIPTS = {
    "arrays with more methods": _scripted("Array.prototype.each = Array.prototype.last = function () {}"),
    "arrays whose methods throw": _scripted(
        "['map', 'filter', 'includes'].forEach(name => { Array.prototype[name] = () => { throw new Error(name) } })"
    ),
    "lists that turn into JSON text": _scripted(
        "Array.prototype.toJSON = function () { return '[' + this.slice().join(', ') + ']' }"
    ),
    "objects with more methods": _scripted(
        "Object.prototype.extend = function () { return this }; Object.prototype.each = Object.prototype.isEmpty = 0"
    ),
    "like Prototype.js": _scripted(_file("prototype_like.js")),
    "like MooTools": _scripted(_file("mootools_like.js")),
    "a loader of modules": _scripted(
        "window.define = function () { throw new Error('an anonymous module') }; define.amd = {};"
        "window.module = {exports: {}}; window.exports = module.exports; window.require = define"
    ),
    "elements that are removed otherwise": _scripted(
        "Element.prototype.remove = function () { this.parentNode.removeChild(this); return this }"
    ),
    "listeners that throw": HostilePage(
        "<script>function pb() { (pb.q = pb.q || []).push(arguments) }"
        f"'{HEARS}'.split(' ').forEach(name => pb('on', name, () => {{ throw new Error('of the page') }}))</script>"
    ),
    "storage that throws": _scripted(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }});"
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    ),
    "storage that is full": _scripted(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    ),
    "keys that mean something": _scripted(
        "for (const name of ['keydown', 'keypress', 'keyup']) "
        "document.addEventListener(name, event => { if (event.key.length === 1) event.preventDefault() })"
    ),
}
PLACES = {
    "no doctype": HostilePage(doctype=""),
    "a base elsewhere": HostilePage('<base href="https://elsewhere.test/shop/" target="_top">'),
    "nothing but the widget allowed": HostilePage(
        policy="default-src 'none'; script-src {api}; connect-src {api}; require-trusted-types-for 'script'"
    ),
    "a sandbox without storage": HostilePage(policy="sandbox allow-scripts"),
    "no permissions": HostilePage(
        permissions="camera=(), microphone=(), geolocation=(), clipboard-read=(), clipboard-write=(), autoplay=(), "
        "storage-access=(), fullscreen=(), local-fonts=(), unload=(), sync-xhr=()"
    ),
    "a part of the page called pb": HostilePage(body="<div id=pb>peanut butter</div>"),
    "a form of the page called pb": HostilePage(body="<form id=pb><input name=q><input name=ready></form>"),
    "a frame of the page called pb": HostilePage(body="<iframe name=pb hidden></iframe>"),
    "another script's pb": HostilePage(body="<script>window.pb = {ready: true, q: 7}</script>"),
}
HOSTILE = STYLES | SCRIPTS | PLACES
