"""The form of a question is read off it: yes or no, several things, or several questions at once."""

import pytest

from privexbot_app.rag.asking import asks_several, is_yes_no
from privexbot_app.rag.hanging import hangs
from privexbot_app.rag.question import Question
from privexbot_app.rag.several import questions_in


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Do you ship to Norway?", "english"),
        ("Hi! Can you tell me if you ship to Norway", "english"),
        ("and is parking free?", "english"),
        ("Liefern Sie nach Norwegen?", "german"),
        ("Livrez-vous en Norvège ?", "french"),
        ("¿Hacen envíos a Noruega?", "spanish"),
        ("Spedite in Norvegia?", "italian"),
        ("Vocês enviam para a Noruega?", "portuguese"),
        ("Bezorgen jullie in Noorwegen?", "dutch"),
    ],
)
def test_what_yes_could_answer_is_a_yes_or_no_question(question: str, language: str) -> None:
    assert is_yes_no(question, language)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Where do you ship?", "english"),
        ("Can you tell me what it costs?", "english"),
        ("Do you know when you open?", "english"),
        ("Does it run big or small?", "english"),
        ("Don't you ship?", "english"),
        ("Wohin liefern Sie?", "german"),
        ("Quels sont vos horaires ?", "french"),
        ("¿Cuánto cuesta?", "spanish"),
        ("Quanto costa?", "italian"),
        ("Quanto custa?", "portuguese"),
        ("Hoe laat gaan jullie open?", "dutch"),
    ],
)
def test_what_asks_for_more_than_yes_is_none(question: str, language: str) -> None:
    assert not is_yes_no(question, language)


@pytest.mark.parametrize(
    "question",
    ["Which cards do you accept?", "What payment methods are there?", "What do I need to bring?", "How do I book?",
     "What are your opening hours?", "Where do you ship?"],
)  # fmt: skip
def test_several_things_are_asked_for(question: str) -> None:
    assert asks_several(question)


@pytest.mark.parametrize(
    "question",
    ["Which size is this?", "What is the price?", "How much are the boats?", "When are you open?", "Do you ship?"],
)
def test_one_thing_is_asked_for(question: str) -> None:
    assert not asks_several(question)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "How much is a canoe and how long does delivery take?",
            ("How much is a canoe", "how long does delivery take"),
        ),
        ("Is there a café? And do you have lockers?", ("Is there a café", "do you have lockers")),
        (
            "What is the price of a canoe, and can I bring my dog?",
            ("What is the price of a canoe", "can I bring my dog"),
        ),
        ("Do you ship to Canada and the US?", ()),
        ("Do you sell boots and shoes?", ()),
        ("How do I book and pay?", ()),
        ("I wore the shoes, can I return them?", ()),
        ("Can you tell me what it costs and how long it takes?", ()),
        ("Hi! How are you? How much is a canoe?", ()),
        ("What is and what is not included?", ()),
    ],
)
def test_two_questions_are_told_apart_and_one_is_left_whole(text: str, asked: tuple[str, ...]) -> None:
    assert tuple(part.asked for part in questions_in(text)) == asked


def test_the_second_question_stands_alone() -> None:
    _, second = questions_in("How much is shipping and how long does it take?")
    assert second.asked == "how long does it take"
    assert "shipping" in second.whole


@pytest.mark.parametrize("sentence", ["It costs $9.", "However, we keep it.", "Diese sind neu.", "“They run small.”"])
def test_a_sentence_that_points_back_hangs(sentence: str) -> None:
    assert hangs(sentence)


@pytest.mark.parametrize("sentence", ["Italy is near.", "The boot fits.", "Sonntags geschlossen.", "Dienstag ab 9."])
def test_a_sentence_that_names_what_it_is_about_does_not(sentence: str) -> None:
    assert not hangs(sentence)


def test_names_are_those_of_a_yes_or_no_question_however_they_are_written() -> None:
    assert Question("Do you ship to Norway on Mondays?").names == ("Norway",)
    assert Question("do you ship to norway?").names == ("norway",)
    assert Question("How far is it to Norway?").names == ()
    assert Question("Do you have Wi-Fi?").names_told("Wifi is free.", {"wifi", "free"}) == 1
    assert Question("Do you ship to Norway?").names_told("We ship to Sweden.", {"ship", "sweden"}) < 1
    assert Question("Do you ship to Norway?").names_told("We only ship to Sweden.", {"ship", "sweden"}) == 1
