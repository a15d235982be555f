"""Search on both databases: it finds by meaning and by words, in one knowledge base only, and what is there now."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, func, select

from privexbot_app.db import in_session
from privexbot_app.errors import NotFound
from privexbot_app.models import Document, KnowledgeBase, Passage, Source, SourceKind, SourceState, Workspace
from privexbot_app.rag import quote
from privexbot_app.rag.document import Block, assemble
from privexbot_app.services import search
from privexbot_app.services.preparing import prepare_passages
from privexbot_app.store import passage_words
from privexbot_app.store import passages as store

pytestmark = pytest.mark.usefixtures("database")

SHOP = {
    "Returns": ["You can send shoes back within 45 days.", "Refunds arrive within 5 business days."],
    "Red sneaker": ["It costs $89.", "The red sneaker is in stock in sizes 7, 8, 9 and 9.5."],
    "Boot": ["The boot is made of waxed leather.", "The boot in brown is sold out in size 11."],
    "Visit us": ["Free parking is behind the house, off Cooper's Lane."],
}
COOKBOOK = {"Bread": ["Knead the dough for ten minutes.", "Let it rise in a warm place, then bake it."]}

LONG = " ".join(f"word{n}" for n in range(600))


def new_base(pages: dict[str, list[str]] | None = None) -> UUID:
    workspace = Workspace(name="w")
    base = KnowledgeBase(workspace_id=workspace.id, name="k")

    def add(session: Session) -> None:
        for row in (workspace, base):
            session.add(row)
            session.flush()

    in_session(add)
    for title, sentences in (pages or {}).items():
        learn(base.id, title, sentences)
    return base.id


def learn(base_id: UUID, title: str, sentences: Sequence[str], document_id: UUID | None = None) -> UUID:
    """Puts a page in the knowledge base, or in the place of the document of that id."""
    parsed = assemble(title, [Block(title, 1), *map(Block, sentences)])
    prepared = prepare_passages(parsed)

    def add(session: Session) -> UUID:
        base = session.get_one(KnowledgeBase, base_id)
        workspace_id = base.workspace_id
        source = Source(
            workspace_id=workspace_id,
            knowledge_base_id=base_id,
            kind=SourceKind.TEXT,
            title=title,
            state=SourceState.READY,
        )
        made = Document(
            source_id=source.id, knowledge_base_id=base_id, title=title, url="/page", text=parsed.text, content_hash=""
        )
        if document_id is None:
            session.add(source)
            session.flush()
            session.add(made)
        store.replace_passages(session, document_id or made.id, base_id, prepared)
        return document_id or made.id

    return in_session(add)


async def titles(base_id: UUID, question: str) -> list[str]:
    return [found.title for found in await search.find_passages(base_id, question)]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How long do I have to give them back?", "Returns"),
        ("What is the price of the sneaker?", "Red sneaker"),
        ("Where can I leave my car?", "Visit us"),
        ("size 9.5", "Red sneaker"),
        ("Cooper's", "Visit us"),
    ],
)
async def test_a_question_finds_its_page_by_meaning_or_by_words(question: str, title: str) -> None:
    assert (await titles(new_base(SHOP), question))[0] == title


async def test_a_found_passage_says_where_it_is_from_and_how_well_it_fits() -> None:
    base = new_base(SHOP)
    found = (await search.find_passages(base, "Is the red sneaker there in size 9?", limit=2))[0]
    assert (found.title, found.url, found.heading) == ("Red sneaker", "/page", "Red sneaker")
    assert found.sentence(1) == SHOP["Red sneaker"][1]
    assert len(found.sentence_cosines) == len(found.sentences) == 2
    assert found.cosine >= max(found.sentence_cosines)
    assert 0 < found.lexical <= 1.4
    assert found.score > found.cosine


async def test_the_other_knowledge_base_is_never_seen_not_even_in_the_statistics() -> None:
    shop, cookbook = new_base(SHOP), new_base(COOKBOOK)
    assert "Bread" not in await titles(shop, "How do I bake bread?")
    assert set(await titles(cookbook, "Is the red sneaker there in size 9?")) == {"Bread"}
    assert (await search.look_up(shop, "dough")).statistics.frequencies == {"dough": 0}
    assert (await search.look_up(cookbook, "dough")).statistics.frequencies == {"dough": 1}


async def test_what_is_learned_later_is_found_and_what_is_replaced_is_not() -> None:
    base = new_base(SHOP)
    assert "Gift cards" not in await titles(base, "Do gift cards expire?")
    document = learn(base, "Gift cards", ["Gift cards never expire."])
    assert (await titles(base, "Do gift cards expire?"))[0] == "Gift cards"
    learn(base, "Gift cards", ["Vouchers end after a year."], document)
    texts = [found.text for found in await search.find_passages(base, "Do gift cards expire?")]
    assert "Gift cards never expire." not in texts
    assert "Vouchers end after a year." in texts


async def test_writing_the_same_batch_twice_leaves_it_once() -> None:
    base = new_base()
    document = learn(base, "Returns", SHOP["Returns"])
    prepared = prepare_passages(assemble("Returns", [Block("Other words now.")]))

    def put(session: Session) -> int:
        for _ in range(2):
            store.put_passages(session, document, base, prepared)
        return session.exec(select(func.count()).select_from(Passage)).one()

    assert in_session(put) == 1


async def test_an_empty_knowledge_base_finds_nothing_and_an_unknown_one_is_not_found() -> None:
    assert await search.find_passages(new_base(), "Anything?") == []
    with pytest.raises(NotFound):
        await search.find_passages(uuid4(), "Anything?")


@pytest.mark.parametrize(
    "question", ["", "   ", '"', "' OR 1=1 --", "NEAR(a b) AND *", "a & b | !c:*", "\0", "x" * 4000, LONG, "😀"]
)
async def test_no_question_breaks_the_query(question: str) -> None:
    base = new_base(COOKBOOK)
    assert len(await search.find_passages(base, question)) == 1
    await search.find_passages(base, f"bread {question} dough")


async def test_words_of_other_scripts_are_found_by_the_full_text_index() -> None:
    base = new_base({"退货": ["我们接受三十天内退货。"], "Размеры": ["Красные ботинки есть в размере 42."]})
    looked = await search.look_up(base, "退货")
    assert looked.statistics.frequencies == dict.fromkeys(looked.statistics.frequencies, 1)
    assert (await titles(base, "ботинки"))[0] == "Размеры"


async def test_the_shop_answers_what_it_knows_and_abstains_from_what_it_does_not() -> None:
    base = new_base(SHOP)
    known = await search.look_up(base, "Do you have the red sneaker in size 9?")
    said = quote.answer(known.question, known.found, known.statistics)
    assert said is not None
    assert said.text == "The red sneaker is in stock in sizes 7, 8, 9 and 9.5. [1]"
    assert said.passages[0].title == "Red sneaker"
    foreign = await search.look_up(base, "Who was the first man on the moon?")
    assert quote.answer(foreign.question, foreign.found, foreign.statistics) is None


async def test_ids_of_another_knowledge_base_are_not_read() -> None:
    shop, cookbook = new_base(SHOP), new_base(COOKBOOK)
    foreign = [found.passage_id for found in await search.find_passages(cookbook, "bread")]
    assert foreign
    assert in_session(store.list_candidates, [shop], foreign) == []
    assert in_session(store.list_passages, [shop], foreign) == []
    assert len(in_session(store.list_candidates, [cookbook], foreign)) == len(foreign)


async def test_passages_come_by_the_weight_of_their_words_heaviest_first_and_only_of_this_knowledge_base() -> None:
    shop, _ = new_base(SHOP), new_base(SHOP)
    everything = await search.find_passages(shop, "shoes", limit=10)
    ids = {found.title: found.passage_id for found in everything}

    def by_words(terms: dict[str, float], limit: int) -> list[int]:
        return in_session(passage_words.list_ids_by_words, shop, terms, limit)

    assert by_words({"brown": 2.0, "boot": 1.0, "red": 2.5}, 9) == [ids["Boot"], ids["Red sneaker"]]
    assert by_words({"brown": 2.0, "red": 2.5}, 1) == [ids["Red sneaker"]]
    assert by_words({"unicorn": 9.0}, 9) == by_words({}, 9) == []


async def test_a_term_is_counted_once_for_each_version_of_the_knowledge(monkeypatch: pytest.MonkeyPatch) -> None:
    base, counted = new_base(COOKBOOK), []
    real = passage_words.count_frequencies

    def count(session: Session, base_id: UUID, terms: Sequence[str]) -> dict[str, int]:
        counted.extend(terms)
        return real(session, base_id, terms)

    monkeypatch.setattr(passage_words, "count_frequencies", count)
    for _ in range(2):
        assert (await search.look_up(base, "dough")).statistics.frequencies == {"dough": 1}
    assert counted.count("dough") == 1
    learn(base, "Pizza", ["This dough is thin."])
    assert (await search.look_up(base, "dough")).statistics.frequencies == {"dough": 2}
