"""Reads server-sent events from text that arrives in pieces of any size."""

Event = tuple[str, str]


class Events:
    """Give it each piece as it comes; it returns the events that are complete by then, as (name, data)."""

    def __init__(self) -> None:
        self.rest = ""

    def feed(self, piece: str) -> list[Event]:
        self.rest += piece.replace("\r", "")  # lines end with \n or \r\n: nobody sends \r alone
        events: list[Event] = []
        while "\n\n" in self.rest:
            block, _, rest = self.rest.partition("\n\n")
            self.rest = rest
            if "data" in block:
                events.append(read_event(block))
        return events


def read_event(block: str) -> Event:
    name = "message"
    lines: list[str] = []
    for line in block.split("\n"):
        field, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if field == "event":
            name = value
        if field == "data":
            lines.append(value)
    return name, "\n".join(lines)
