"""What stood in a table or a list is told as one: the rows and items that answer, in their order, word for word."""

from uuid import uuid4

import pytest

from privexbot_app.rag.citations import link_to_sentence
from privexbot_app.rag.found import Found
from privexbot_app.rag.layout import groups_of, read_cells
from privexbot_app.rag.question import Question
from privexbot_app.rag.quote_block import Told, told_as_block
from privexbot_app.rag.sentences import sentences

PLANS = "\n".join(
    f"Plan: {name}; Price: {price}; Users: {users}; Storage: {storage}; Support: {support}"
    for name, price, users, storage, support in (
        ("Starter", "free", "1", "5 GB", "e-mail"),
        ("Team", "€12", "10", "100 GB", "e-mail and chat"),
        ("Business", "€39", "unlimited", "1 TB", "telephone, day and night"),
    )
)


def found(text: str, *, title: str = "Plans", heading: str = "") -> Found:
    spans = tuple(sentences(text))
    cosines = (0.5,) * len(spans)
    return Found(1, uuid4(), uuid4(), title, "", heading, text, spans, cosines, 0.8, 0.5, 0.4)


def told(question: str, passage: Found, number: int = 0) -> Told:
    block = told_as_block(Question(question), passage, number)
    assert block is not None
    return block


def test_the_one_row_that_the_question_names_is_told_with_the_cell_it_asks_for() -> None:
    block = told("How much storage does Team have?", found(PLANS))
    assert block.lead == "Team – Storage: 100 GB"
    assert block.body.split("\n")[0].startswith("| Plan |") and "Starter" not in block.body
    assert block.sentences == (PLANS.split("\n")[1],)


def test_a_price_is_found_in_its_column_though_the_question_says_how_much() -> None:
    assert told("How much is Business?", found(PLANS)).lead == "Business – Price: €39"


def test_all_rows_answer_where_the_question_names_none_of_them() -> None:
    block = told("What do your plans cost?", found(PLANS, heading="Plans › Compare"))
    assert block.lead == "Plans – Compare"
    assert [row.split(" | ")[0] for row in block.body.split("\n")[2:5]] == ["| Starter", "| Team", "| Business"]


def test_a_table_is_as_wide_as_a_phone_and_says_that_more_stands_there() -> None:
    block = told("What do your plans cost?", found(PLANS))
    assert block.body.split("\n")[0] == "| Plan | Price | Users | Storage |"
    assert block.body.endswith("\n\n…")


def test_of_many_rows_six_are_told() -> None:
    many = "\n".join(f"Boat: Number {n}; Price: €{n}" for n in range(1, 10))
    block = told("Which boats do you have?", found(many))
    assert block.body.count("| Number") == 6 and block.body.endswith("…")


def test_a_row_with_empty_cells_keeps_the_others_under_their_names() -> None:
    rows = "Size: S; Chest: 90; Waist: 70\nSize: M; Waist: 80\nSize: L; Chest: 110; Waist: 90"
    assert told("Which sizes are there?", found(rows)).body.split("\n")[3] == "| M |  | 80 |"


def test_a_list_is_told_below_what_leads_in_to_it_by_its_lead_and_by_its_items() -> None:
    passage = found("We accept:\n• Visa\n• PayPal\n• cash\nTips are welcome.")
    for number in range(4):
        block = told("Which cards do you accept?", passage, number)
        assert (block.lead, block.body) == ("We accept:", "- Visa\n- PayPal\n- cash")
    assert told_as_block(Question("Are tips welcome?"), passage, 4) is None


def test_who_asks_for_one_thing_is_told_that_item_alone() -> None:
    passage = found("We accept:\n• Visa\n• PayPal\n• cash")
    assert told("Do you take PayPal?", passage, 3).body == "- PayPal"


def test_an_item_that_is_a_sentence_is_told_as_one_unless_several_are_asked_for() -> None:
    passage = found("• There is a café.\n• There are hot showers.")
    assert told_as_block(Question("Is there a café?"), passage, 0) is None
    assert told("What do you offer?", passage).body == "- There is a café.\n- There are hot showers."


def test_steps_keep_their_numbers_and_of_a_long_list_eight_items_are_told() -> None:
    steps = "\n".join(f"{n}) Do step {n}." for n in range(1, 13))
    block = told("How do I assemble it?", found(steps))
    assert block.body.startswith("1. Do step 1.\n2. Do step 2.")
    assert block.body.endswith("8. Do step 8.\n\n…")


def test_lines_of_one_name_each_are_a_list_of_all_of_them_or_one_of_them_a_sentence() -> None:
    hours = found("Monday: closed\nTuesday: 10 to 6\nSunday: noon to 5", heading="Visit › Opening hours")
    assert (
        told("What are your opening hours?", hours).body == "- Monday: closed\n- Tuesday: 10 to 6\n- Sunday: noon to 5"
    )
    assert told_as_block(Question("When are you open on Sunday?"), hours, 2) is None


@pytest.mark.parametrize(
    "text",
    [
        "We are open daily; please ring: the bell is broken.",
        "Note: bring a towel.",
        "https://example.com: our site",
        "At 10:30 we open; at 18:00 we close.",
        "Colour: Red | Blue; Size: 9",
        "Name: A; Name: B",
    ],
)
def test_prose_with_colons_is_no_table(text: str) -> None:
    passage = found(text)
    assert [group for group in groups_of(passage) if group.kind == "table"] == []


def test_a_cell_may_hold_the_marks_that_part_cells() -> None:
    assert read_cells("Time: 10:30; 14:00; Place: pier; left side") == (
        ("Time", "10:30; 14:00"),
        ("Place", "pier; left side"),
    )


def test_paragraphs_that_begin_with_a_word_and_a_colon_are_no_pairs() -> None:
    assert groups_of(found("Note: bring a towel. It is cold.\nTip: come early. It gets full.")) == []


def test_the_link_to_a_row_leads_from_its_first_cell_to_its_last() -> None:
    link = link_to_sentence("https://shop.example/prices#top", "Boat: Canoe; Half day: 35; Week: 240")
    assert link == "https://shop.example/prices#:~:text=Canoe,240"
