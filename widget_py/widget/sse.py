"""Reads server-sent events from text that arrives in pieces of any size."""

Event = tuple[str, str]


class Events:
    """Give it each piece as it comes; it returns the events that are complete by then, as (name, data)."""

    def __init__(self) -> None:
        self.rest = ""

    def feed(self, piece: str) -> list[Event]:
        text = self.rest + piece
        held = "\r" if text.endswith("\r") else ""  # half of a line end, perhaps
        blocks = text.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
        self.rest = blocks.pop() + held
        return [read_event(block) for block in blocks if "data" in block]


def read_event(block: str) -> Event:
    name = "message"
    lines: list[str] = []
    for line in block.split("\n"):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        if field == "data":
            lines.append(value)
    return name, "\n".join(lines)
