"""Tools in OpenAI's words: what is told of them, and calls put together from the pieces that a stream brings."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from privexbot_app.adapters.llm.faults import Fault
from privexbot_app.adapters.llm.speech import Prompt, ToolCall, Turn

MOST_CALLS = 8
MOST_CHARACTERS = 20_000


class ToolCalls:
    """Takes deltas such as `{index, id, function: {name, arguments}}`, in any number of pieces."""

    def __init__(self) -> None:
        self._parts: dict[int, dict[str, str]] = {}
        self._last = -1
        self._characters = 0

    def __bool__(self) -> bool:
        return bool(self._parts)

    def take(self, deltas: Iterable[Mapping[str, Any]]) -> None:
        """Raises Fault when it is more than any tool needs."""
        for delta in deltas:
            part = self._part_of(delta)
            function = delta.get("function") or {}
            name, arguments = str(function.get("name") or ""), str(function.get("arguments") or "")
            part["id"] = part["id"] or str(delta.get("id") or "")
            part["name"] = name if name.startswith(part["name"]) else part["name"] + name
            part["arguments"] += arguments
            self._characters += len(name) + len(arguments)
        if len(self._parts) > MOST_CALLS or self._characters > MOST_CHARACTERS:
            raise Fault("length")

    def whole(self) -> list[ToolCall]:
        """In their order; those without a name are none. One without an id gets one, for the answer to name."""
        named = [(index, part) for index, part in sorted(self._parts.items()) if part["name"]]
        return [
            ToolCall(part["id"] or f"call_{index}", part["name"], part["arguments"] or "{}") for index, part in named
        ]

    def _part_of(self, delta: Mapping[str, Any]) -> dict[str, str]:
        """By its index; servers that send none begin every call with an id."""
        index = delta.get("index")
        if not isinstance(index, int):
            index = len(self._parts) if delta.get("id") else max(self._last, 0)
        self._last = index
        return self._parts.setdefault(index, {"id": "", "name": "", "arguments": ""})


def messages_of(prompt: Prompt) -> list[dict[str, Any]]:
    """The system prompt and all turns, as chat messages."""
    return [{"role": "system", "content": prompt.system}, *(_message(turn) for turn in prompt.turns)]


def tool_options(prompt: Prompt) -> dict[str, Any]:
    """`tools` and `tool_choice`; nothing where there are no tools."""
    if not prompt.tools:
        return {}
    tools = [
        {
            "type": "function",
            "function": {"name": one.name, "description": one.description, "parameters": one.parameters},
        }
        for one in prompt.tools
    ]
    return {"tools": tools, "tool_choice": "auto" if prompt.may_call else "none"}


def count_tool_characters(prompt: Prompt) -> int:
    """What tools and calls add to a prompt."""
    calls = [call for turn in prompt.turns for call in turn.calls]
    told = len(json.dumps(tool_options(prompt))) if prompt.tools else 0
    return told + sum(len(call.name) + len(call.arguments) for call in calls)


def _message(turn: Turn) -> dict[str, Any]:
    if turn.call_id:
        return {"role": "tool", "tool_call_id": turn.call_id, "content": turn.text}
    if not turn.calls:
        return {"role": turn.role, "content": turn.text}
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in turn.calls
    ]
    return {"role": turn.role, "content": turn.text or None, "tool_calls": calls}
