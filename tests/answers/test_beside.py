"""A model reads what stands around the passages that were found, where there is room; citations still point right."""

import pytest
from anyio import to_thread

from privexbot_app import db
from privexbot_app.models import MessageRole, Passage
from privexbot_app.rag.fact_section import SECTION
from privexbot_app.rag.stretches import Stretch
from privexbot_app.rag.support import Claim
from privexbot_app.services import documents, knowledge, passages, receipts, search
from privexbot_app.services.beside import find_beside
from privexbot_app.services.evidence import Evidence
from privexbot_app.services.generating import fit_asked
from privexbot_app.services.knowledge import Upload
from privexbot_app.services.search_trials import try_search
from privexbot_app.services.verdicts import Question
from privexbot_app.settings import settings
from tests.answers.telling import ask, last_reply
from tests.conftest import learn
from tests.rag.files import pdf

FILLER = "The {n}th shelf of the shop holds socks, laces and insoles of many makers, none of which is told here. "
SECTIONS = {
    "Returns": [
        "Unworn shoes can be returned within 30 days of the delivery.",
        "The refund comes to the card that was paid with, never as a voucher, within 14 days.",
    ],
    "Shipping": ["Orders are shipped from Montreal.", "Parcels to islands need a week longer than the others."],
}
QUESTION = "Within how many days can unworn shoes be returned?"
REFUND = "The refund comes to the card that was paid with"


def guide() -> str:
    """Two sections, each so long that it is cut into several passages; the answers stand at its ends."""
    parts = []
    for heading, (first, last) in SECTIONS.items():
        filler = "".join(FILLER.format(n=n) for n in range(11))
        parts.append(f"# {heading}\n\n{first} {filler}{last}")
    return "\n\n".join(parts)


@pytest.fixture
async def shop(alice, alices_bot, monkeypatch):
    """Alice's chatbot, which has read the guide, and of which a search finds a single passage."""
    upload = Upload("guide.md", guide().encode())
    await to_thread.run_sync(learn, await knowledge.add_file(alice, alices_bot.knowledge_base_id, upload))
    return alices_bot


async def found(bot, question=QUESTION, limit=1):
    return await search.look_up(bot.knowledge_base_id, question, limit)


async def beside(bot, looked_up):
    return await find_beside([bot.knowledge_base_id], looked_up.found)


async def views(viewer, bot):
    [overview] = (await documents.list_documents(viewer, bot.id)).rows
    return (await documents.read_document(viewer, overview.row.id)).passages


async def test_what_stands_after_a_passage_is_told_with_it_under_one_number(alice, shop):
    looked_up = await found(shop)
    told = fit_asked(Question(shop, QUESTION), looked_up, await beside(shop, looked_up))

    assert REFUND not in fit_asked(Question(shop, QUESTION), looked_up).fitted.system
    assert REFUND in told.fitted.system and "[2]" not in told.fitted.system.partition("<passages>")[2]
    assert told.fitted.system.count("The 5th shelf") == 1


async def test_nothing_is_told_of_another_section(shop):
    looked_up = await found(shop, "Does the refund come to the card that was paid with, or as a voucher?")
    [last] = looked_up.found

    assert REFUND in last.text and [one.position for one in await beside(shop, looked_up)] == [last.position - 1]


async def test_nothing_is_told_of_another_knowledge_base(mallory, shop):
    looked_up = await found(shop)

    assert await find_beside([mallory.workspace_id], looked_up.found) == ()
    assert await find_beside([], []) == ()


async def test_a_passage_that_the_owner_disabled_is_not_told_beside_another(alice, shop):
    [second] = [view for view in await views(alice, shop) if REFUND in view.text]
    await passages.disable(alice, second.id, True)

    assert REFUND not in "".join(one.text for one in await beside(shop, await found(shop)))


async def test_a_passage_that_the_owner_edited_is_not_told_beside_another(alice, shop):
    [second] = [view for view in await views(alice, shop) if REFUND in view.text]
    await passages.edit(alice, second.id, second.text.replace("never", "always"))

    assert REFUND not in "".join(one.text for one in await beside(shop, await found(shop)))


async def test_facts_are_never_told_beside_others_because_they_may_be_over(shop):
    def rename(session):
        for passage in session.query(Passage):
            passage.heading = SECTION

    db.in_session(rename)
    assert await beside(shop, await found(shop)) == ()


async def test_where_the_context_is_full_only_what_was_found_is_told(shop, monkeypatch):
    looked_up = await found(shop)
    monkeypatch.setattr(settings(), "llm_context_tokens", 2000)
    monkeypatch.setattr(settings(), "llm_max_output_tokens", 900)
    tight = fit_asked(Question(shop, "Why? " * 900), looked_up, await beside(shop, looked_up))
    monkeypatch.setattr(settings(), "llm_context_tokens", 3000)
    told = fit_asked(Question(shop, QUESTION), looked_up, await beside(shop, looked_up))

    assert tight.beside == [] and told.beside != []


async def test_what_was_said_before_is_not_dropped_for_what_stands_beside(shop, monkeypatch):
    looked_up = await found(shop)
    history = ((MessageRole.VISITOR, "Do you sell socks? " * 60), (MessageRole.BOT, "Yes, many. " * 60))
    asked = Question(shop, QUESTION, history)
    for tokens in range(2000, 3200, 100):
        monkeypatch.setattr(settings(), "llm_context_tokens", tokens)
        without, with_them = fit_asked(asked, looked_up), fit_asked(asked, looked_up, await beside(shop, looked_up))
        assert without.fitted.turns == with_them.fitted.turns
        assert without.fitted.earlier == with_them.fitted.earlier


async def test_a_marker_on_what_stands_beside_holds_and_quotes_it(shop, model):
    provider = model(answer=f"{REFUND} [1].")
    await ask(shop, "And the vouchers?")
    await ask(shop, QUESTION)

    assert REFUND in str(provider.requests[-1]["messages"][0]["content"])
    [told] = last_reply().citations
    assert told["n"] == 1 and told["quote"].startswith(REFUND)


async def test_a_marker_that_nothing_of_the_stretch_supports_is_removed(shop, model):
    model(answer="The refund comes as seven pigeons in a golden cage [1].")
    await ask(shop, QUESTION)

    assert last_reply().citations == [] and "[1]" not in last_reply().text


async def test_the_receipt_names_what_was_told_beside_and_says_that_it_was_not_found(alice, shop, model, monkeypatch):
    monkeypatch.setattr("privexbot_app.services.followups.PASSAGES", 1)
    model(answer="Within 30 days [1].")
    await ask(shop, QUESTION)
    receipt = await receipts.read_receipt(alice, last_reply().id)

    assert [used.is_beside for used in receipt.passages[:2]] == [False, True]
    assert {used.heading for used in receipt.passages} == {"Returns"}


async def test_the_search_trial_shows_the_prompt_as_a_model_gets_it(alice, shop, model):
    provider = model(answer="Within 30 days [1].")
    trial = await try_search(alice, shop.id, QUESTION)
    await ask(shop, QUESTION)

    assert provider.requests[-1]["messages"][0]["content"] == trial.system


async def test_a_claim_that_two_passages_of_a_stretch_prove_only_together_is_supported(shop):
    looked_up = await found(shop)
    told = fit_asked(Question(shop, QUESTION), looked_up, await beside(shop, looked_up))
    claim = Claim("Unworn shoes can be returned within 30 days, and the refund comes to the card within 14 days.")
    evidence = Evidence(told.stretches)
    alone = [Evidence([Stretch((passage,))]) for passage in told.stretches[0].passages]

    assert await evidence.supports(1, claim)
    assert [await one.supports(1, claim) for one in alone] == [False] * len(alone)


async def test_the_page_named_is_that_of_the_sentence_beside(alice, alices_bot, model):
    sections = [f"{first} " + "".join(FILLER.format(n=n) for n in range(8)) for first, _ in SECTIONS.values()]
    upload = Upload("Guide.pdf", pdf(["\n".join(page.split(". ")) for page in (*sections, SECTIONS["Returns"][1])]))
    await to_thread.run_sync(learn, await knowledge.add_file(alice, alices_bot.knowledge_base_id, upload))
    model(answer="The refund comes to the card that was paid with, never as a voucher [1].")
    await ask(alices_bot, "How is the refund paid?")

    assert [told["title"] for told in last_reply().citations] == ["Guide, page 3"]
