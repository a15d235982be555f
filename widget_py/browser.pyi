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

class StyleRule:
    style: Style

class Sheet:
    cssRules: list[StyleRule]

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

class Listening(TypedDict):
    """`signal`: aborting it takes the listener away."""

    signal: AbortSignal

class Target:
    def addEventListener(self, name: str, listener: Listener, options: Listening = ...) -> None: ...

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
    def click(self) -> None: ...
    def attachShadow(self, options: ShadowOptions) -> Shadow: ...

class Anchor(Element):
    href: str
    download: str

class Details(Element):
    open: bool

    def querySelector(self, selector: str) -> Element: ...

class Input(Element):
    value: str
    checked: bool
    disabled: bool
    src: str
    type: str
    files: Any

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
    data: Any
    dataTransfer: Transfer | None
    clipboardData: Transfer | None

    def preventDefault(self) -> None: ...
    def stopPropagation(self) -> None: ...

class Transfer:
    """What is dropped or pasted."""

    files: Any

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

class ScriptData:
    """Its `data-…` attributes."""

    chatbot: str | None
    apiUrl: str | None

class Script(Element):
    src: str
    dataset: ScriptData

class Location:
    href: str
    pathname: str

class Clipboard:
    def writeText(self, text: str) -> Promise[None]: ...

class Navigator:
    language: str
    clipboard: Clipboard  # not on pages without HTTPS

class Storage:
    def getItem(self, key: str) -> str | None: ...
    def setItem(self, key: str, value: str) -> None: ...
    def removeItem(self, key: str) -> None: ...

class Queue:
    q: Any
    ready: str

class Window(Target):
    pb: Any
    privexbot: Any
    scrollY: float
    innerHeight: float
    PRIVEXBOT_API_URL: str | None
    document: Document | None  # not where a page is only written, on a server

class Blob: ...

class FormData:
    def __init__(self, form: Element = ...) -> None: ...
    def append(self, name: str, value: Any) -> None: ...

class BroadcastChannel(Target):
    """Texts between the tabs of one origin."""

    def __init__(self, name: str) -> None: ...
    def postMessage(self, data: str) -> None: ...
    def close(self) -> None: ...

class AudioNode:
    def connect(self, node: AudioNode) -> None: ...
    def start(self) -> None: ...
    def stop(self, at: float) -> None: ...

class AudioContext:
    currentTime: float
    destination: AudioNode

    def createOscillator(self) -> AudioNode: ...

class RegExp:
    """A pattern that is known only when the widget runs; the server wrote it."""

    def __init__(self, pattern: str) -> None: ...
    def test(self, text: str) -> bool: ...

class URL:
    origin: str
    host: str
    hash: str
    protocol: str
    href: str

    def __init__(self, address: str, base: str = ...) -> None: ...
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
    def text(self) -> Promise[str]: ...
    def blob(self) -> Promise[Blob]: ...

class AbortSignal: ...

class AbortController:
    signal: AbortSignal

    def abort(self) -> None: ...

class RequestInit(TypedDict):
    method: NotRequired[str]
    headers: Any
    signal: AbortSignal
    body: NotRequired[Any]

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
    def fromEntries(value: Mapping[str, object] | FormData) -> Any: ...

class Array:
    @staticmethod
    def isArray(value: Any) -> bool: ...
    @staticmethod
    def from_(value: Any) -> list[Any]: ...

class Math:
    @staticmethod
    def random() -> float: ...

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
globalThis: Window
visualViewport: Viewport
localStorage: Storage
location: Location
navigator: Navigator
console: Console

def fetch(_address: str, _init: RequestInit) -> Promise[Response]: ...
def String(_value: object) -> str: ...
def parseInt(_text: str) -> int: ...
def encodeURIComponent(_text: str) -> str: ...
def getComputedStyle(_node: Element) -> Style: ...
def requestAnimationFrame(_work: Callable[[], Any]) -> int: ...
def setTimeout(_work: Callable[[], None], _milliseconds: int) -> int: ...
def clearTimeout(_timer: int) -> None: ...
def setInterval(_work: Callable[[], None], _milliseconds: int) -> int: ...
def clearInterval(_timer: int) -> None: ...

class Texts:
    """An object of texts by key."""

    def __getitem__(self, key: str) -> str: ...
