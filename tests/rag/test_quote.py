"""Which sentences are quoted, in which order, and when none is."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from privexbot_app.rag.bm25 import Statistics
from privexbot_app.rag.found import Found
from privexbot_app.rag.joining import joined
from privexbot_app.rag.quote import MIN_CONFIDENCE, answer, best_quote, rank_sentences
from privexbot_app.rag.quote_block import Told
from privexbot_app.rag.sentences import sentences

STATISTICS = Statistics(passages=100, mean_length=60, frequencies={"red": 3, "size": 8, "9": 4, "ship": 5, "return": 6})


def found(
    text: str, cosines: tuple[float, ...], *, title: str = "Page", heading: str = "", document: UUID | None = None
) -> Found:
    return Found(
        passage_id=hash(text),
        document_id=document or uuid4(),
        source_id=uuid4(),
        title=title,
        url="",
        heading=heading,
        text=text,
        sentences=tuple(sentences(text)),
        sentence_cosines=cosines,
        score=max(cosines) + 0.3,
        cosine=max(cosines),
        lexical=0.4,
    )


def test_the_sentence_with_the_size_asked_for_beats_a_nearer_one_without_it() -> None:
    passage = found("Red shoes come in size 7. Red shoes come in size 9.", (0.72, 0.70))
    assert rank_sentences("Do you have red in size 9?", [passage], STATISTICS)[0].text == "Red shoes come in size 9."


def test_an_answer_that_lacks_the_colour_asked_for_is_not_given() -> None:
    passage = found("The runner in blue is in stock in size 9.", (0.66,))
    assert answer("Is the runner in stock in size 9?", [passage], STATISTICS)
    assert answer("Is the runner in green in stock in size 9?", [passage], STATISTICS) is None


def test_when_is_answered_by_a_time() -> None:
    passage = found("We ship shoes with great care. We ship shoes within two days.", (0.6, 0.6))
    ranked = rank_sentences("When do you ship?", [passage], STATISTICS)
    assert ranked[0].text == "We ship shoes within two days."


def test_two_sentences_of_a_passage_are_said_in_their_order_with_one_marker() -> None:
    text = "The runner in red is in stock in sizes 7 and 9. The runner in red is sold out in size 11."
    said = best_quote("Which sizes of the red runner are there?", [found(text, (0.70, 0.74))], STATISTICS)
    assert said is not None
    assert said.text == f"{text} [1]"
    assert said.sentences == (tuple(text[start:end] for start, end in sentences(text)),)


def test_a_sentence_of_another_document_is_not_glued_to_the_answer() -> None:
    one, other = found("We ship to Canada in red boxes.", (0.7,)), found("You may return red shoes.", (0.69,))
    said = best_quote("Do you ship red?", [one, other], STATISTICS)
    assert said is not None
    assert said.passages == (one,)


def test_a_question_of_two_parts_is_answered_from_two_documents_each_with_its_marker() -> None:
    one, other = (
        found("We ship to Canada.", (0.6,), title="Shipping"),
        found("You may return shoes.", (0.6,), title="Returns"),
    )
    said = best_quote("Do you ship and can I return?", [one, other], STATISTICS)
    assert said is not None
    assert said.text.count("[1]") == 1
    assert said.text.endswith("[2]")
    assert {passage.title for passage in said.passages} == {"Shipping", "Returns"}


def test_a_second_sentence_that_repeats_the_first_is_left_out() -> None:
    passage = found("We ship red shoes to Canada. We do ship red shoes to Canada.", (0.7, 0.7))
    said = best_quote("Do you ship red shoes to Canada?", [passage], STATISTICS)
    assert said is not None
    assert len(said.sentences[0]) == 1


def test_an_answered_question_is_quoted_with_the_sentence_that_follows() -> None:
    passage = found("Yes, for 45 days. They must be unworn.", (0.5, 0.1), heading="FAQ › Can I return shoes?")
    said = best_quote("Can I return them?", [passage], STATISTICS)
    assert said is not None
    assert said.text == "Yes, for 45 days. They must be unworn. [1]"


def test_a_fragment_is_told_with_the_name_of_its_page() -> None:
    passage = found("Sizes in stock: 7, 8, 9", (0.7,), title="Comet Runner", heading="Stock")
    said = best_quote("Is size 9 in stock?", [passage], STATISTICS)
    assert said is not None
    assert said.text == "Comet Runner – Sizes in stock: 7, 8, 9 [1]"


def test_the_sentence_before_counts_for_what_a_sentence_is_about() -> None:
    red, blue = (
        found(f"{name} are here. They cost ${price}.", (0.4, 0.5)) for name, price in (("Reds", 89), ("Blues", 5))
    )
    ranked = [candidate.text for candidate in rank_sentences("How much is red?", [blue, red], STATISTICS)]
    assert ranked.index("They cost $89.") < ranked.index("They cost $5.")


def test_what_is_far_from_the_question_is_not_answered() -> None:
    passage = found("We are five people and a dog.", (0.15,))
    unsure = best_quote("How do I reset my password?", [passage], STATISTICS)
    assert unsure is not None and unsure.confidence < MIN_CONFIDENCE
    assert answer("How do I reset my password?", [passage], STATISTICS) is None


def test_no_passages_are_no_answer() -> None:
    assert best_quote("Anything?", [], STATISTICS) is None
    assert answer("Anything?", [], STATISTICS) is None


def test_a_word_of_the_question_is_no_answer_to_it() -> None:
    passage = found("blue\nThe runner in blue is in stock in size 9.", (0.8, 0.6))
    ranked = rank_sentences("And in blue?", [passage], STATISTICS)
    assert [candidate.text for candidate in ranked] == ["The runner in blue is in stock in size 9."]


def test_of_two_passages_that_say_nearly_the_same_the_owner_s_choice_is_quoted() -> None:
    one, other = found("We ship red shoes in two days.", (0.7,)), found("Red shoes ship in three days.", (0.66,))
    asked = "How fast do you ship red shoes?"
    assert rank_sentences(asked, [one, other], STATISTICS)[0].passage == one
    for wanted in (replace(other, boost=0.3), replace(other, is_pinned=True)):
        assert rank_sentences(asked, [one, wanted], STATISTICS)[0].passage == wanted


def test_what_an_owner_wants_to_be_found_makes_no_answer_surer() -> None:
    passage = found("We ship red shoes in two days.", (0.6,))
    boosted = replace(passage, boost=0.3, score=passage.score + 0.3)
    plain, wanted = (best_quote("Do you ship shoes?", [one], STATISTICS) for one in (passage, boosted))
    assert plain and wanted and wanted.confidence == pytest.approx(plain.confidence)


def test_a_sentence_that_says_it_takes_the_one_before_it_along() -> None:
    passage = found("The red sneaker is new. It costs $89.", (0.2, 0.7))
    said = best_quote("What is the price?", [passage], STATISTICS)
    assert said is not None
    assert said.text == "The red sneaker is new. It costs $89. [1]"


def test_three_sentences_are_told_at_most_and_two_where_yes_would_do() -> None:
    text = "Red shoes come in size 7. Blue boots come in size 8. Grey clogs come in size 9. Pink pumps come in size 10."
    passage = found(text, (0.7, 0.7, 0.7, 0.7))
    for question, most in (("Which sizes are there?", 3), ("Are there sizes?", 2)):
        said = best_quote(question, [passage], STATISTICS)
        assert said is not None
        assert len(said.sentences[0]) == most


def test_a_quote_that_is_the_question_as_a_statement_says_yes_and_its_denial_no() -> None:
    for text, stance in (
        ("We ship to Canada.", "yes"),
        ("We do not ship to Canada.", "no"),
        ("We ship every single day.", ""),
    ):
        said = best_quote("Do you ship to Canada?", [found(text, (0.7,))], STATISTICS)
        assert said is not None
        assert said.stance == stance


def test_what_is_said_of_another_place_is_no_answer_about_this_one() -> None:
    here, elsewhere = found("We ship red shoes to Canada.", (0.66,)), found("We ship red shoes to Norway.", (0.66,))
    assert answer("Do you ship red shoes to Norway?", [elsewhere], STATISTICS)
    assert answer("Do you ship red shoes to Norway?", [here], STATISTICS) is None


def test_rows_of_a_table_answer_as_a_table_with_one_marker() -> None:
    passage = found("Size: 7; Price: $80\nSize: 8; Price: $90", (0.7, 0.7), title="Red shoe", heading="Prices")
    said = best_quote("What does size 8 cost?", [passage], STATISTICS)
    assert said is not None
    assert said.text == "8 – Price: $90 [1]\n\n| Size | Price |\n| --- | --- |\n| 8 | $90 |"


def test_sentences_after_a_list_of_another_source_begin_a_new_paragraph() -> None:
    told = [Told("We accept:", "- Visa", ()), Told("We ship.", "", ())]
    assert joined(told) == "We accept: [1]\n\n- Visa\n\nWe ship. [2]"
    assert joined([told[1], told[1]], first=3) == "We ship. [3] We ship. [4]"
