"""The demo's shop states for machines what it says to people, and its visitors are told both."""

import pytest
from anyio import to_thread

from demo_shop.catalogue import Product, load_catalogue
from demo_shop.demo import SITE
from privexbot_app.rag.facts import Fact, sentence_of
from privexbot_app.rag.parse import parse
from privexbot_app.services import knowledge
from privexbot_app.services.knowledge import Upload
from tests.api.conftest import client  # noqa: F401
from tests.conftest import learn
from tests.facts.pages import COMET, page
from tests.learning.conftest import ask, browser  # noqa: F401  (fixtures are used by their names)

CATALOGUE = load_catalogue()


def facts_on(path: str) -> list[Fact]:
    return list(parse((SITE / path.lstrip("/")).read_bytes(), "text/html", path).facts)


@pytest.mark.parametrize("product", CATALOGUE.products, ids=lambda product: product.slug)
def test_a_product_page_states_what_the_catalogue_has(product: Product) -> None:
    stated = {fact.name: fact.value for fact in facts_on(product.path) if fact.subject == product.name}

    assert stated == {
        "brand": CATALOGUE.shop.name,
        "article number": f"AF-{product.code}",
        "colour": ", ".join(colour.name for colour in product.colours),
        "price": f"{product.price}.00 CAD",
        "availability": "in stock",
    }


def test_the_shop_states_the_hours_that_it_tells() -> None:
    told = [sentence_of(fact) for fact in facts_on("contact.html")]

    for line in CATALOGUE.hours:
        for day in ("Tuesday", "Friday") if line.short.startswith("Tu-Fr") else (line.days,):
            said = [one for one in told if f"open on {day}" in one]
            assert said == ([f"Alder & Finch Shoes: open on {day} {hours(line.open)}."] if line.short else [])
    assert "Alder & Finch Shoes: telephone +1-902-555-0142." in told


def hours(words: str) -> str:
    """ "9 am to 5 pm" → "09:00–17:00"."""
    times = []
    for one in words.replace("noon", "12 pm").split(" to "):
        number, half = one.split()
        times.append(f"{int(number) % 12 + (12 if half == 'pm' else 0):02}:00")
    return "–".join(times)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much is the Fern Trail?", "$119"),
        ("What is the article number of the Fern Trail?", "AF-FRN"),
        ("How much is the Comet Runner?", "price 89.00 USD"),
    ],
)
async def test_a_visitor_is_told_what_pages_say_and_what_they_state(alice, taught_bot, ask, question, words) -> None:  # noqa: F811
    fern = (SITE / "products" / "fern-trail.html").read_bytes()
    for name, content in (("fern-trail.html", fern), ("comet.html", page(COMET).encode())):
        source = await knowledge.add_file(alice, taught_bot.knowledge_base_id, Upload(name, content))
        await to_thread.run_sync(learn, source)

    said, _, citations = await ask(question)

    assert words in said
    assert citations[0]["title"] in ("Fern Trail", "Comet Runner")
