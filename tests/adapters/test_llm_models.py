"""Which model answers, with which key, and what quote mode never loads."""

import subprocess
import sys

import pytest
from pydantic import SecretStr

from privexbot_app.adapters.llm import QUOTE, Ending, Piece, find_model, platform_model, speak
from privexbot_app.adapters.llm.cleaner import Cleaner
from privexbot_app.adapters.llm.litellm_model import LiteLLMModel
from tests.adapters.conftest import Configure

NOTHING = {"llm_model": "", "llm_api_key": "", "llm_api_base": "", "openai_api_key": ""}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, QUOTE),
        ({"openai_api_key": "sk"}, "openai/gpt-4o-mini"),
        ({"llm_model": "anthropic/claude", "openai_api_key": "sk"}, "anthropic/claude"),
        ({"llm_model": QUOTE, "openai_api_key": "sk"}, QUOTE),
        ({"llm_api_key": "k"}, QUOTE),
    ],
)
def test_the_platforms_model_follows_from_what_was_set(given: dict[str, str], name: str, configure: Configure) -> None:
    configure(**{**NOTHING, **given})

    assert platform_model() == name


def test_quote_mode_is_not_a_model(configure: Configure) -> None:
    assert find_model(QUOTE) is None


OWN = {"llm_model": "openai/llama", "llm_api_base": "http://gpu:8000/v1", "openai_api_key": "sk"}


@pytest.mark.parametrize(
    ("given", "name", "key", "base"),
    [
        ({"openai_api_key": "sk"}, "openai/gpt-4o-mini", "sk", ""),
        ({"openai_api_key": "sk"}, "gpt-4o-mini", "sk", ""),
        ({"openai_api_key": "sk"}, "anthropic/claude", "", ""),
        ({"llm_model": "anthropic/a", "llm_api_key": "k", "openai_api_key": "sk"}, "anthropic/b", "k", ""),
        ({"llm_model": "anthropic/a", "llm_api_key": "k", "openai_api_key": "sk"}, "openai/o", "sk", ""),
        ({"llm_model": "anthropic/a", "llm_api_key": "k"}, "gemini/g", "", ""),
        (OWN, "openai/llama", "none", "http://gpu:8000/v1"),
        ({**OWN, "llm_api_key": "k"}, "openai/llama", "k", "http://gpu:8000/v1"),
        ({**OWN, "llm_api_key": "k"}, "anthropic/claude", "", ""),
    ],
)
def test_no_key_goes_to_a_host_it_was_not_made_for(
    given: dict[str, str], name: str, key: str, base: str, configure: Configure
) -> None:
    configure(**{**NOTHING, **given})

    assert find_model(name) == LiteLLMModel(name, SecretStr(key), base)


def test_a_key_is_not_printed_with_its_model() -> None:
    assert "sk-1" not in repr(LiteLLMModel("openai/x", SecretStr("sk-1")))


async def test_a_ready_text_is_said_word_by_word_and_whole() -> None:
    parts = [part async for part in speak("  Size  nine,\nin red. [1]", QUOTE)]

    assert "".join(part.text for part in parts if isinstance(part, Piece)) == "  Size  nine,\nin red. [1]"
    assert len(parts) == 7
    assert parts[-1] == Ending("done", model=QUOTE)


@pytest.mark.parametrize(
    ("tokens", "shown"),
    [
        (["\ud83d", "\ude00!"], "😀!"),
        (["a", "\ud83d"], "a\ufffd"),
        (["\ud83d", "\ud83d\ude00"], "\ufffd😀"),
        (["<th", "ink>no", "</thi", "nk> ", "\nYes", " <think>kept"], "Yes <think>kept"),
        ([" ", "\n", "<", "b> is bold"], "<b> is bold"),
        (["<"], "<"),
        (["  ", " <t "], "<t "),
        (["<think>", "only"], ""),
        (["  ", "\n"], ""),
        (["a", " ", " b "], "a  b "),
    ],
)
def test_tokens_become_text_that_can_be_shown(tokens: list[str], shown: str) -> None:
    cleaner = Cleaner()

    assert "".join([*(cleaner.take(token) for token in tokens), cleaner.rest()]) == shown


WITHOUT_A_KEY = """
import asyncio, sys
from privexbot_app.adapters import llm
assert llm.platform_model() == llm.QUOTE
asyncio.run(llm.warm_up())
assert llm.find_model(llm.QUOTE) is None
assert not {"litellm", "openai"} & set(sys.modules), "loaded"
"""
WITH_A_KEY = """
import asyncio, sys
calls = []
def listen(event, args):
    if event in ("socket.connect", "socket.getaddrinfo"):
        calls.append(args[1:])
sys.addaudithook(listen)
from privexbot_app.adapters import llm
asyncio.run(llm.warm_up())
import time; time.sleep(1)
assert "litellm" in sys.modules
assert not calls, calls
"""


@pytest.mark.parametrize(("code", "key"), [(WITHOUT_A_KEY, ""), (WITH_A_KEY, "sk-test")])
def test_a_bot_without_a_key_loads_no_library_and_one_with_a_key_asks_nobody_at_start(code: str, key: str) -> None:
    environment = {"OPENAI_API_KEY": key, "LLM_MODEL": "", "PATH": "/usr/bin:/bin"}

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
