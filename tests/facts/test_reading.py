"""Where facts come to stand in a document, and what broken or hostile JSON-LD can do: nothing."""

import json
from datetime import date
from time import monotonic

import pytest

from privexbot_app.rag.chunk import chunk
from privexbot_app.rag.facts import Fact, fact_from, sentence_of
from privexbot_app.rag.parse import parse_in_child
from privexbot_app.rag.parse.linked import DAMAGED, MOST_CHARACTERS, MOST_FACTS, TOO_MANY
from tests.facts.pages import COMET, WORDS, page, read

PRICE = "Comet Runner: price 89.00 USD."


def test_facts_stand_below_the_words_of_the_page_those_of_other_things_under_their_names() -> None:
    document = read(COMET, {**COMET, "name": "Fern Trail"})

    lines = document.text.split("\n")
    assert lines[0] == document.title == "Comet Runner" and lines[2] == "Facts"
    assert lines[3:7] == read(COMET).text.split("\n")[3:] and lines[7] == "Fern Trail" and PRICE in lines[3:7]
    assert [document.text[heading.start : heading.end] for heading in document.headings] == [
        heading.text for heading in document.headings
    ]
    words, comet, fern = chunk(document)
    assert (words.heading, comet.heading, fern.heading) == ("Comet Runner", "Facts", "Facts › Fern Trail")
    assert PRICE in comet.text and "first pair" not in comet.text


def test_a_page_without_json_ld_has_no_section_of_facts() -> None:
    document = read()

    assert "Facts" not in document.text and document.facts == () and document.problems == ()


def test_a_page_of_json_ld_alone_can_be_read() -> None:
    assert PRICE in read(COMET, words="").text


def test_what_the_page_says_in_the_same_words_is_not_told_twice_but_is_kept_as_a_fact() -> None:
    question = {"@type": "Question", "name": "How long?", "acceptedAnswer": {"text": "About two days, at most a week."}}
    words = f"{WORDS}<h2>How long?</h2><p>About two days, at most a week.</p><p>{PRICE}</p>"

    document = read(COMET, {"@type": "FAQPage", "mainEntity": [question]}, words=words)

    assert document.text.count("at most a week") == document.text.count(PRICE) == 1
    assert {"answer", "price"} <= {fact.name for fact in document.facts}


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("It costs $89.", False),
        ("It costs €89,00 today.", False),
        ("Only 89.00 USD!", False),
        ("It costs $890 or $89.50.", True),
        ("It weighs 89 grams.", True),
    ],
)
def test_a_price_that_the_page_tells_in_its_own_words_is_not_told_again(words: str, is_told: bool) -> None:
    assert (PRICE in read(COMET, words=f"<p>{words}</p>").text) is is_told


@pytest.mark.parametrize(
    ("words", "is_told"), [("In blue and red.", False), ("In red.", True), ("Reddish blue.", True)]
)
def test_colours_that_the_page_names_are_not_told_again(words: str, is_told: bool) -> None:
    stated = {**COMET, "color": ["red", "blue"]}

    assert ("colour red, blue" in read(stated, words=f"<p>{words}</p>").text) is is_told


def test_what_the_page_says_of_something_else_is_no_reason_to_be_silent() -> None:
    assert "Fern Trail: price 89.00 USD." in read({**COMET, "name": "Fern Trail"}, words="<p>It costs $89.</p>").text


def test_each_fact_is_told_once() -> None:
    assert read(COMET, [COMET], {"@graph": [COMET]}).text == read(COMET).text


@pytest.mark.parametrize("broken", ["{", "[1, 2", '{"a": NaNa}', "[" * 100_000, "9" * 5000, '{"@type": "Product"} x'])
def test_damaged_json_costs_a_sentence_and_not_the_page_or_other_facts(broken: str) -> None:
    document = read(broken, COMET)

    assert document.problems == (DAMAGED,)
    assert PRICE in document.text and "first pair" in document.text


def test_line_breaks_in_texts_comments_around_json_and_empty_scripts_are_no_damage() -> None:
    text = json.dumps({**COMET, "sku": "A\nB"}).replace("\\n", "\n")

    document = read(f"<!-- {text} -->", "", "null", "7")

    assert document.problems == () and "article number A B." in document.text


def test_a_page_may_state_only_so_much() -> None:
    many = read([{**COMET, "name": f"Shoe {n}"} for n in range(MOST_FACTS)])
    long = read(COMET, {**COMET, "sku": "x" * MOST_CHARACTERS})

    assert len(many.facts) == MOST_FACTS and many.problems == (TOO_MANY,)
    assert long.facts == read(COMET).facts and long.problems == (TOO_MANY,)


@pytest.mark.parametrize(
    "stated",
    [
        '{"@graph":' * 400 + "1" + "}" * 400,
        json.dumps([{"@type": "Store", "name": "s", "openingHours": ["Mo-" * 3000 + "Su " * 3000] * 60}]),
        json.dumps([{"@type": "Product", "name": "x" * 900_000}]),
        json.dumps(
            {"@type": "Product", "name": "n", "@id": "#a", "offers": {"@id": "#a"}, "hasVariant": {"@id": "#a"}}
        ),
        json.dumps([{"@type": "Product", "name": "<b>x</b>" * 2000, "sku": "<p>x</p>" * 2000}] * 25),
        json.dumps({"@type": "Store", "name": "s", "address": [[{"streetAddress": [1] * 999}] * 20] * 10}),
    ],
    ids=["deep", "hours", "long", "circle", "tags", "lists"],
)
def test_hostile_json_ld_is_read_in_time(stated: str) -> None:
    began = monotonic()

    document = read(stated)

    assert "first pair" in document.text and monotonic() - began < 2


def test_values_are_words_only_without_tags_or_signs_that_turn_a_line_around() -> None:
    hostile = "A <i onclick=x>b</i>\u202eB\x00C › D" + " word" * 900

    [sku] = [fact.value for fact in read({**COMET, "sku": hostile}).facts if fact.name == "article number"]

    assert sku.startswith("A b B C > D word")
    assert len(sku) <= 1002 and sku.endswith("…") and "<" not in sku


def test_the_child_hands_over_the_same_facts_with_their_days() -> None:
    dated = {**COMET, "offers": {"price": 5, "priceCurrency": "USD", "priceValidUntil": "2099-01-31"}}
    content = page(dated).encode()

    document = parse_in_child(content, "text/html", "comet.html", timeout_seconds=20, memory_bytes=512_000_000)

    assert document == read(dated)
    assert document.facts[-1].valid_until == date(2099, 1, 31)


def test_a_fact_out_of_json_is_the_fact_that_went_in() -> None:
    fact = Fact("Shop", "open", "09:00–12:00", date(2026, 12, 24), None)

    assert fact_from(json.loads(json.dumps(vars(fact), default=date.isoformat))) == fact
    assert sentence_of(fact) == "Shop: open 09:00–12:00 from 24 December 2026."
