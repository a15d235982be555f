"""An owner chooses the model of a knowledge base, changes their mind, and deletes the key."""

import pytest
from anyio import to_thread
from pydantic import SecretStr
from sqlmodel import col, delete

from privexbot_app.db import in_session
from privexbot_app.errors import Conflict, Forbidden, Invalid, NotFound
from privexbot_app.models import EmbeddingSpace, KnowledgeBase, MoveState, PendingVectors, Workspace
from privexbot_app.services import credentials, embedding_choices, reembedding, search
from privexbot_app.services.credentials import NewCredential
from privexbot_app.services.embedding_choices import WantedModel
from tests.embedding.conftest import KEY, QUESTION, base_of, fill, find_move, go, settle
from tests.embedding.test_moving import rows_of


@pytest.fixture
def own(key):
    """The model that Alice chooses."""
    return WantedModel(source=str(key.id), model="disguised")


async def overview(viewer, base_id):
    return await embedding_choices.get_embedding(viewer, base_id)


async def test_an_owners_model_is_asked_with_their_own_key_and_serves_when_it_has_everything(
    alice, shop, own, provider
):
    await embedding_choices.choose_model(alice, shop, own)
    moving = await overview(alice, shop)
    assert (moving.model, moving.moving.model, moving.moving.state) == (
        embedding_choices.BUILT_IN,
        "disguised",
        MoveState.QUEUED,
    )
    assert (moving.moving.ready, moving.moving.passages, moving.moving.may_cancel) == (0, 2, True)

    await to_thread.run_sync(go, shop)

    now = await overview(alice, shop)
    assert (now.model, now.dimensions, now.source, now.wanted, now.moving) == (
        "disguised",
        384,
        own.source,
        "disguised",
        None,
    )
    assert {headers["authorization"] for headers in provider.headers} == {f"Bearer {KEY}"}
    assert (await search.look_up(shop, QUESTION)).found[0].cosine > 0.3
    await reembedding.list_due(0)
    assert find_move(shop) is None, "the sweep would take it back"


async def test_what_is_half_done_is_told_and_dropped_when_it_is_cancelled(alice, shop, own):
    await embedding_choices.choose_model(alice, shop, own)
    attempt = find_move(shop).attempt
    await to_thread.run_sync(fill, shop, attempt)
    assert (await overview(alice, shop)).moving.ready == 2

    await embedding_choices.cancel_move(alice, shop)

    told = await overview(alice, shop)
    assert (told.moving, told.source, rows_of(PendingVectors)) == (None, "built_in", [])
    assert await to_thread.run_sync(reembedding.switch, shop, attempt) and base_of(shop).space_id is None
    await reembedding.list_due(0)
    assert find_move(shop) is None


async def test_a_failure_is_shown_and_tried_again_at_once_where_the_owner_says_so(alice, shop, own, provider):
    provider.script = "bad_key"
    await embedding_choices.choose_model(alice, shop, own)
    await to_thread.run_sync(go, shop)
    failed = (await overview(alice, shop)).moving
    assert (failed.state, failed.problem) == (MoveState.FAILED, "The provider does not accept the key.")

    provider.script = "normal"
    await embedding_choices.try_again(alice, shop)
    await to_thread.run_sync(go, shop)

    assert (await overview(alice, shop)).model == "disguised"


async def test_the_same_choice_again_keeps_what_was_embedded(alice, shop, own, provider):
    await embedding_choices.choose_model(alice, shop, own)
    await to_thread.run_sync(fill, shop, find_move(shop).attempt)
    embedded = len(provider.embedded())

    await embedding_choices.choose_model(alice, shop, own)
    await to_thread.run_sync(go, shop)

    assert len(provider.embedded()) == embedded and base_of(shop).space_id is not None


async def test_a_deleted_key_takes_its_knowledge_bases_back_to_the_built_in_model(alice, shop, own, key, provider):
    await embedding_choices.choose_model(alice, shop, own)
    await to_thread.run_sync(go, shop)

    await credentials.delete_credential(alice, key.id)

    asked = len(provider.requests)
    found = (await search.look_up(shop, "When does a refund arrive?")).found
    assert "refund" in found[0].text and len(provider.requests) == asked, "a deleted key was used"
    await settle(shop)
    told = await overview(alice, shop)
    assert (base_of(shop).space_id, told.source, told.model) == (None, "built_in", embedding_choices.BUILT_IN)
    assert (await search.look_up(shop, QUESTION)).found[0].cosine > 0.3


async def test_with_another_key_for_the_same_provider_nothing_is_embedded_again(alice, shop, own, key, provider):
    await embedding_choices.choose_model(alice, shop, own)
    await to_thread.run_sync(go, shop)
    new = NewCredential(provider="compatible", address=provider.base_url, key=SecretStr("sk-the-next-key"))
    await credentials.add_credential(alice, new)
    embedded = len(provider.embedded())

    await credentials.delete_credential(alice, key.id)
    await reembedding.list_due(0)
    assert find_move(shop) is None
    assert (await search.look_up(shop, QUESTION)).found[0].cosine > 0.3

    assert provider.embedded()[embedded:] == [QUESTION]
    assert provider.headers[-1]["authorization"] == "Bearer sk-the-next-key"


async def test_a_key_is_sealed_anew_when_the_secret_key_changes(alice, shop, own, key, monkeypatch):
    from privexbot_app import security
    from privexbot_app.models import Credential
    from privexbot_app.settings import settings

    await embedding_choices.choose_model(alice, shop, own)
    await to_thread.run_sync(go, shop)
    before = settings().key().decode()
    monkeypatch.setattr(settings(), "secret_key", SecretStr("another secret key that is long enough"))
    monkeypatch.setattr(settings(), "previous_secret_key", SecretStr(before))

    await reembedding.list_due(0)

    [kept] = rows_of(Credential)
    assert security.is_sealed_anew(kept.sealed_key)


async def test_an_estimate_says_what_it_takes(alice, shop, own, installed):
    here = await embedding_choices.estimate(alice, shop, WantedModel(source="built_in"))
    unknown = await embedding_choices.estimate(alice, shop, own)
    installed("openai/text-embedding-3-small")
    monkey = await embedding_choices.estimate(alice, shop, WantedModel(source="install"))

    assert (here.passages, here.dollars, here.is_elsewhere) == (2, 0, False)
    assert here.tokens > 20 and unknown.dollars is None and unknown.is_elsewhere and monkey.dollars is None


async def test_a_known_price_is_told(alice, shop, monkeypatch):
    new = NewCredential(provider="openai", key=SecretStr("sk-some-key-of-openai"))
    openai = await credentials.add_credential(alice, new)

    told = await embedding_choices.estimate(
        alice, shop, WantedModel(source=str(openai.id), model="text-embedding-3-small")
    )

    assert told.dollars == pytest.approx(told.tokens * 0.02 / 1_000_000)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [({"source": "no id"}, "source"), ({"source": "00000000-0000-0000-0000-000000000000", "model": "x"}, "source")],
)
async def test_what_cannot_be_chosen_names_its_field(alice, shop, wanted, field):
    with pytest.raises(Invalid) as wrong:
        await embedding_choices.choose_model(alice, shop, WantedModel(**wanted))
    assert wrong.value.field == field and find_move(shop) is None


async def test_a_provider_without_embedding_models_is_refused_at_once(alice, shop):
    new = NewCredential(provider="anthropic", key=SecretStr("sk-some-key-of-anthropic"))
    other = await credentials.add_credential(alice, new)
    with pytest.raises(Invalid, match="No embedding models"):
        await embedding_choices.choose_model(alice, shop, WantedModel(source=str(other.id), model="claude"))


async def test_a_key_needs_the_name_of_a_model(alice, shop, key):
    with pytest.raises(Invalid) as wrong:
        await embedding_choices.choose_model(alice, shop, WantedModel(source=str(key.id)))
    assert wrong.value.field == "model"


async def test_a_stranger_sees_and_changes_nothing(mallory, alice, shop, own):
    for attempt in (
        embedding_choices.get_embedding(mallory, shop),
        embedding_choices.choose_model(mallory, shop, WantedModel(source="built_in")),
        embedding_choices.cancel_move(mallory, shop),
        embedding_choices.try_again(mallory, shop),
        embedding_choices.estimate(mallory, shop, WantedModel(source="built_in")),
    ):
        with pytest.raises(NotFound):
            await attempt
    from privexbot_app.services import chatbots

    theirs = await chatbots.create_chatbot(mallory, "Mine")
    with pytest.raises(Invalid):
        await embedding_choices.choose_model(mallory, theirs.knowledge_base_id, own)


async def test_what_is_going_away_cannot_be_kept(alice, shop, installed):
    installed()
    await settle(shop)
    installed("openai/another")
    await reembedding.list_due(0)

    assert not (await overview(alice, shop)).moving.may_cancel
    with pytest.raises(Conflict):
        await embedding_choices.cancel_move(alice, shop)


async def test_a_workspace_can_be_deleted_whatever_models_it_has(alice, shop, own):
    await embedding_choices.choose_model(alice, shop, own)
    await to_thread.run_sync(go, shop)
    await embedding_choices.choose_model(alice, shop, WantedModel(source="built_in"))
    await to_thread.run_sync(fill, shop, find_move(shop).attempt)
    assert rows_of(PendingVectors)

    in_session(lambda session: session.exec(delete(Workspace).where(col(Workspace.id) == alice.workspace_id)))

    assert rows_of(KnowledgeBase) == rows_of(EmbeddingSpace) == rows_of(PendingVectors) == []


async def test_who_may_only_look_changes_nothing(alice, shop):
    from dataclasses import replace

    from privexbot_app.models import Role

    viewer = replace(alice, role=Role.VIEWER)
    with pytest.raises(Forbidden):
        await embedding_choices.choose_model(viewer, shop, WantedModel(source="built_in"))
    assert (await overview(viewer, shop)).model == embedding_choices.BUILT_IN
