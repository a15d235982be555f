"""A message that a chatbot says before it is asked: when, on which pages, and in which words."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MOST_RULES = 20


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _path(text: str) -> str:
    if text and not text.startswith(("/", "*")):
        raise ValueError("A page begins with a slash, such as /shoes/*.")
    if any(letter in text for letter in "?# "):
        raise ValueError("Leave out spaces, and what stands behind ? or #.")
    return text


class RuleForm(BaseModel):
    """All conditions that are set must hold: `seconds` on the page, `scroll` percent of it seen, about to leave it.

    `path` may have `*` for anything; empty is every page. `open` opens the window, else it is said beside the launcher.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    text: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_in_one_line)]
    seconds: int = Field(0, ge=0, le=3600)
    scroll: int = Field(0, ge=0, le=100)
    path: Annotated[str, Field(max_length=200), AfterValidator(_path)] = ""
    exit: bool = False
    open: bool = False


class Rule(RuleForm):
    """As it is kept; a browser remembers by `id` what it has shown."""

    id: str = Field(pattern=r"^[a-z0-9]{4,12}$")

    def told(self) -> dict[str, object]:
        """As the widget is told: the page's path as a pattern."""
        pattern = ".*".join(re.escape(part) for part in self.path.split("*"))
        return self.model_dump(exclude={"path"}) | {"pattern": f"^{pattern}$" if self.path else ""}

    def summary(self) -> str:
        """“After 10 seconds, on /shoes/*, beside the launcher.”"""
        return f"{self._when()}, {self._where()}, {'in the opened window' if self.open else 'beside the launcher'}."

    def _when(self) -> str:
        seconds = f"after {self.seconds} second{'s' if self.seconds != 1 else ''}" if self.seconds else ""
        scroll = f"once {self.scroll}% of the page was seen" if self.scroll else ""
        leaving = "when the visitor is about to leave" if self.exit else ""
        words = " and ".join(filter(None, (seconds, scroll, leaving))) or "at once"
        return words[0].upper() + words[1:]

    def _where(self) -> str:
        return f"on {self.path}" if self.path and self.path != "*" else "on every page"
