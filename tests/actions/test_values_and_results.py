"""What fits a parameter, what is kept of an answer, and how calls are put together from pieces."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from privexbot_app.adapters.llm import LiteLLMModel, Prompt, Tool, ToolCall, Turn
from privexbot_app.adapters.llm.faults import Fault
from privexbot_app.adapters.llm.tools import ToolCalls, messages_of, tool_options
from privexbot_app.errors import Invalid
from privexbot_app.rag.action_parameters import Parameter, check_parameters, check_values, schema_of, summary_of
from privexbot_app.rag.action_result import MOST_CHARACTERS, NothingThere, lines_of, pick, read_json, tell
from privexbot_app.rag.action_words import WORDS
from privexbot_app.rag.smalltalk_replies import REPLIES
from tests.scripted_provider import scripted_provider

NUMBER = Parameter(name="n", type="number", minimum=0, maximum=10)
WHOLE = Parameter(name="n", type="integer")
TEXT = Parameter(name="n", pattern="[a-z]+")
SWITCH = Parameter(name="n", type="boolean")
CHOICE = Parameter(name="n", type="choice", choices=("red", "blue"))


@pytest.mark.parametrize(
    ("parameter", "given", "value"),
    [
        (NUMBER, "9.5", 9.5),
        (NUMBER, 3, 3),
        (NUMBER, 3.0, 3),
        (WHOLE, "12", 12),
        (TEXT, "abc", "abc"),
        (Parameter(name="n"), 1234, "1234"),
        (SWITCH, "true", True),
        (SWITCH, False, False),
        (CHOICE, "red", "red"),
    ],
)
def test_a_value_gets_the_type_of_its_parameter(parameter, given, value):
    checked = check_values([parameter], {"n": given})["n"]

    assert checked == value and type(checked) is type(value)


@pytest.mark.parametrize(
    ("parameter", "given"),
    [
        *((NUMBER, one) for one in ("x", 11, -1, "nan", "inf", True, [1], {"a": 1})),
        *((WHOLE, one) for one in ("1.5", 1.5, True, "1e3", 2**60, "9" * 5000)),
        *((TEXT, one) for one in ("ABC", "abc1", "ab\nc", "abc\0", "x" * 501, ["abc"], {"$ne": 1})),
        *((SWITCH, one) for one in ("perhaps", 7, [True])),
        *((CHOICE, one) for one in ("green", "RED", 1, ["red"])),
    ],
)
def test_what_does_not_fit_is_refused_with_the_parameters_name(parameter, given):
    with pytest.raises(Invalid) as refused:
        check_values([parameter], {"n": given})
    assert refused.value.field == "n" and refused.value.message.startswith("N ")


def test_what_is_required_must_be_there_and_nothing_else_may():
    with pytest.raises(Invalid, match="N is missing"):
        check_values([TEXT], {"n": None})
    with pytest.raises(Invalid, match="no parameter m"):
        check_values([TEXT], {"n": "a", "m": "b"})
    assert check_values([Parameter(name="n", required=False)], {}) == {}


@pytest.mark.parametrize(
    "parameters",
    [
        [TEXT, CHOICE],
        [Parameter(name="n", type="choice")],
        [Parameter(name="n", type="number", minimum=2, maximum=1)],
        [Parameter(name="n", pattern="(")],
        [Parameter(name="n", pattern="(?=x)")],
    ],
)
def test_parameters_that_nothing_fits_are_refused(parameters):
    with pytest.raises(Invalid) as refused:
        check_parameters(parameters)
    assert refused.value.field == "parameters"


@pytest.mark.parametrize("name", ["N", "1a", "a-b", "a.b", "", "x" * 41, "a\nb", "ä"])
def test_a_name_is_an_identifier(name):
    with pytest.raises(ValidationError):
        Parameter(name=name)


def test_an_owners_pattern_cannot_be_made_to_hang():
    started = time.monotonic()
    with pytest.raises(Invalid):
        check_values([Parameter(name="n", pattern="(a+)+b")], {"n": "a" * 400})
    assert time.monotonic() - started < 1


def test_the_schema_says_what_is_checked():
    schema = schema_of([CHOICE, NUMBER.model_copy(update={"name": "m", "required": False})])

    assert schema["properties"] == {
        "n": {"type": "string", "enum": ["red", "blue"]},
        "m": {"type": "number", "minimum": 0, "maximum": 10},
    }
    assert schema["required"] == ["n"] and schema["additionalProperties"] is False


def test_a_summary_names_values_as_people_call_them():
    parameters = [Parameter(name="order_id"), Parameter(name="gift", label="As a gift", type="boolean")]

    assert summary_of(parameters, {"order_id": "7", "gift": True}) == "Order id: 7, As a gift: ✓"


def test_a_part_is_found_by_its_path():
    answer = {"order": {"items": [{"name": "Comet"}, {"name": "Dash"}]}}

    assert pick(answer, "order.items[1].name") == "Dash"
    assert pick(answer, "") == answer
    for path in ("order.missing", "order.items[7]", "order.items.name", "order.items[0].name.first", "x"):
        with pytest.raises(NothingThere):
            pick(answer, path)


@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_not_read(content):
    with pytest.raises(NothingThere, match="not JSON"):
        read_json(content)


def test_values_become_lines():
    kept = {"a": {"b": "x\n\ny"}, "c": [1, "two", None], "d": [{"e": True}, {"e": None}], "f": None, "g": []}

    assert lines_of(kept) == ["a.b: x y", "c: 1, two, –", "d[0].e: yes", "g: –"]
    assert lines_of("just text") == ["just text"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,
    )
)
def test_any_json_becomes_lines_without_breaks_and_within_the_cap(kept):
    lines = lines_of(kept)

    assert sum(map(len, lines)) <= MOST_CHARACTERS + 2
    assert all(line == " ".join(line.split()) or line.endswith((":", ": ")) or line.startswith(":") for line in lines)


def test_a_very_long_or_deep_answer_is_cut():
    deep = value = {}
    for _ in range(50):
        value["x"] = value = {}

    assert lines_of([{"n": "y" * 900} for _ in range(100)])[-1] == "…"
    assert sum(map(len, lines_of(deep))) < 2000


def test_the_owners_sentence_takes_what_was_answered_before_what_was_asked():
    sentence = "Order {order_id}: {status}, {items}, {nothing}, {lines.first}, {broken"

    told = tell(
        sentence, {"status": "sent", "items": ["a", "b"], "lines": {"first": 1}}, {"order_id": "7", "status": "?"}
    )

    assert told == "Order 7: sent, a, b, –, 1, {broken"
    assert tell("It is {result}.", "open", {}) == "It is open."
    assert tell("{a}", {"a": "{order_id}"}, {"order_id": "7"}) == "{order_id}"  # what was answered is no template


def test_there_are_words_in_every_language_of_small_talk():
    assert WORDS.keys() == REPLIES.keys()
    assert all(words.keys() == WORDS["en"].keys() for words in WORDS.values())
    for words in WORDS.values():
        assert all(("{title}" in words[name]) == ("{title}" in WORDS["en"][name]) for name in words)


def test_calls_are_put_together_from_pieces_of_any_size():
    calls = ToolCalls()
    calls.take([{"index": 0, "id": "a", "function": {"name": "look", "arguments": ""}}])
    calls.take([{"index": 1, "id": "b", "function": {"name": "do", "arguments": '{"x'}}])
    calls.take([{"index": 0, "function": {"arguments": '{"n"'}}, {"index": 0, "function": {"arguments": ": 1}"}}])
    calls.take([{"index": 1, "function": {"name": None, "arguments": '": 2}'}}])

    assert calls.whole() == [ToolCall("a", "look", '{"n": 1}'), ToolCall("b", "do", '{"x": 2}')]


def test_calls_without_an_index_or_an_id_or_with_a_repeated_name_are_put_together_too():
    calls = ToolCalls()
    calls.take([{"id": "a", "function": {"name": "look", "arguments": "{"}}, {"function": {"arguments": "}"}}])
    calls.take([{"id": "b", "function": {"name": "look"}}])
    nameless = ToolCalls()
    nameless.take([{"index": 2, "function": {"name": "lo"}}, {"index": 2, "function": {"name": "look"}}])

    assert calls.whole() == [ToolCall("a", "look", "{}"), ToolCall("b", "look", "{}")]
    assert nameless.whole() == [ToolCall("call_2", "look", "{}")]
    assert not ToolCalls()


def test_a_flood_of_calls_is_no_answer():
    with pytest.raises(Fault):
        ToolCalls().take([{"index": 0, "function": {"name": "x", "arguments": "y" * 20_001}}])
    with pytest.raises(Fault):
        ToolCalls().take([{"index": number, "function": {"name": "x"}} for number in range(9)])


def test_tools_calls_and_their_answers_are_told_in_openais_words():
    tool = Tool("look", "Looks.", {"type": "object"})
    asked = Turn("assistant", "", (ToolCall("a", "look", "{}"),))
    prompt = Prompt("S", (Turn("user", "Q"), asked, Turn("tool", "R", call_id="a")), (tool,), may_call=False)

    assert [message["role"] for message in messages_of(prompt)] == ["system", "user", "assistant", "tool"]
    assert messages_of(prompt)[2]["tool_calls"][0]["function"] == {"name": "look", "arguments": "{}"}
    assert messages_of(prompt)[3] == {"role": "tool", "tool_call_id": "a", "content": "R"}
    assert tool_options(prompt)["tool_choice"] == "none" and tool_options(Prompt("S", ())) == {}
    assert json.dumps(tool_options(prompt))


@pytest.mark.parametrize("name", ["openai/any", "groq/any"])  # over plain HTTP, and through LiteLLM
async def test_calls_come_whole_out_of_either_way_to_a_model(name):
    tool = Tool("look", "Looks.", {"type": "object", "properties": {}})
    asked = [("look", '{"a": "b c"}'), ("do", "{}")]
    with scripted_provider() as provider:
        provider.calls = lambda body: asked
        model = LiteLLMModel(name, SecretStr("k"), provider.base_url)
        parts = [part async for part in model.stream(Prompt("S", (Turn("user", "Q"),), (tool,)))]

    *calls, ending = parts
    assert [(call.name, call.arguments) for call in calls] == asked
    assert (ending.state, ending.output_tokens) == ("done", 2)
    assert provider.requests[0]["tools"][0]["function"]["name"] == "look"


@pytest.mark.parametrize("name", ["openai/any", "groq/any"])
async def test_half_of_a_call_is_none(name):
    with scripted_provider("no_finish") as provider:
        provider.calls = lambda body: [("look", '{"order": "123456"}')]
        provider.are_calls_cut = True
        model = LiteLLMModel(name, SecretStr("k"), provider.base_url)
        parts = [part async for part in model.stream(Prompt("S", (Turn("user", "Q"),)))]

    assert [type(part).__name__ for part in parts] == ["Ending"] and parts[0].code == "cut_off"
