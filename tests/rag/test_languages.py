"""A knowledge base in another language is searched by that language's words."""

import pytest

from privexbot_app.db import in_session
from privexbot_app.rag.language import language_of_prose
from privexbot_app.rag.tokens import MARKER, lexemes, passage_words
from privexbot_app.services import search
from privexbot_app.store import passage_words as store
from tests.rag.test_search import SHOP, learn, new_base, titles

pytestmark = pytest.mark.usefixtures("database")

TIENDA = {
    "Devoluciones": ["Las zapatillas que no se han usado se pueden devolver en un plazo de treinta días."],
    "Envíos": ["Los pedidos se envían en dos días por correo y el envío es gratis desde cien euros."],
    "Horario": ["La tienda está abierta de martes a sábado, y los lunes está cerrada."],
    "Tallas": ["Todas las zapatillas de la tienda se fabrican en las tallas 36 a 46."],
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The shop is open from Tuesday to Saturday.", "en"),
        ("He said “la vida es un sueño” and the play is known for it.", "en"),
        ("La tienda está abierta de martes a sábado.", "es"),
        ("Die Schuhe können Sie mit der Rechnung zurückgeben.", "de"),
        ("SKU 4711 black 9.5", "en"),
        ("", "en"),
    ],
)
async def test_a_passages_language_is_told_where_it_is_plain(text: str, code: str) -> None:
    assert language_of_prose(text) == code
    assert (passage_words(text)[-1:] == [MARKER + code]) is (code != "en")


async def test_a_word_in_another_form_is_the_same_word_in_its_language_only() -> None:
    assert lexemes("devolver", "spanish") == lexemes("devolvemos", "spanish")
    assert lexemes("devolver") != lexemes("devolvemos")
    assert set(lexemes("tiendas", "spanish")) < set(passage_words("Las zapatillas se pueden devolver en la tienda."))
    assert lexemes("книга") == lexemes("книги"), "a script that has one stemmer needs no language"


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("¿En qué plazo devolvemos unas zapatillas?", "Devoluciones"),
        ("¿Cuándo me enviarán el pedido?", "Envíos"),
        ("¿Los lunes tienen abierto?", "Horario"),
        ("zapatilla talla", "Tallas"),
    ],
)
async def test_a_spanish_question_finds_the_spanish_page_by_its_stems(question: str, title: str) -> None:
    base = new_base(TIENDA)
    looked = await search.look_up(base, question)
    assert looked.statistics.language == "spanish"
    assert looked.found[0].title == title


async def test_each_of_two_languages_is_asked_in_its_own() -> None:
    base = new_base(SHOP)
    for title, sentences in TIENDA.items():
        learn(base, title, sentences)
    spanish = await search.look_up(base, "¿Cuándo envían los pedidos?")
    english = await search.look_up(base, "What are the sizes of the red sneakers?")
    assert (spanish.statistics.language, spanish.found[0].title) == ("spanish", "Envíos")
    assert (english.statistics.language, english.found[0].title) == ("english", "Red sneaker")


async def test_a_word_of_spanish_does_not_make_an_english_shop_spanish() -> None:
    base = new_base(SHOP)
    assert (await search.look_up(base, "¿Dónde está la tienda de zapatillas?")).statistics.language == "english"
    assert (await titles(base, "boot de la casa en brown"))[0] == "Boot"


async def test_the_mark_of_a_language_is_counted_with_the_words() -> None:
    assert in_session(store.count_frequencies, new_base(TIENDA), [f"{MARKER}es", f"{MARKER}de"]) == {
        f"{MARKER}es": len(TIENDA),
        f"{MARKER}de": 0,
    }
