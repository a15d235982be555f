"""No two places of the shop contradict each other, and each question of the demo has the answer it is said to have."""

import csv
import json
from typing import TypedDict

import pytest

from demo_shop.catalogue import HERE, Colour, Product, list_words, load_catalogue

from .shop_text import FILES, PAGES, first, main_text, pdf_text, read_page, sentences


class Known(TypedDict):
    question: str
    answer_contains: list[str]
    page: str


class Unknown(TypedDict):
    question: str
    nowhere: list[str]


CATALOGUE = load_catalogue()
COLOURS = [(product, colour) for product in CATALOGUE.products for colour in product.colours]
QUESTIONS = json.loads((HERE / "questions.json").read_text("utf-8"))
each_colour = pytest.mark.parametrize(
    ("product", "colour"), COLOURS, ids=[f"{product.slug}-{colour.name}" for product, colour in COLOURS]
)


def stock_list() -> list[dict[str, str]]:
    return list(csv.DictReader((FILES / "stock.csv").open(encoding="utf-8")))


@each_colour
def test_the_sentence_the_table_the_category_and_the_stock_list_agree(product: Product, colour: Colour) -> None:
    listed = {
        row["size"].removeprefix("kids "): row["in_stock"] == "yes"
        for row in stock_list()
        if (row["product"], row["colour"]) == (product.name, colour.name)
    }

    assert _table_on_product_page(product, colour) == listed
    assert _row_on_category_page(product, colour) == listed
    assert _sentences_on_product_page(product, colour) == listed


@pytest.mark.parametrize("product", CATALOGUE.products, ids=lambda product: product.slug)
def test_a_price_is_the_same_wherever_it_stands(product: Product) -> None:
    for page in PAGES:
        for card in read_page(page).css(".card"):
            if first(card, "h3").text() == product.name:
                assert first(card, ".price").text().split()[0] == f"${product.price}"
    assert {row["price"] for row in stock_list() if row["product"] == product.name} == {f"{product.price}.00"}
    assert f"The {product.name} costs ${product.price} and comes in" in main_text(product.path)


@each_colour
def test_a_colour_is_never_in_stock_and_sold_out_in_one_size(product: Product, colour: Colour) -> None:
    assert len(set(colour.sizes)) == len(colour.sizes)
    assert colour.name in CATALOGUE.inks


def test_the_stock_list_is_long_and_every_article_number_is_one_of_a_kind() -> None:
    rows = stock_list()

    assert list(rows[0]) == ["product", "colour", "size", "price", "in_stock", "sku"]
    assert len(rows) >= 120
    assert len({row["sku"] for row in rows}) == len(rows)


def test_size_9_in_red_is_sold_and_one_sentence_says_so() -> None:
    red = [(row["product"], row["in_stock"]) for row in stock_list() if (row["colour"], row["size"]) == ("red", "9")]

    assert red == [("Comet Runner", "yes")]
    assert "Yes, we have size 9 in red: the Comet Runner in red is in stock in sizes 7, 8, 9 and 10." in sentences(
        main_text("faq.html")
    )


def test_what_the_help_page_says_of_the_largest_harbor_boot_is_true() -> None:
    harbor = CATALOGUE.product("harbor-boot")

    assert "size 12 of the Harbor Boot is in stock in both brown and black" in main_text("faq.html")
    assert all(12 in colour.in_stock for colour in harbor.colours)


def test_every_size_that_is_sold_has_a_row_in_the_size_chart() -> None:
    adult = {row.us for row in CATALOGUE.adult_sizes}
    kids = {row.us for row in CATALOGUE.kids_sizes}
    for product in CATALOGUE.products:
        known = kids if product.size_word == "kids size" else adult
        assert {str(size) for size in product.sizes} <= known


def test_there_are_thirty_questions_with_an_answer_and_ten_without() -> None:
    assert (len(QUESTIONS["known"]), len(QUESTIONS["unknown"])) == (30, 10)


@pytest.mark.parametrize("known", QUESTIONS["known"], ids=lambda known: known["question"])
def test_one_sentence_of_the_named_page_answers_the_question(known: Known) -> None:
    on_page = sentences(main_text(known["page"]))

    assert [said for said in on_page if all(part in said for part in known["answer_contains"])]
    assert known["question"] not in on_page, "a visitor does not ask in the shop's own words"


@pytest.mark.parametrize("unknown", QUESTIONS["unknown"], ids=lambda unknown: unknown["question"])
def test_the_shop_says_nothing_about_what_it_should_not_know(unknown: Unknown) -> None:
    everything = " ".join([*map(main_text, PAGES), pdf_text(), (FILES / "stock.csv").read_text("utf-8")]).lower()

    assert [word for word in unknown["nowhere"] if word in everything] == []


def test_words_are_listed_as_people_say_them() -> None:
    assert list_words([7]) == "7"
    assert list_words([7, 8]) == "7 and 8"
    assert list_words(["red", "blue", "grey"]) == "red, blue and grey"


def _table_on_product_page(product: Product, colour: Colour) -> dict[str, bool]:
    table = first(read_page(product.path), "table.stock")
    sizes = [cell.text().removeprefix("kids ") for cell in table.css("thead th")][1:]
    row = next(row for row in table.css("tbody tr") if first(row, "th").text() == colour.name.capitalize())
    return {size: cell.text() == "In stock" for size, cell in zip(sizes, row.css("td"), strict=True)}


def _row_on_category_page(product: Product, colour: Colour) -> dict[str, bool]:
    rows = read_page(f"shop/{product.category}.html").css("table tbody tr")
    cells = next(
        row.css("td")
        for row in rows
        if (first(row, "th").text(), row.css("td")[1].text()) == (product.name, colour.name)
    )
    here, gone = (cell.text().removeprefix("kids ").replace("none", "") for cell in cells[2:])
    assert cells[0].text() == f"${product.price}"
    return dict.fromkeys(here.split(", "), True) | {size: False for size in gone.split(", ") if size}


def _sentences_on_product_page(product: Product, colour: Colour) -> dict[str, bool]:
    """Reads the sentences as a visitor does: `… in red is in stock in sizes 7, 8, 9 and 10.`"""
    found: dict[str, bool] = {}
    for sentence in sentences(main_text(product.path)):
        for words, available in (("is in stock in", True), ("is sold out in", False)):
            start = f"The {product.name} in {colour.name} {words} {product.size_word}"
            if sentence.startswith(start):
                sizes = sentence.removeprefix(start).lstrip("s").strip(" .").replace(" and ", ", ")
                found |= dict.fromkeys(sizes.split(", "), available)
    return found
