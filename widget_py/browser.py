"""What a page offers the widget, as types only: the compiler strips this module and keeps the names.

Undeclared is unknown: a browser feature is used after it is written down here, by its JavaScript name
(a trailing `_` is dropped where Python reserves the word).
"""

from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator, Mapping
from typing import Any, Generic, NotRequired, TypedDict, TypeVar

T = TypeVar("T")


class Map: ...
