"""Tables and lists of an answer are found in its text; nothing else in it is taken for one."""

import pytest

from privexbot_app.ui.states.text_blocks import TextBlock, blocks_of


def test_a_table_is_its_head_and_rows_and_what_stands_above_it_stays_text() -> None:
    said = "Prices – Rental [1]\n\n| Boat | Week |\n| --- | --- |\n| Canoe | €240 |\n\n…"
    assert blocks_of(said) == [
        TextBlock("text", "Prices – Rental [1]"),
        TextBlock("table", head=["Boat", "Week"], rows=[["Canoe", "€240"]]),
        TextBlock("text", "…"),
    ]


def test_a_list_and_its_lead_in_are_two_blocks_and_steps_are_a_third_kind() -> None:
    assert blocks_of("We accept: [1]\n\n- Visa\n- PayPal") == [
        TextBlock("text", "We accept: [1]"),
        TextBlock("list", rows=[["Visa"], ["PayPal"]]),
    ]
    assert blocks_of("1. Print it.\n2. Pack it.")[0].kind == "steps"


@pytest.mark.parametrize(
    "text", ["", "Parking is free. [1]", "a - b\nc | d", "It is -5 °C.", "|", "2024. A year", "**bold**"]
)
def test_text_without_a_table_or_a_list_has_no_blocks(text: str) -> None:
    assert blocks_of(text) == []
