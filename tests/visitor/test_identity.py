"""Who a visitor is: proven by the owner's server, or only claimed by a page, or refused."""

import asyncio

import pytest
from sqlmodel import select

from privexbot_app import db
from privexbot_app.errors import Forbidden, NotFound
from privexbot_app.models import Conversation, IdentityRules, Visitor
from privexbot_app.services import identity, inbox, privacy
from privexbot_app.services.identify import sign_id
from privexbot_app.services.identity import RuleChanges
from tests.visitor.conftest import ada, arrive, browse, questions


def visitors() -> list[Visitor]:
    return list(db.in_session(lambda session: session.exec(select(Visitor)).all()))


async def test_a_proven_visitor_has_one_conversation_in_every_browser(client, taught_bot, secret):
    phone = await browse(client, taught_bot.public_id, identity=ada(secret))
    await phone.ask("When is the shop open?")
    laptop = await browse(client, taught_bot.public_id, identity=ada(secret))

    assert await questions(laptop) == ["When is the shop open?"]
    [visitor] = visitors()
    assert (visitor.external_id, visitor.name, visitor.email) == ("u-1", "Ada Lovelace", "ada@example.com")
    assert visitor.is_verified


async def test_no_token_is_given_out_that_would_open_a_proven_visitor_without_proof(client, taught_bot, secret):
    opened = await arrive(client, taught_bot.public_id, identity=ada(secret))

    assert (opened["visitor"], opened["identity"], opened["problem"]) == ("", "verified", None)


async def test_what_was_said_before_signing_in_comes_along_and_stays_behind_after_signing_out(
    client, taught_bot, secret
):
    anonymous = await browse(client, taught_bot.public_id)
    await anonymous.ask("When is the shop open?")
    signed_in = await browse(client, taught_bot.public_id, visitor=anonymous.visitor, identity=ada(secret))
    signed_out = await browse(client, taught_bot.public_id, visitor=anonymous.visitor)

    assert await questions(signed_in) == ["When is the shop open?"]
    assert await questions(signed_out) == []


async def test_what_another_browser_said_before_signing_in_joins_what_is_known(client, taught_bot, secret):
    await browse(client, taught_bot.public_id, identity=ada(secret))
    laptop = await browse(client, taught_bot.public_id)
    await laptop.ask("When is the shop open?")
    signed_in = await browse(client, taught_bot.public_id, visitor=laptop.visitor, identity=ada(secret))

    assert await questions(signed_in) == ["When is the shop open?"]


@pytest.mark.parametrize("wrong", ["0" * 64, "ö", sign_id("another secret", "u-1"), sign_id("", "u-1")])
async def test_a_wrong_hash_makes_an_anonymous_visit_and_says_so(client, taught_bot, secret, wrong):
    phone = await browse(client, taught_bot.public_id, identity=ada(secret))
    await phone.ask("When is the shop open?")
    opened = await arrive(client, taught_bot.public_id, identity=ada(hash=wrong))

    assert (opened["identity"], opened["problem"]["code"]) == ("refused", "identity_refused")
    assert opened["conversation"] is None
    assert sorted(visitor.external_id for visitor in visitors()) == ["", "u-1"]


async def test_a_hash_is_worth_nothing_for_another_id(client, taught_bot, secret):
    opened = await arrive(client, taught_bot.public_id, identity=ada(secret) | {"id": "u-2"})

    assert opened["identity"] == "refused"


async def test_a_hash_made_with_no_secret_proves_nothing_where_there_is_none(client, taught_bot):
    opened = await arrive(client, taught_bot.public_id, identity=ada(hash=sign_id("", "u-1")))

    assert opened["identity"] == "refused"


async def test_a_claim_is_a_note_on_one_browser_and_opens_no_other(client, taught_bot, secret):
    proven = await browse(client, taught_bot.public_id, identity=ada(secret))
    await proven.ask("When is the shop open?")
    claimed = await browse(client, taught_bot.public_id, identity=ada())
    elsewhere = await browse(client, taught_bot.public_id, identity=ada())

    assert await questions(claimed) == await questions(elsewhere) == []
    assert sorted(visitor.is_verified for visitor in visitors()) == [False, False, True]


async def test_two_people_who_sign_in_at_one_browser_are_two_visitors(client, taught_bot):
    first = await browse(client, taught_bot.public_id, identity=ada())
    await first.ask("When is the shop open?")
    second = await browse(client, taught_bot.public_id, visitor=first.visitor, identity=ada(id="u-2"))

    assert await questions(second) == []
    assert second.visitor != first.visitor


async def test_an_owner_can_ask_for_proof(client, alice, taught_bot, secret):
    await identity.change_rules(alice, taught_bot.id, RuleChanges(signed_only=True))

    assert (await arrive(client, taught_bot.public_id, identity=ada()))["identity"] == "refused"
    assert (await arrive(client, taught_bot.public_id, identity=ada(secret)))["identity"] == "verified"
    assert (await arrive(client, taught_bot.public_id))["identity"] == "none"


async def test_a_new_secret_ends_what_the_one_before_proved(client, alice, taught_bot, secret):
    renewed = await identity.make_secret(alice, taught_bot.id)

    assert (await arrive(client, taught_bot.public_id, identity=ada(secret)))["identity"] == "refused"
    assert (await arrive(client, taught_bot.public_id, identity=ada(renewed)))["identity"] == "verified"


async def test_many_browsers_that_sign_in_at_once_are_one_visitor(client, taught_bot, secret):
    await asyncio.gather(*(arrive(client, taught_bot.public_id, identity=ada(secret)) for _ in range(6)))

    assert [visitor.external_id for visitor in visitors()] == ["u-1"]


async def test_a_visitor_can_begin_anew_and_what_was_said_stays(client, taught_bot, alice, secret):
    before = await browse(client, taught_bot.public_id, identity=ada(secret))
    await before.ask("When is the shop open?")
    after = await browse(client, taught_bot.public_id, identity=ada(secret), fresh=True)
    await after.ask("How long does shipping take?")

    assert await questions(after) == ["How long does shipping take?"]
    assert len(await inbox.list_conversations(alice, taught_bot.id)) == 2


async def test_a_number_is_an_id_and_a_long_name_is_cut(client, taught_bot):
    opened = await arrive(
        client, taught_bot.public_id, identity={"id": 7, "name": "x" * 400, "email": None, "plan": "gold"}
    )

    assert opened["identity"] == "claimed"
    [visitor] = visitors()
    assert (visitor.external_id, len(visitor.name), visitor.email) == ("7", 120, "")


async def test_the_secret_is_sealed_and_no_stranger_or_other_bot_can_use_it(client, alice, mallory, taught_bot, secret):
    [rules] = db.in_session(lambda session: session.exec(select(IdentityRules)).all())

    assert rules.sealed_secret and secret.encode() not in rules.sealed_secret
    with pytest.raises(NotFound):
        await identity.make_secret(mallory, taught_bot.id)
    with pytest.raises(NotFound):
        await identity.get_rules(mallory, taught_bot.id)
    assert (await identity.get_rules(alice, taught_bot.id)).has_secret


async def test_who_only_reads_makes_no_secret(alice, taught_bot):
    from dataclasses import replace

    from privexbot_app.models import Role

    with pytest.raises(Forbidden):
        await identity.make_secret(replace(alice, role=Role.VIEWER), taught_bot.id)


async def test_identity_and_context_are_in_the_copies_and_gone_when_erased(client, alice, taught_bot, secret):
    await identity.change_rules(alice, taught_bot.id, RuleChanges(context_fields=["plan"]))
    browser = await browse(client, taught_bot.public_id, identity=ada(secret))
    await browser.post("/message", {"id": "m", "message": "Hello", "context": {"plan": "gold"}})
    [overview] = await inbox.list_conversations(alice, taught_bot.id)

    own = (await browser.get("/my-data")).json()
    export = await privacy.export_person(alice, overview.id)

    assert (own["external_id"], own["email"], own["conversations"][0]["context"]) == (
        "u-1",
        "ada@example.com",
        {"plan": "gold"},
    )
    assert "ada@example.com" in export.text and "gold" in export.text
    await privacy.erase_person(alice, overview.id)
    assert visitors() == [] == list(db.in_session(lambda session: session.exec(select(Conversation)).all()))
