"""What a page offers the widget, as types only: the compiler strips this module and keeps the names.

Undeclared is unknown: a browser feature is used after it is written down here, by its JavaScript name
(a trailing `_` is dropped where Python reserves the word). Nothing here runs, in Python or in a page.
"""

from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from typing import Any, Generic, NotRequired, TypedDict, TypeVar

T = TypeVar("T")
Listener = Callable[["Event"], None]
Clicked = Callable[[], None]

def spawn(_work: Coroutine[Any, Any, object]) -> None:
    """Start a coroutine without waiting for it: in JavaScript, simply its call."""

def promise(_work: Coroutine[Any, Any, T]) -> Promise[T]:
    """Start a coroutine now and wait for it later, perhaps more than once: in JavaScript, its call again."""

class Promise(Awaitable[T], Generic[T]):
    def __await__(self) -> Generator[Any, None, T]: ...

class Sheet:
    def replaceSync(self, text: str) -> None: ...

class CSSStyleSheet(Sheet): ...

class ClassList:
    def toggle(self, name: str, on: bool) -> bool: ...

class Viewport(Target):
    height: float
    offsetTop: float
    scale: float

class Style:
    height: str
    color: str
    backgroundColor: str

    def setProperty(self, name: str, value: str) -> None: ...

class Target:
    def addEventListener(self, name: str, listener: Listener) -> None: ...
    def removeEventListener(self, name: str, listener: Listener) -> None: ...

class Node(Target):
    textContent: str
    isConnected: bool

    def append(self, *nodes: Node | str) -> None: ...
    def remove(self) -> None: ...

class Element(Node):
    parentElement: Element | None
    className: str
    hidden: bool
    classList: ClassList
    scrollTop: int
    scrollHeight: int
    clientHeight: int
    style: Style

    def setAttribute(self, name: str, value: str) -> None: ...
    def getAttribute(self, name: str) -> str | None: ...
    def replaceChildren(self, *nodes: Node | str) -> None: ...
    def replaceWith(self, *nodes: Node | str) -> None: ...
    def prepend(self, *nodes: Node | str) -> None: ...
    def after(self, *nodes: Node | str) -> None: ...
    def focus(self) -> None: ...
    def attachShadow(self, options: ShadowOptions) -> Shadow: ...

class Anchor(Element):
    href: str

class Input(Element):
    value: str
    checked: bool
    disabled: bool
    src: str

class Shadow(Element):
    adoptedStyleSheets: list[Sheet]
    activeElement: Element | None

class ShadowOptions(TypedDict):
    mode: str

class Event:
    key: str
    shiftKey: bool
    isComposing: bool
    target: Element

    def preventDefault(self) -> None: ...
    def stopPropagation(self) -> None: ...

class Document(Target):
    body: Element | None
    currentScript: Script | None
    title: str
    referrer: str
    readyState: str
    activeElement: Element | None
    documentElement: Element

    def querySelector(self, selector: str) -> Element | None: ...
    def createElement(self, tag: str) -> Any: ...
    def createElementNS(self, space: str, tag: str) -> Any: ...

class Script(Element):
    src: str

class Location:
    href: str

class Navigator:
    language: str

class Storage:
    def getItem(self, key: str) -> str | None: ...
    def setItem(self, key: str, value: str) -> None: ...
    def removeItem(self, key: str) -> None: ...

class Queue:
    q: Any
    ready: bool

class Window(Target):
    pb: Any
    PRIVEXBOT_API_URL: str | None

class Crypto:
    randomUUID: Callable[[], str] | None

class Blob: ...

class URL:
    origin: str
    host: str
    hash: str
    protocol: str

    def __init__(self, address: str) -> None: ...
    @staticmethod
    def createObjectURL(blob: Blob) -> str: ...
    @staticmethod
    def revokeObjectURL(address: str) -> None: ...

class Headers:
    def get(self, name: str) -> str | None: ...

class Chunk(TypedDict):
    done: bool
    value: NotRequired[Any]

class Reader:
    def read(self) -> Promise[Chunk]: ...

class Body:
    def getReader(self) -> Reader: ...

class Response:
    ok: bool
    status: int
    headers: Headers
    body: Body | None

    def json(self) -> Promise[Any]: ...

class AbortSignal: ...

class AbortController:
    signal: AbortSignal

    def abort(self) -> None: ...

class RequestInit(TypedDict):
    method: NotRequired[str]
    headers: Any
    signal: AbortSignal
    body: NotRequired[str]

class DecodeOptions(TypedDict):
    stream: bool

class TextDecoder:
    def decode(self, value: Any, options: DecodeOptions) -> str: ...

class Object:
    @staticmethod
    def assign(target: Any, source: Any) -> Any: ...
    @staticmethod
    def entries(value: Any) -> list[tuple[str, Any]]: ...
    @staticmethod
    def fromEntries(value: Mapping[str, object]) -> Any: ...

class Array:
    @staticmethod
    def isArray(value: Any) -> bool: ...
    @staticmethod
    def from_(value: Any) -> list[Any]: ...

class Number:
    @staticmethod
    def isFinite(value: Any) -> bool: ...

class JSON:
    @staticmethod
    def parse(text: str) -> Any: ...
    @staticmethod
    def stringify(value: object) -> str: ...

class CSS:
    @staticmethod
    def supports(name: str, value: str) -> bool: ...

class Date:
    @staticmethod
    def now() -> float: ...
    def toISOString(self) -> str: ...

class Console:
    def warn(self, *words: object) -> None: ...

document: Document
window: Window
visualViewport: Viewport
localStorage: Storage
location: Location
navigator: Navigator
crypto: Crypto
console: Console

def fetch(_address: str, _init: RequestInit) -> Promise[Response]: ...
def String(_value: object) -> str: ...
def parseInt(_text: str) -> int: ...
def encodeURIComponent(_text: str) -> str: ...
def getComputedStyle(_node: Element) -> Style: ...
def requestAnimationFrame(_work: Callable[[], None]) -> int: ...
def setTimeout(_work: Callable[[], None], _milliseconds: int) -> int: ...
def clearTimeout(_timer: int) -> None: ...

class Texts:
    """An object of texts by key."""

    def __getitem__(self, key: str) -> str: ...
