"""Members as pages show them: a name, and a picture or initials on their colour."""

from dataclasses import dataclass

from privexbot_app.services.operators import Teammate

DARK, LIGHT = "#16161d", "#ffffff"
MIDDLE = 0.179  # of relative luminance: above it dark letters have more contrast, below it light ones


@dataclass(frozen=True)
class PersonRow:
    """One member; `ink` is the colour that can be read on theirs."""

    id: str = ""
    name: str = ""
    initials: str = ""
    color: str = ""
    ink: str = ""
    avatar: str = ""
    is_me: bool = False

    @classmethod
    def of(cls, member: Teammate | None, *, shown_as: str = "") -> "PersonRow":
        """As colleagues see them, or under another name; who has left is nobody any more."""
        if member is None:
            return cls(name="Former member", initials="–", color="#8b8d98", ink=DARK)
        return cls(
            id=str(member.member_id),
            name=shown_as or member.label,
            initials=initials_of(shown_as or member.label),
            color=member.color,
            ink=ink_on(member.color),
            avatar=member.avatar or "",
            is_me=member.is_me,
        )


def initials_of(name: str) -> str:
    """Two letters at most."""
    words = name.partition("@")[0].replace(".", " ").split()
    return "".join(word[0] for word in words[:2]).upper() or "?"


def ink_on(color: str) -> str:
    """By WCAG's relative luminance of an sRGB colour such as `#6d4aff`."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return DARK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > MIDDLE else LIGHT
