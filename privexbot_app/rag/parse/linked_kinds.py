"""What is told of products, businesses, events and questions that JSON-LD describes; other kinds tell nothing."""

from collections.abc import Iterator
from datetime import date

from privexbot_app.rag.facts import ANSWER, Fact
from privexbot_app.rag.parse.linked_hours import hours_of
from privexbot_app.rag.parse.linked_nodes import Thing
from privexbot_app.rag.parse.linked_values import address_of, day_of, moment_of, option_of, price_of

SUBJECT_CHARACTERS = 200

_PRODUCTS = frozenset(("Product", "ProductGroup", "ProductModel", "IndividualProduct", "Vehicle", "Car"))
_OFFERS = frozenset(("Offer", "AggregateOffer"))
_NO_PLACE = frozenset(("Person", "WebSite", "WebPage", "Article", "NewsArticle", "BlogPosting", "JobPosting"))
_PLACE_SIGNS = ("openingHours", "openingHoursSpecification", "specialOpeningHoursSpecification", "address")
_ORGANISATIONS = frozenset(("Organization", "Corporation", "LocalBusiness", "Store", "OnlineStore", "OnlineBusiness"))


def facts_of(thing: Thing) -> Iterator[Fact]:
    """Every fact has a subject: what is not called anything tells nothing."""
    if "FAQPage" in thing.types:
        yield from _answers(thing)
    elif thing.types & _PRODUCTS:
        yield from _product(thing)
    elif thing.types & _OFFERS:
        yield from _lone_offer(thing)
    elif any(kind.endswith("Event") or kind == "Festival" for kind in thing.types):
        yield from _event(thing)
    elif thing.types & _ORGANISATIONS or (not thing.types & _NO_PLACE and any(map(thing.fields.get, _PLACE_SIGNS))):
        yield from _business(thing)


def _subject(thing: Thing) -> str:
    return thing.text("name", "legalName")[:SUBJECT_CHARACTERS]


def _told(subject: str, said: list[tuple[str, str]], until: date | None = None) -> Iterator[Fact]:
    yield from (Fact(subject, name, value, None, until) for name, value in said if subject and value)


def _answers(thing: Thing) -> Iterator[Fact]:
    for question in thing.things("mainEntity"):
        answers = [answer.text("text") for answer in question.things("acceptedAnswer")]
        asked = question.text("name", "text")[:SUBJECT_CHARACTERS]
        yield from _told(asked, [(ANSWER, answer) for answer in answers[:1]])


def _product(thing: Thing) -> Iterator[Fact]:
    subject = _subject(thing)
    said = [
        ("brand", thing.text("brand", "manufacturer")),
        ("article number", thing.text("sku", "mpn", "productID")),
        ("colour", thing.text("color")),
        ("size", thing.text("size")),
        ("material", thing.text("material")),
    ]
    yield from _told(subject, said)
    yield from _offers(subject, thing)
    yield from _told(subject, [("rating", _rating(thing))])


def _lone_offer(thing: Thing) -> Iterator[Fact]:
    """One that stands by itself and says what it offers."""
    offered = next(iter(thing.things("itemOffered")), None)
    yield from _offer((offered and _subject(offered)) or _subject(thing), thing)


def _offers(subject: str, thing: Thing) -> Iterator[Fact]:
    """What all offers have in common is told once; what differs, with the name of the offer."""
    offers = thing.things("offers")
    told = [list(_offer(subject, offer)) for offer in offers]
    if len(offers) < 2 or not any(map(_variant, offers)):
        yield from (fact for of_one in told for fact in of_one)
        return
    shared = set(told[0]).intersection(*told[1:])
    yield from (fact for fact in told[0] if fact in shared)
    for offer, facts in zip(offers, told, strict=True):
        variant = _variant(offer)
        for fact in (fact for fact in facts if fact not in shared):
            name = f"{fact.name} of {variant}" if variant else fact.name
            yield Fact(subject, name, fact.value, fact.valid_from, fact.valid_until)


def _variant(offer: Thing) -> str:
    """What tells an offer from the others of its product."""
    of_item = [item.text("name", "size", "color") for item in offer.things("itemOffered")]
    return next((name for name in (offer.text("name"), *of_item, offer.text("sku")) if name), "")[:SUBJECT_CHARACTERS]


def _offer(subject: str, offer: Thing) -> Iterator[Fact]:
    until = day_of(offer.text("priceValidUntil", "validThrough", "availabilityEnds"))
    yield from _told(subject, [("price", price_of(offer))], until)
    yield from _told(subject, [("availability", option_of(offer.text("availability")))])


def _rating(thing: Thing) -> str:
    rating = next(iter(thing.things("aggregateRating")), None)
    if rating is None or not (value := rating.text("ratingValue")):
        return ""
    count, best = rating.text("reviewCount", "ratingCount"), rating.text("bestRating") or "5"
    return f"{value} of {best}" + (f" from {count} reviews" if count else "")


def _event(thing: Thing) -> Iterator[Fact]:
    """It is over when its last day is."""
    subject = _subject(thing)
    start, end = thing.text("startDate"), thing.text("endDate")
    until = day_of(end) or day_of(start)
    places = [_place(place) for place in thing.things("location")] or thing.texts("location")
    prices = [price_of(offer) for offer in thing.things("offers")]
    said = [
        ("begins on", moment_of(start)),
        ("ends on", moment_of(end)),
        ("place", "; ".join(filter(None, places))),
        ("ticket price", ", ".join(dict.fromkeys(filter(None, prices)))),
        ("status", option_of(thing.text("eventStatus"))),
    ]
    yield from _told(subject, said, until)


def _place(place: Thing) -> str:
    return ", ".join(dict.fromkeys(filter(None, (place.text("name"), address_of(place), place.text("url")))))


def _business(thing: Thing) -> Iterator[Fact]:
    subject = _subject(thing)
    said = [
        ("address", address_of(thing)),
        ("telephone", thing.text("telephone")),
        ("e-mail", thing.text("email").removeprefix("mailto:")),
        ("price range", thing.text("priceRange")),
    ]
    yield from _told(subject, said)
    if subject:
        yield from hours_of(subject, thing)
    for contact in thing.things("contactPoint"):
        kind = contact.text("contactType", "name")
        of_kind = f" of {kind}" if kind else ""
        yield from _told(subject, [(f"telephone{of_kind}", contact.text("telephone"))])
        yield from _told(subject, [(f"e-mail{of_kind}", contact.text("email").removeprefix("mailto:"))])
    yield from _told(subject, [("rating", _rating(thing))])
