"""What products, businesses, events and questions state becomes sentences in plain English."""

from typing import Any

import pytest

from tests.facts.pages import COMET, told


def product(**fields: Any) -> dict[str, Any]:
    return {"@type": "Product", "name": "Comet Runner", **fields}


def offer(**fields: Any) -> dict[str, Any]:
    return product(offers={"@type": "Offer", **fields})


def shop(**fields: Any) -> dict[str, Any]:
    return {"@type": "ShoeStore", "name": "Alder", **fields}


def test_a_product_tells_what_a_customer_asks_for() -> None:
    rating = {"@type": "AggregateRating", "ratingValue": 4.6, "reviewCount": 89}

    assert told({**COMET, "color": ["red", "blue"], "size": "9", "aggregateRating": rating}) == [
        "Comet Runner: brand Alder.",
        "Comet Runner: article number AF-COM.",
        "Comet Runner: colour red, blue.",
        "Comet Runner: size 9.",
        "Comet Runner: price 89.00 USD.",
        "Comet Runner: availability in stock.",
        "Comet Runner: rating 4.6 of 5 from 89 reviews.",
    ]


@pytest.mark.parametrize(
    ("fields", "price"),
    [
        ({"price": 89, "priceCurrency": "USD"}, "89.00 USD"),
        ({"price": "1299.5", "priceCurrency": "eur"}, "1299.50 EUR"),
        ({"price": "12000", "priceCurrency": "JPY"}, "12000 JPY"),
        ({"price": "89", "priceCurrency": "https://example.com/dollars"}, "89.00"),
        ({"price": "1.299,00", "priceCurrency": "EUR"}, "1.299,00 EUR"),
        ({"price": 0, "priceCurrency": "USD"}, "0.00 USD"),
        ({"price": "0.0005", "priceCurrency": "USD"}, "0.0005 USD"),
        ({"priceSpecification": {"price": 5, "priceCurrency": "CAD"}}, "5.00 CAD"),
        (
            {"@type": "AggregateOffer", "lowPrice": 10, "highPrice": "20", "priceCurrency": "USD"},
            "from 10.00 to 20.00 USD",
        ),
        ({"@type": "AggregateOffer", "lowPrice": 10, "highPrice": "10.00", "priceCurrency": "USD"}, "10.00 USD"),
        (
            {"price": 79, "priceCurrency": "USD", "priceValidUntil": "2099-12-31T23:59"},
            "79.00 USD until 31 December 2099",
        ),
    ],
)
def test_a_price_is_told_with_its_currency(fields: dict[str, Any], price: str) -> None:
    assert told(offer(**fields)) == [f"Comet Runner: price {price}."]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("https://schema.org/OutOfStock", "out of stock"),
        ("http://schema.org/SoldOut", "sold out"),
        ("schema:PreOrder", "can be ordered in advance"),
        ("InStock", "in stock"),
        ("https://schema.org/ReservedForMembers", "reserved for members"),
        ("Ready in 3/4 days", "ready in 3/4 days"),
    ],
)
def test_addresses_of_schema_org_are_said_in_words(stated: str, said: str) -> None:
    assert told(offer(availability=stated)) == [f"Comet Runner: availability {said}."]


def test_offers_that_differ_are_told_apart_and_what_they_share_is_told_once() -> None:
    offers = [
        {"name": "size 9", "price": 89, "priceCurrency": "USD", "availability": "InStock"},
        {"sku": "AF-10", "price": 89, "priceCurrency": "USD", "availability": "SoldOut"},
    ]

    assert told(product(offers=offers)) == [
        "Comet Runner: price 89.00 USD.",
        "Comet Runner: availability of size 9 in stock.",
        "Comet Runner: availability of AF-10 sold out.",
    ]


def test_a_business_tells_where_and_how_to_reach_it() -> None:
    address = {"streetAddress": "27 Water Street", "addressLocality": "Port Maren", "postalCode": "B0J 9Z9"}
    contact = {"@type": "ContactPoint", "contactType": "customer service", "telephone": "902-555-0199"}
    stated = shop(address=address, telephone="902-555-0142", email="mailto:a@b.example", contactPoint=contact)

    assert told(stated) == [
        "Alder: address 27 Water Street, Port Maren, B0J 9Z9.",
        "Alder: telephone 902-555-0142.",
        "Alder: e-mail a@b.example.",
        "Alder: telephone of customer service 902-555-0199.",
    ]


def specified(beginning: str = "o", **fields: Any) -> dict[str, Any]:
    return {f"{beginning}peningHoursSpecification": fields}


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"openingHours": "Mo 09:00-17:00"}, ["open on Monday 09:00–17:00"]),
        ({"openingHours": ["Mo-Fr 9:00-17:00"]}, [f"open on {day} 09:00–17:00" for day in WEEKDAYS]),
        ({"openingHours": "Mo,We 10-12"}, ["open on Monday 10:00–12:00", "open on Wednesday 10:00–12:00"]),
        ({"openingHours": "Sa-Mo"}, [f"open on {day} all day" for day in ("Saturday", "Sunday", "Monday")]),
        ({"openingHours": ["Mo 9:00-12:00", "Mo 13:00-17:00"]}, ["open on Monday 09:00–12:00 and 13:00–17:00"]),
        (
            specified(dayOfWeek="https://schema.org/Monday", opens="09:00", closes="17:00:00"),
            ["open on Monday 09:00–17:00"],
        ),
        (
            specified(dayOfWeek=["Sunday"], opens="00:00", closes="00:00"),
            ["closed on Sunday all day"],
        ),
        (
            specified("specialO", validFrom="2099-12-24", validThrough="2099-12-24", opens="09:00", closes="12:00"),
            ["open 09:00–12:00 on 24 December 2099"],
        ),
        (
            specified(validFrom="2099-12-25", validThrough="2099-12-26"),
            ["closed all day from 25 December 2099 until 26 December 2099"],
        ),
        (
            specified(dayOfWeek="PublicHolidays", opens="10:00", closes="14:00"),
            ["open on public holidays 10:00–14:00"],
        ),
        ({"openingHours": "by appointment"}, []),
        ({"openingHours": "Zz 99"}, []),
    ],
)
def test_opening_hours_are_told_day_by_day(hours: dict[str, Any], said: list[str]) -> None:
    assert told(shop(**hours)) == [f"Alder: {one}." for one in said]


def test_an_event_tells_when_where_and_for_how_much_and_is_over_after_its_last_day() -> None:
    event = {
        "@type": "MusicEvent",
        "name": "Shoe concert",
        "startDate": "2020-05-01T19:30:00-04:00",
        "endDate": "2020-05-02",
        "location": {"@type": "Place", "name": "Old hall", "address": "1 Main Street"},
        "offers": [{"price": 10, "priceCurrency": "EUR"}],
        "eventStatus": "https://schema.org/EventCancelled",
    }

    assert told(event) == [
        "Shoe concert: begins on 1 May 2020, 19:30.",
        "Shoe concert: ends on 2 May 2020.",
        "Shoe concert: place Old hall, 1 Main Street.",
        "Shoe concert: ticket price 10.00 EUR.",
        "Shoe concert: status cancelled.",
    ]


def test_a_question_is_told_by_its_answer_alone() -> None:
    question = {
        "@type": "Question",
        "name": "How long?",
        "acceptedAnswer": {"text": "<p>Two <b>days</b> &amp; a half</p>"},
    }

    assert told({"@type": "FAQPage", "mainEntity": [question]}) == ["Two days & a half."]


def test_graphs_lists_several_types_and_references_are_followed() -> None:
    graph = {
        "@graph": [
            {"@type": ["Thing", "Product"], "@id": "#comet", "name": "Comet", "offers": {"@id": "#offer"}},
            {"@type": "Offer", "@id": "#offer", "price": 5, "priceCurrency": "USD"},
            {"@type": "ItemList", "itemListElement": [{"item": {"@type": "Product", "name": "Fern", "sku": "F"}}]},
        ]
    }

    assert told([graph]) == ["Comet: price 5.00 USD.", "Fern: article number F."]


@pytest.mark.parametrize(
    "stated",
    [
        {"@type": "BreadcrumbList", "itemListElement": [{"item": {"@type": "Product", "name": "Shoes", "sku": "1"}}]},
        {"@type": "Person", "name": "Ann", "address": "1 Main Street", "telephone": "555"},
        {"@type": "Article", "name": "News", "address": "x"},
        {"@type": "Product", "sku": "1"},
        {"@type": "Product", "name": "Comet", "sku": {"deep": [1]}, "offers": "cheap", "aggregateRating": 5},
        {"@type": "FAQPage", "mainEntity": ["x", {"@type": "Question", "name": "Why?"}]},
        {"@type": {"a": 1}, "name": [[["x"]]]},
    ],
)
def test_what_is_no_fact_for_visitors_tells_nothing(stated: dict[str, Any]) -> None:
    assert told(stated) == []
