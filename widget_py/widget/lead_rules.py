"""What a lead form's field accepts. The server has the last word; this is for a quick one beside the field."""

from re import compile

from widget_py.widget.blank import trimmed

PATTERNS = {
    "email": compile(r"^[^@ \t\n]+@[^@. \t\n]+(\.[^@. \t\n]+)+\Z"),
    "tel": compile(r"^[-+()/. ]*([0-9][-+()/. ]*){5,15}\Z"),
}


def complaint(kind: str, required: bool, value: str) -> str:
    """What is wrong: "required", the kind that it is not, or "" if the value is fine."""
    text = trimmed(value)
    if not text:
        return "required" if required else ""
    pattern = PATTERNS.get(kind)
    return kind if pattern and not pattern.search(text) else ""
