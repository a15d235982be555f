"""What the widget does by itself: opening, sounds, whose pictures it shows, and whether it names us."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MOST_HOSTS = 20
_HOST = re.compile(r"(?:https?://)?(?P<host>[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?)(?:/.*)?")


def _host(text: str) -> str:
    """`cdn.example.com` out of whatever address of it was typed, as a browser spells it."""
    found = _HOST.fullmatch(text.strip().lower())
    try:
        name = found["host"].encode("idna").decode() if found else ""
    except UnicodeError:
        name = ""
    if not name:
        raise ValueError(f"“{text[:60]}” is not the name of a server such as cdn.example.com.")
    return name


class WidgetBehaviour(BaseModel):
    """`auto_open` is in seconds; None is never. Pictures in answers are shown from `image_hosts` and nowhere else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    auto_open: int | None = Field(None, ge=0, le=600)
    sound: bool = False
    show_branding: bool = True
    image_hosts: list[Annotated[str, AfterValidator(_host)]] = Field(default=[], max_length=MOST_HOSTS)
