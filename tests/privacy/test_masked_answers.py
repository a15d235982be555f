"""What leaves for a provider, what the visitor reads, and what the operator sees."""

import json

import pytest

from privexbot_app.adapters.llm import Ending, Piece, Prompt, Turn
from privexbot_app.rag.personal import cut_whole
from privexbot_app.services import inbox, privacy
from privexbot_app.services.masked import MaskedModel
from privexbot_app.services.privacy import PrivacyChanges
from privexbot_app.settings import settings

SAID = "When is the shop open? Answer ada@example.com or +44 20 7946 0958, card 4111 1111 1111 1111"
PERSONAL = ("ada@example.com", "7946 0958", "4111 1111")


def echo(_question):
    return "I will write to <EMAIL_1> and call <PHONE_1>; the card <CARD_1> is safe. [1]"


def sent(provider) -> str:
    """Everything that left, in every request."""
    return json.dumps([request["messages"] for request in provider.requests])


def text_of(events) -> str:
    return "".join(data["text"] for name, data in events if name == "token")


async def test_details_do_not_leave_and_the_visitor_reads_them_all_the_same(browser, provider):
    provider.answer = echo

    said = text_of(await browser.ask(SAID))

    assert not [detail for detail in PERSONAL if detail in sent(provider)]
    assert "<EMAIL_1> or <PHONE_1>, card <CARD_1>" in sent(provider)
    assert said.startswith("I will write to ada@example.com and call +44 20 7946 0958; the card 4111 1111 1111 1111")


async def test_what_was_said_before_is_hidden_too(browser, provider):
    await browser.ask(SAID)
    await browser.ask("How long does shipping take? Write to bob@example.com")

    assert not [detail for detail in (*PERSONAL, "bob@example.com") if detail in sent(provider)]
    assert "<EMAIL_2>" in sent(provider)


@pytest.mark.parametrize(
    "before", ["", "I am writing about the order that came to me yesterday in a torn box, my card was "]
)
async def test_what_was_said_long_ago_is_hidden_in_the_extract_too(browser, provider, monkeypatch, before):
    monkeypatch.setattr(settings(), "messages_per_minute_per_visitor", 100)
    provider.answer = "From Tuesday to Saturday, ask <CARD_1>. [1]"
    await browser.ask(f"{before}4111 1111 1111 1111 or {SAID}")
    for _ in range(5):
        await browser.ask("When is the shop open?")

    assert not [detail for detail in (*PERSONAL, "4111") if detail in sent(provider)]
    assert "<earlier>" in provider.requests[-1]["messages"][-1]["content"]


@pytest.mark.parametrize("detail", ["ada@example.com", "+44 20 7946 0958", "4111 1111 1111 1111"])
def test_nothing_is_cut_in_the_middle_of_a_detail(detail):
    text = f"Write to me: {detail} or not"
    for characters in range(len(text) + 1):
        cut = cut_whole(text, characters)
        assert len(cut) <= characters and text.startswith(cut)
        assert detail in cut or not set(cut[13:]), cut


async def test_the_operator_reads_the_original(browser, provider, alice, taught_bot):
    provider.answer = echo
    await browser.ask(SAID)

    [overview] = await inbox.list_conversations(alice, taught_bot.id)
    question, answer = (await inbox.read_thread(alice, overview.id)).messages

    assert question.text == SAID and "ada@example.com" in answer.text and "<EMAIL" not in answer.text


async def test_an_owner_can_turn_it_off(browser, provider, alice, taught_bot):
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(masks_personal=False))

    await browser.ask(SAID)

    assert all(detail in sent(provider) for detail in PERSONAL)


@pytest.mark.parametrize("masks_passages", [False, True])
async def test_the_owners_own_texts_leave_as_they_are_unless_the_owner_says_otherwise(
    browser, provider, alice, taught_bot, masks_passages
):
    from privexbot_app.services.chatbots import ChatbotChanges, update_chatbot

    await update_chatbot(alice, taught_bot.id, ChatbotChanges(instructions="Refer to help@shop.example."))
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(masks_passages=masks_passages))
    provider.answer = "Write to <EMAIL_1>. [1]" if masks_passages else "Write to help@shop.example. [1]"

    said = text_of(await browser.ask("When is the shop open?"))

    assert ("help@shop.example" in sent(provider)) is not masks_passages
    assert "Write to help@shop.example." in said


async def test_the_model_is_told_about_placeholders_only_when_there_are_any(browser, provider):
    await browser.ask("When is the shop open?")
    assert "placeholders" not in sent(provider)

    await browser.ask(SAID)
    assert "placeholders" in sent(provider)


class Letters:
    """A model that says its answer a letter at a time."""

    model = "letters"

    def __init__(self, answer: str) -> None:
        self._answer = answer

    async def stream(self, prompt):
        self.prompt = prompt
        for letter in self._answer:
            yield Piece(letter)
        yield Ending("truncated", "cut_off", model=self.model)


async def test_a_placeholder_is_put_back_though_it_comes_letter_by_letter_and_the_ending_stays():
    behind = Letters("To <EMAIL_1>, half a <EMAIL_")
    prompt = Prompt("You are a bot.", (Turn("user", "I am ada@example.com"),))

    *pieces, ending = [piece async for piece in MaskedModel(behind).stream(prompt)]

    assert "".join(piece.text for piece in pieces) == "To ada@example.com, half a <EMAIL_"
    assert ending == Ending("truncated", "cut_off", model="letters")
    assert behind.prompt.turns == (Turn("user", "I am <EMAIL_1>"),)
