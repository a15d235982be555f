"""What is hidden in a text, what is not, and that hiding and showing cancel each other out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privexbot_app.rag.masking import PLACEHOLDER, Mask, Unmasker
from privexbot_app.rag.personal import IBAN_LENGTHS, find_details, is_card, is_iban
from tests.privacy.masking_set import measure

DETAILS = (
    "ada@example.com",
    "Grace.Hopper@navy.example",
    "+44 20 7946 0958",
    "(555) 210-9999",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "<EMAIL_1>",
    "<LITERAL_1>",
    "<PHONE_12>",
    "<CARD_",
    "<",
    "_1>",
)
pieces_of_text = st.lists(st.sampled_from(DETAILS) | st.text(max_size=12), max_size=12).map(" ".join)
texts = pieces_of_text | st.text(alphabet="<>_012EMAILPHONE@.+ abc-", max_size=80)


@pytest.mark.parametrize(("name", "least"), [("masking_set", 1.0), ("masking_unseen", 0.97)])
def test_precision_and_recall_are_what_the_documents_say(name, least):
    measured = measure(name)

    assert measured.recall >= least, measured.missed
    assert measured.precision >= least, measured.wrong


@given(texts)
def test_what_was_hidden_is_shown_again_to_the_letter(text):
    mask = Mask()

    assert mask.show(mask.hide(text)) == text


@given(st.lists(texts, min_size=1, max_size=5))
def test_all_texts_of_a_turn_share_their_placeholders_and_come_back(said):
    mask = Mask()

    hidden = [mask.hide(text) for text in said]

    assert [mask.show(text) for text in hidden] == said
    assert hidden == [mask.hide(text) for text in said]


@given(pieces_of_text)
def test_nothing_that_is_found_is_left_in_what_leaves(text):
    hidden = Mask().hide(text)

    assert not [found for found in find_details(PLACEHOLDER.sub(" | ", hidden)) if found.text in DETAILS]


@given(texts, texts, st.data())
def test_an_answer_is_shown_whole_wherever_it_is_cut_into_pieces(asked, more, data):
    mask = Mask()
    answer = f"{mask.hide(asked)} {more} {mask.hide(asked)}"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(answer)), max_size=20)))
    unmasker = Unmasker(mask)

    shown = [unmasker.take(answer[start:end]) for start, end in zip([0, *cuts], [*cuts, len(answer)], strict=True)]

    assert "".join(shown) + unmasker.rest() == mask.show(answer)


def test_a_placeholder_that_comes_letter_by_letter_is_never_seen():
    mask = Mask()
    answer = f"I wrote to {mask.hide('ada@example.com')}, is 3 < 5?"
    unmasker = Unmasker(mask)

    shown = [unmasker.take(letter) for letter in answer]

    assert "".join(shown) + unmasker.rest() == "I wrote to ada@example.com, is 3 < 5?"
    assert not any("EMAIL" in piece for piece in shown)
    assert shown.count("") == len("<EMAIL_1>") - 1 + 1  # the placeholder but its last letter, and the other bracket


def test_without_anything_hidden_no_letter_waits():
    unmasker = Unmasker(Mask())

    assert [unmasker.take(piece) for piece in ("a <", "EMAIL_1")] == ["a <", "EMAIL_1"]


def test_the_same_detail_has_the_same_placeholder_and_another_one_another():
    mask = Mask()

    assert mask.hide("ada@example.com, bob@example.com, ada@example.com") == "<EMAIL_1>, <EMAIL_2>, <EMAIL_1>"
    assert mask.hide("again bob@example.com") == "again <EMAIL_2>"


def test_a_placeholder_that_the_model_made_up_stays_as_it_is():
    mask = Mask()
    mask.hide("ada@example.com")

    assert mask.show("<EMAIL_7> and <CARD_1>") == "<EMAIL_7> and <CARD_1>"


def test_a_visitor_cannot_type_a_placeholder_to_see_what_stands_behind_it():
    mask = Mask()

    hidden = mask.hide("ada@example.com <EMAIL_1>")

    assert hidden == "<EMAIL_1> <LITERAL_1>"
    assert mask.show(hidden) == "ada@example.com <EMAIL_1>"


@pytest.mark.parametrize("digits", ["4111111111111112", "411111111111111", "1111111111111117", "0000000000000000", ""])
def test_a_wrong_check_digit_length_or_issuer_is_no_card(digits):
    assert not is_card(digits)


@given(st.sampled_from(sorted(IBAN_LENGTHS)), st.data())
def test_an_iban_is_one_only_with_its_own_check_digits(country, data):
    rest = "7" * (IBAN_LENGTHS[country] - 4)
    right = 98 - int("".join(str(int(sign, 36)) for sign in rest + country + "00")) % 97
    wrong = data.draw(st.integers(2, 98).filter(lambda check: check != right))

    assert is_iban(f"{country}{right:02}{rest}")
    assert not is_iban(f"{country}{wrong:02}{rest}")
    assert not is_iban(f"{country}{right:02}{rest}7")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["a" * 40_000, "1 " * 20_000, "a@" * 20_000, "+1" * 20_000, "0 1-" * 10_000, "<" * 9999]
)
def test_a_text_made_to_be_slow_is_not(text):
    Mask().hide(text[:16_000])
