"""A model may faint in any way: the stream still ends, says how, and nothing goes on running or costing."""

import asyncio
import logging
import re
import socket
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import pytest

from privexbot_app.adapters.llm import LLM, Ending, Piece, Prompt, Turn, find_model, platform_model
from privexbot_app.adapters.llm.litellm_model import litellm
from tests.adapters.conftest import Configure
from tests.scripted_provider import MODES, SECRET_TEXT, Mode, ScriptedProvider, scripted_provider

ANSWER = "The red sneakers come in size nine, and in blue. [1]"
PROMPT = Prompt("Be kind.", (Turn("user", "Hello"), Turn("assistant", "Hi."), Turn("user", "[1] Shoes. Size 9?")))


@pytest.fixture(autouse=True, scope="module")
async def imported() -> None:
    """The seconds of the import are not part of any test's time."""
    await asyncio.to_thread(litellm)


@pytest.fixture(autouse=True, params=["openai/scripted", "custom_openai/scripted"], ids=["direct", "litellm"])
def model_name(request: pytest.FixtureRequest) -> str:
    """Asked over plain HTTP, and through LiteLLM: whatever is promised holds on both ways."""
    MODEL.append(request.param)
    return str(request.param)


MODEL: list[str] = []  # the last one is what this test asks


def model_at(provider: ScriptedProvider, configure: Configure, **clocks: float) -> LLM:
    configure(llm_model=MODEL[-1], llm_api_key="k", llm_api_base=provider.base_url, openai_api_key="", **clocks)
    found = find_model(platform_model())
    assert found
    return found


async def said_by(llm: LLM, prompt: Prompt = PROMPT) -> tuple[str, Ending]:
    parts = [part async for part in llm.stream(prompt)]
    *pieces, ending = parts
    assert isinstance(ending, Ending)
    assert all(isinstance(piece, Piece) and piece.text for piece in pieces)
    return "".join(piece.text for piece in pieces if isinstance(piece, Piece)), ending


@asynccontextmanager
async def anthropic_at(events: list[str]) -> AsyncIterator[str]:
    """The address of a provider that speaks Anthropic's dialect, says these events, and closes."""
    kind = re.compile(r'"type":"(\w+)"')

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        for event in events:
            found = kind.search(event)
            writer.write(f"event: {found[1] if found else ''}\ndata: {event}\n\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def until_closed(provider: ScriptedProvider) -> float:
    started = time.monotonic()
    while provider.open_streams and time.monotonic() - started < 5:
        await asyncio.sleep(0.01)
    return time.monotonic() - started


# mode, state, code, retryable, has anything been shown, how often the provider is asked
TABLE: list[tuple[Mode, str, str, bool, bool, int]] = [
    ("normal", "done", "", False, True, 1),
    ("slow_first_token", "failed", "timeout", True, False, 1),
    ("stall", "truncated", "timeout", True, True, 1),
    ("no_finish", "truncated", "cut_off", True, True, 1),
    ("cut", "truncated", "cut_off", True, True, 1),
    ("malformed", "truncated", "cut_off", True, True, 1),
    ("error_in_band", "truncated", "cut_off", True, True, 1),
    ("rate_limited_in_band", "failed", "rate_limited", True, False, 2),
    ("length", "truncated", "length", False, True, 1),
    ("filtered", "truncated", "refused", False, True, 1),
    ("rate_limited", "failed", "rate_limited", True, False, 1),
    ("rate_limited_for_long", "failed", "rate_limited", True, False, 1),
    ("no_credit", "failed", "no_credit", False, False, 1),
    ("error", "failed", "unavailable", True, False, 2),
    ("bad_key", "failed", "bad_key", False, False, 1),
    ("bad_request", "failed", "bad_request", False, False, 1),
    ("empty", "failed", "empty", True, False, 2),
    ("blank", "failed", "empty", True, False, 2),
    ("drip", "truncated", "timeout", True, True, 1),
    ("hang", "failed", "timeout", True, False, 1),
]


@pytest.mark.parametrize(("mode", "state", "code", "retryable", "is_shown", "asked"), TABLE)
async def test_every_fault_has_its_ending_within_its_clock(
    mode: Mode, state: str, code: str, retryable: bool, is_shown: bool, asked: int, configure: Configure
) -> None:
    with scripted_provider(mode, answer=ANSWER) as provider:
        llm = model_at(provider, configure, llm_first_token_seconds=1, llm_gap_seconds=0.8, llm_total_seconds=1.5)
        started = time.monotonic()
        text, ending = await said_by(llm)
        seconds = time.monotonic() - started

        assert (ending.state, ending.code, ending.retryable) == (state, code, retryable)
        assert (bool(text), len(provider.requests)) == (is_shown, asked)
        assert seconds < 2.5
        assert await until_closed(provider) < 1
    if mode != "drip":
        assert ANSWER.startswith(text)


async def test_silence_in_the_middle_is_left_long_before_the_time_is_up(configure: Configure) -> None:
    with scripted_provider("stall", answer=ANSWER) as provider:
        llm = model_at(provider, configure, llm_gap_seconds=0.3, llm_total_seconds=30)
        started = time.monotonic()
        text, ending = await said_by(llm)

    assert (bool(text), ending.state, ending.code) == (True, "truncated", "timeout")
    assert time.monotonic() - started < 1.5


def test_every_mode_of_the_provider_is_in_the_table() -> None:
    assert {row[0] for row in TABLE} == set(MODES)


async def test_a_whole_answer_is_done_and_counted(configure: Configure) -> None:
    with scripted_provider("normal", answer=ANSWER) as provider:
        text, ending = await said_by(model_at(provider, configure))
        body = provider.requests[0]

    assert text == ANSWER
    assert ending == Ending("done", input_tokens=11, output_tokens=11, model=MODEL[-1])
    assert body["max_tokens"] == 700
    assert [(turn["role"], turn["content"]) for turn in body["messages"]] == [
        ("system", "Be kind."),
        *((turn.role, turn.text) for turn in PROMPT.turns),
    ]


@pytest.mark.parametrize("first", ["rate_limited", "error", "empty", "rate_limited_in_band"])
async def test_a_fault_before_the_first_word_is_made_good_by_a_second_try(first: Mode, configure: Configure) -> None:
    with scripted_provider([first, "normal"], answer=ANSWER) as provider:
        started = time.monotonic()
        text, ending = await said_by(model_at(provider, configure))
        seconds = time.monotonic() - started

    assert (text, ending.state, len(provider.requests)) == (ANSWER, "done", 2)
    assert (seconds >= 1) is (first == "rate_limited")  # as its Retry-After asked


async def test_a_hundred_cut_answers_are_never_taken_for_whole(configure: Configure) -> None:
    with scripted_provider("no_finish", answer=ANSWER) as provider:
        llm = model_at(provider, configure)
        endings = [ending for _, ending in await asyncio.gather(*(said_by(llm) for _ in range(100)))]

    assert {ending.state for ending in endings} == {"truncated"}


async def test_a_reader_who_leaves_stops_the_provider(configure: Configure) -> None:
    with scripted_provider("drip", answer=ANSWER) as provider:
        async with aclosing(model_at(provider, configure).stream(PROMPT)) as parts:
            async for _ in parts:
                if provider.tokens_sent > 12:
                    break
        assert await until_closed(provider) < 1
        sent = provider.tokens_sent
        await asyncio.sleep(0.2)
        assert provider.tokens_sent == sent


@pytest.mark.parametrize("mode", ["drip", "stall", "hang"])
async def test_a_cancelled_reader_stops_the_provider(mode: Mode, configure: Configure) -> None:
    with scripted_provider(mode, answer=ANSWER) as provider:
        task = asyncio.create_task(said_by(model_at(provider, configure)))
        while not provider.open_streams:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        task.cancel()
        assert await until_closed(provider) < 1
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_host_that_takes_no_connection_is_given_up_after_two_tries(configure: Configure) -> None:
    if MODEL[-1].startswith("custom"):
        pytest.skip(
            "LiteLLM keeps the connect clock for some providers only; the one of the first token bounds them all"
        )
    full = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = [socket.socket() for _ in range(4)]
    for one in waiting:
        one.setblocking(False)
        one.connect_ex(full.getsockname())
    provider = ScriptedProvider(port=full.getsockname()[1])
    started = time.monotonic()
    _, ending = await said_by(model_at(provider, configure, llm_connect_seconds=0.5))

    assert (ending.state, ending.code) == ("failed", "timeout")
    assert 1 <= time.monotonic() - started < 2.5
    for one in (*waiting, full):
        one.close()


async def test_a_host_that_is_gone_cannot_be_reached(configure: Configure) -> None:
    _, ending = await said_by(model_at(ScriptedProvider(port=9), configure))

    assert (ending.state, ending.code, ending.retryable) == ("failed", "no_connection", True)


async def test_the_providers_own_words_reach_neither_reader_nor_log(
    configure: Configure, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for mode in ("error", "bad_key", "error_in_band", "rate_limited_in_band", "no_credit"):
        with scripted_provider(mode, answer=ANSWER) as provider:
            text, ending = await said_by(model_at(provider, configure))
        assert SECRET_TEXT not in text + repr(ending)

    assert SECRET_TEXT not in caplog.text
    assert MODEL[-1] in caplog.text


async def test_more_than_was_asked_for_is_cut_off(configure: Configure) -> None:
    with scripted_provider("drip", answer=ANSWER) as provider:
        llm = model_at(provider, configure, llm_max_output_tokens=10)
        text, ending = await said_by(llm)

    assert (ending.state, ending.code) == ("truncated", "length")
    assert 100 < len(text) < 120


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("a\0b", "a\ufffdb"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("<think>the owner\nmust not know</think>\n\nSize nine.", "Size nine."),
        ("\n\n Size nine.", "Size nine."),
    ],
)
async def test_what_is_shown_can_be_stored(answer: str, shown: str, configure: Configure) -> None:
    with scripted_provider("normal", answer=answer) as provider:
        text, ending = await said_by(model_at(provider, configure))

    assert (text, ending.state) == (shown, "done")
    text.encode()


async def test_thoughts_alone_are_an_empty_answer(configure: Configure) -> None:
    with scripted_provider("normal", answer="<think>what is a shoe") as provider:
        _, ending = await said_by(model_at(provider, configure))

    assert (ending.state, ending.code) == ("failed", "empty")


async def test_an_answer_of_another_kind_of_provider_that_is_cut_is_not_taken_for_whole(configure: Configure) -> None:
    events = [
        '{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"c","content":[],'
        '"stop_reason":null,"usage":{"input_tokens":5,"output_tokens":1}}}',
        '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
        '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Size nine."}}',
    ]
    end = [
        '{"type":"content_block_stop","index":0}',
        '{"type":"message_delta","delta":{"stop_reason":"%s"},"usage":{"output_tokens":4}}',
        '{"type":"message_stop"}',
    ]
    endings = []
    for lines in (events, [*events, *end], [*events, end[0], end[1] % "max_tokens", end[2]]):
        async with anthropic_at([line.replace("%s", "end_turn") for line in lines]) as base:
            configure(llm_model="anthropic/claude-test", llm_api_key="k", llm_api_base=base)
            found = find_model("anthropic/claude-test")
            assert found
            text, ending = await said_by(found)
            endings.append((text, ending.state, ending.code))

    assert endings == [
        ("Size nine.", "truncated", "cut_off"),
        ("Size nine.", "done", ""),
        ("Size nine.", "truncated", "length"),
    ]
