"""Tokens and money as a person reads them."""

from datetime import date

import pytest

from privexbot_app.store.usage import DaysUse
from privexbot_app.ui.states.usage import DayRow, _total, cost_text


def a_day(**more) -> DaysUse:
    facts = {"answers": 4, "asked_tokens": 1234, "answered_tokens": 56, "nanodollars": 0, "unpriced": 0, "estimated": 0}
    return DaysUse(date(2026, 11, 23), "Helper", "openai/x", **(facts | more))


@pytest.mark.parametrize(
    ("nanodollars", "said"),
    [
        (None, "unknown price"),
        (0, "$0.00"),
        (150, "less than $0.000001"),
        (1_500, "$0.000002"),
        (12_345_678, "$0.012346"),
        (2_500_000_000, "$2.50"),
    ],
)
def test_money(nanodollars, said):
    assert cost_text(nanodollars) == said


def test_an_unknown_price_is_never_shown_as_nothing():
    assert DayRow.of(a_day(unpriced=4)).cost == "unknown price"
    assert DayRow.of(a_day(unpriced=1, nanodollars=3_000_000_000)).cost == "$3.00, and 1 of unknown price"
    assert _total([a_day(unpriced=4)]) == "Answers of models: 4. Cost: $0.00. Without a known price, and not in it: 4."


def test_estimates_are_called_so():
    assert DayRow.of(a_day()).tokens == "1,234 in, 56 out"
    assert DayRow.of(a_day(estimated=1)).tokens == "about 1,234 in, 56 out"
