"""Answers as no server should send them, from a seed: the same number is the same answer on every machine.

A plan says what the page's `fetch` shall give: the first stream, those that resume it, and the reply in one piece.
Some plans are only sent oddly, in a way that the standard allows: their text has to arrive whole.
"""

import base64
import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

WORDS = [
    "yes", "size", "nine", "is", "in", "stock", "größe", "été", "尺码", "رقم", "размер", "👟", "👩🏽\u200d🚀", "ñandú",
    "İstanbul", "e\u0301", "\u2060", "[1]", "**b**", "end",
]  # fmt: skip
JUNK: list[Any] = [None, True, False, 0, -1, 1e308, "", "x", [], {}, [[]], [None], {"": None}, [1, "2", {}], "\ud800"]
NAMES = ["accepted", "token", "citations", "action", "done", "truncated", "stopped", "failed", "handoff", "ping", ""]
ENDINGS = ("done", "truncated", "stopped", "failed")
TYPES = ("text/event-stream; charset=utf-8", "text/event-stream", "text/event-stream;x=1")
OTHER_TYPES = ("text/html", "", "application/json", "text/plain")
SLOW_PIECES = 40  # so many may each have a frame of their own
Frame = tuple[str, str]


@dataclass
class Plan:
    """`text` is what must be shown in the end, "" where that is open; silent: where a person was said to answer."""

    question: str
    text: str = ""
    may_be_silent: bool = False
    parts: list[dict[str, Any]] = field(default_factory=list)
    whole: dict[str, Any] = field(default_factory=dict)


def plan(seed: int) -> Plan:
    chosen = random.Random(seed)
    frames, text = sane(chosen)
    if chosen.random() < 0.25:
        return Plan(f"gentle {seed}", text, parts=[part(chosen, gentle(chosen, frames))])
    made = Plan(f"rough {seed}")
    roughened = [change(chosen, frames) for _ in range(chosen.randint(1, 4))]
    made.may_be_silent = any(names_a_person(each) for each in roughened)
    made.parts = [rough(chosen, each) for each in roughened]
    reply_id = json.loads(frames[0][1])["reply"]
    sound = whole(text, reply_id)
    made.whole = chosen.choice([sound, sound, junk_reply(chosen, reply_id), refused(chosen)])
    return made


def sane(chosen: random.Random) -> tuple[list[Frame], str]:
    """An answer as the contract has it, and its text."""
    words = [chosen.choice(WORDS) for _ in range(chosen.randint(1, 12))]
    number = chosen.randrange(10**9)  # another one for each question
    frames = [("accepted", json.dumps({"conversation": "c1", "message": f"m{number}", "reply": f"r{number}"}))]
    seq = 0
    for word in words:
        seq += len(word) + 1
        frames.append(("token", json.dumps({"seq": seq, "text": f"{word} "}, ensure_ascii=chosen.random() < 0.5)))
    cited = [{"n": 1, "title": "Red", "url": "https://shop.test/red", "quote": "9", "source": "shop"}]
    frames.append(("citations", json.dumps(cited)))
    frames.append(("done", json.dumps({"grounded": True, "followups": []})))
    return frames, " ".join(words).replace("[1]", "1").replace("*", "")


def gentle(chosen: random.Random, frames: list[Frame]) -> str:
    """Comments, other fields, other events, the one or the other line end: nobody may notice."""
    end, text = chosen.choice(["\n", "\r\n"]), chosen.choice(["", ": hello", "retry: 10"])
    lines = [text, ""] if text else []
    for name, data in frames:
        extra = [": keep-alive", f"id: {chosen.randint(0, 9)}", "unknown: x", "", "event: news\ndata: {}", ""]
        lines += chosen.choice([[], extra[:1], extra[1:3], extra[3:], [*extra[:1], ""]])
        gap = chosen.choice(["", " "])
        lines += [*chosen.sample([f"event:{gap}{name}", f"data:{gap}{data}"], 2), ""]
    return end.join("\n".join(lines).split("\n")) + end


def change(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    """Wrong in one to four ways."""
    for _ in range(chosen.randint(1, 4)):
        frames = chosen.choice(CHANGES)(chosen, frames)
    return frames


def names_a_person(frames: list[Frame]) -> bool:
    """Whether the question was accepted without a reply of the bot's, if only once."""
    for name, data in frames:
        if name == "accepted":
            with suppress(ValueError, RecursionError):
                value = json.loads(data)
                if not isinstance(value, dict) or not value.get("reply"):
                    return True
    return False


def rough(chosen: random.Random, made: list[Frame]) -> dict[str, Any]:
    """A stream with line ends of any kind, and something that does not belong there, or no stream at all."""
    if chosen.random() < 0.15:
        return refused(chosen)
    end = chosen.choice(["\n", "\n", "\r\n", "\r"])
    text = "".join(f"event: {name}{end}data: {data}{end}{end}" for name, data in made)
    if chosen.random() < 0.2:
        at = chosen.randint(0, len(text))
        text = (
            text[:at]
            + chosen.choice(["\n", "\r", "\n\n", ":", "\0", "\ufeff", "data", "event: done\n", "{"])
            + text[at:]
        )
    return part(chosen, text, is_rough=True)


def part(chosen: random.Random, text: str, *, is_rough: bool = False) -> dict[str, Any]:
    """As bytes in pieces of any size, letters cut through included."""
    data = text.encode("utf-8", "surrogatepass")
    if is_rough and chosen.random() < 0.2:
        at = chosen.randint(0, len(data))
        data = data[:at] + chosen.choice([b"\xff\xfe", b"\xc3", b"\xf0\x9f", b"\xed\xa0\x80"]) + data[at:]
    if is_rough and chosen.random() < 0.3:
        data = data[: chosen.randint(0, len(data))]
    kinds = (*TYPES, *OTHER_TYPES) if is_rough and chosen.random() < 0.2 else TYPES
    breaks = is_rough and chosen.random() < 0.25
    pieces = cut(chosen, data)
    slow = len(pieces) <= SLOW_PIECES and chosen.random() < 0.3
    return {"status": 200, "type": chosen.choice(kinds), "breaks": breaks, "slow": slow, "pieces": pieces}


def cut(chosen: random.Random, data: bytes) -> list[str]:
    most = chosen.choice([1, 3, 17, 200, 10_000]) if len(data) < 4000 else 10_000
    pieces, at = [], 0
    while at < len(data):
        size = chosen.randint(1, most)
        pieces.append(base64.b64encode(data[at : at + size]).decode())
        at += size
    return pieces


def whole(text: str, reply_id: str) -> dict[str, Any]:
    reply = {"id": reply_id, "text": text, "citations": [], "state": "done", "grounded": True}
    return as_json({"reply": reply, "conversation": "c1", "message": "m1", "handoff": None})


def as_json(value: Any, status: int = 200) -> dict[str, Any]:
    data = json.dumps(value).encode("utf-8", "surrogatepass")
    pieces = [base64.b64encode(data).decode()]
    return {"status": status, "type": "application/json", "breaks": False, "pieces": pieces}


def junk_reply(chosen: random.Random, reply_id: str) -> dict[str, Any]:
    reply = {"id": reply_id, "text": "Hm", "citations": [], "state": "done"} | {
        chosen.choice(KEYS): chosen.choice(JUNK)
    }
    return as_json(chosen.choice([*JUNK, {"reply": reply}, {"reply": reply, "conversation": chosen.choice(JUNK)}]))


KEYS = ["id", "text", "citations", "state", "grounded", "followups", "actions", "message"]


def refused(chosen: random.Random) -> dict[str, Any]:
    """An HTTP error with or without words, a page of a proxy's, or no connection at all."""
    if chosen.random() < 0.3:
        return {"status": 0, "type": "", "breaks": True, "pieces": []}
    status = chosen.choice([400, 403, 404, 409, 429, 500, 502, 503])
    return as_json(chosen.choice([{"error": {"code": "no", "message": "No."}}, *JUNK]), status)


def shuffled(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return chosen.sample(frames, len(frames))


def doubled(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return [one for each in frames for one in [each] * chosen.choice([1, 1, 2])]


def thinned(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return [each for each in frames if chosen.random() < 0.7]


def unfinished(_chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return [each for each in frames if each[0] not in ENDINGS]


def finished_again(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return [*frames, *((chosen.choice(ENDINGS), "{}") for _ in range(chosen.randint(1, 4))), *frames[-4:]]


def otherwise_finished(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    ending = {"message": chosen.choice(["", "Busy.", None, 7]), "grounded": chosen.choice([True, False, None])}
    return [*unfinished(chosen, frames), (chosen.choice(ENDINGS), json.dumps(ending))]


def broken_json(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return _one(chosen, frames, lambda name, data: (name, data[: chosen.randint(0, max(0, len(data) - 1))]))


def wrong_type(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return _one(chosen, frames, lambda name, data: (name, json.dumps(chosen.choice(JUNK))))


def wrong_field(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    def bend(name: str, data: str) -> Frame:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return name, data
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value[0][chosen.choice(["n", "title", "url"])] = chosen.choice(JUNK)
        elif isinstance(value, dict) and value:
            value[chosen.choice(sorted(value))] = chosen.choice(JUNK)
        return name, json.dumps(value)

    return _one(chosen, frames, bend)


def wrong_name(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return _one(chosen, frames, lambda name, data: (chosen.choice(NAMES), data))


def huge(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    text = chosen.choice(["word ", "*", "[", "`", "a\n", "- ", "](", "**x** ", "[1] "]) * chosen.choice([500, 20_000])
    big = chosen.choice(
        [
            ("token", json.dumps({"seq": 9, "text": text[:40_000]})),
            ("citations", json.dumps([{"n": n, "title": "T", "url": None} for n in range(500)])),
            ("token", "[" * 20_000),
            ("x" * 20_000, "{}"),
        ]
    )
    at = chosen.randint(0, len(frames))
    return [*frames[:at], big, *frames[at:]]


def offered(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    """Something to confirm, with a field or more that is not as it should be."""
    shape: dict[str, Any] = {"id": f"a{chosen.random()}", "title": "Order", "go": "Go", "no": "No", "thanks": ""}
    one = {"name": "n", "label": "L", "type": "text", "required": True, "choices": [], "help": "", "autocomplete": "on"}
    shape["fields"] = chosen.choice([[one], []])
    if chosen.random() < 0.7:
        shape[chosen.choice(["title", "go", "no", "fields"])] = chosen.choice(JUNK)
    return [*frames[:-1], ("action", json.dumps(shape)), *frames[-1:]]


def handed_over(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    where: dict[str, Any] = {"state": chosen.choice(["waiting", "human", "closed", "bot", "x"]), "queue": 2}
    where |= {"operator": {"name": "Grace", "avatar": None}, "message": chosen.choice(["", "Wait."])}
    if chosen.random() < 0.5:
        where[chosen.choice(sorted(where))] = chosen.choice(JUNK)
    return [*frames, ("handoff", json.dumps(where))]


def left_to_a_person(chosen: random.Random, frames: list[Frame]) -> list[Frame]:
    return [("accepted", json.dumps({"conversation": "c1", "message": "m1", "reply": None})), *frames[1:]]


def _one(chosen: random.Random, frames: list[Frame], change: Callable[[str, str], Frame]) -> list[Frame]:
    if not frames:
        return frames
    at = chosen.randrange(len(frames))
    return [*frames[:at], change(*frames[at]), *frames[at + 1 :]]


Change = Callable[[random.Random, list[Frame]], list[Frame]]
CHANGES: list[Change] = [
    shuffled, doubled, thinned, unfinished, finished_again, otherwise_finished, broken_json, wrong_type, wrong_field,
    wrong_field, wrong_name, huge, offered, handed_over, left_to_a_person,
]  # fmt: skip
