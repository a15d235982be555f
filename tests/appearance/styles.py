"""What of a configuration is the style of the widget."""

from collections.abc import Mapping
from typing import Any

NAMES = {"offset-x", "offset-y", "width", "height", "radius", "font"}


def style_of(config: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in config.items() if name in NAMES}
