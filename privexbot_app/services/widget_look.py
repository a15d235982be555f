"""How the widget looks: what an owner may choose, and the CSS values that come of it."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from privexbot_app.errors import Invalid

Theme = Literal["auto", "light", "dark"]
Position = Literal["bottom-right", "bottom-left", "top-right", "top-left"]
Icon = Literal["chat", "help", "spark", "hand"]
LONGEST_FONT = 200
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_WORD = r"-?[A-Za-z_][\w-]*"
_FAMILY = rf"""(?:{_WORD}(?: {_WORD})*|"[\w -]+"|'[\w -]+')"""
FONTS = re.compile(rf"{_FAMILY}(?: ?, ?{_FAMILY})*")


def check_color(text: str) -> str:
    """As in a colour field of a browser. Raises Invalid."""
    if not COLOR.fullmatch(text):
        raise Invalid("A colour looks like #6d4aff.", field="color")
    return text


def _fonts(text: str) -> str:
    """Names of font families and nothing else: this becomes part of a style sheet."""
    text = " ".join(text.split())
    if text and not FONTS.fullmatch(text):
        raise ValueError('Give names of fonts with commas between them, such as Georgia, "Open Sans", serif.')
    return text


class WidgetLook(BaseModel):
    """Sizes are pixels; None, or an empty font, is the widget's own."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    theme: Theme = "auto"
    position: Position = "bottom-right"
    offset_x: int | None = Field(None, ge=0, le=400)
    offset_y: int | None = Field(None, ge=0, le=400)
    width: int | None = Field(None, ge=280, le=800)
    height: int | None = Field(None, ge=320, le=1200)
    radius: int | None = Field(None, ge=0, le=40)
    font: Annotated[str, Field(max_length=LONGEST_FONT), AfterValidator(_fonts)] = ""
    launcher_icon: Icon = "chat"
    launcher_text: str = Field("", max_length=40)

    def css(self) -> dict[str, str]:
        """By the name of the custom property, without its `--pb-`: only what the owner changed."""
        sizes = {
            "offset-x": self.offset_x,
            "offset-y": self.offset_y,
            "width": self.width,
            "height": self.height,
            "radius": self.radius,
        }
        values = {name: f"{size}px" for name, size in sizes.items() if size is not None}
        return values | ({"font": self.font} if self.font else {})
