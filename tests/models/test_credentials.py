"""A customer's key is read by their own chatbots, sent where it was made for, and shown to nobody."""

import asyncio

import pytest
from pydantic import SecretStr
from sqlmodel import select, update

from privexbot_app import db, security
from privexbot_app.errors import Forbidden, Invalid, NotFound
from privexbot_app.models import Credential, Role
from privexbot_app.services import credentials, model_plans, model_trials
from privexbot_app.services.credentials import NewCredential
from privexbot_app.services.model_plans import Choice, ModelPlan
from privexbot_app.settings import settings
from tests.models.conftest import ANSWER, KEY, said_by
from tests.scripted_provider import SECRET_TEXT


async def add(viewer, provider="openai", key=KEY, address="") -> Credential:
    new = NewCredential(provider=provider, key=SecretStr(key), address=address)
    return await credentials.add_credential(viewer, new)


def stored() -> Credential:
    return db.in_session(lambda session: session.exec(select(Credential)).one())


def change(**values) -> None:
    db.in_session(lambda session: session.exec(update(Credential).values(**values)))


async def test_what_is_stored_does_not_hold_the_key(alice):
    kept = await add(alice)

    assert KEY.encode() not in stored().sealed_key
    assert kept.last_letters == "w7Qx" and KEY not in repr(kept)


async def test_a_key_that_was_moved_to_another_row_cannot_be_read(alice, mallory):
    await add(alice)
    sealed = stored().sealed_key
    hers = await add(mallory, key="sk-mallorys-own-key")
    db.in_session(
        lambda session: session.exec(update(Credential).where(Credential.id == hers.id).values(sealed_key=sealed))
    )

    outcome = await model_trials.try_model(mallory, hers.id, "gpt-4o-mini")

    assert not outcome.is_good and "another SECRET_KEY" in outcome.sentence


def test_a_sealed_secret_opens_in_its_place_only():
    sealed = security.seal("secret", "w", "credentials", "1")

    assert security.unseal(sealed, "w", "credentials", "1") == "secret"
    assert security.unseal(sealed, "w", "credentials", "2") is None
    assert security.unseal(sealed, "v", "credentials", "1") is None
    assert security.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), "w", "credentials", "1") is None
    assert security.unseal(b"", "w") is None
    assert security.seal("secret", "w") != security.seal("secret", "w")


async def test_a_new_secret_key_reads_what_was_sealed_under_the_one_before_and_seals_it_anew(
    serve, plan_for, monkeypatch
):
    chatbot = await plan_for(serve())
    before = settings().key().decode()
    monkeypatch.setattr(settings(), "secret_key", SecretStr("n" * 40))
    monkeypatch.setattr(settings(), "previous_secret_key", SecretStr(before))
    assert (await said_by(chatbot))[0] == ANSWER

    monkeypatch.setattr(settings(), "previous_secret_key", SecretStr(""))
    assert (await said_by(chatbot))[0] == ANSWER


async def test_a_key_that_cannot_be_read_is_said_and_the_chatbot_quotes(
    alice, alices_bot, serve, plan_for, monkeypatch
):
    chatbot = await plan_for(serve())
    monkeypatch.setattr(settings(), "secret_key", SecretStr("n" * 40))

    assert await model_plans.open_links(chatbot) == []
    [trouble] = await credentials.list_troubles(alice)
    assert "enter it again" in trouble.sentence


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"provider": "nobody"}, "provider"),
        ({"key": ""}, "key"),
        ({"key": "sk with blanks"}, "key"),
        ({"key": "sk\r\nX-Evil: 1"}, "key"),
        ({"key": "sk-ключ"}, "key"),
        ({"provider": "ollama", "address": "http://localhost:11434/v1"}, "address"),
        ({"provider": "vllm", "address": "http://169.254.169.254/latest"}, "address"),
        ({"provider": "compatible", "address": "http://10.0.0.1/v1"}, "address"),
        ({"provider": "compatible", "address": "file:///etc/passwd"}, "address"),
        ({"provider": "compatible", "address": ""}, "address"),
        ({"provider": "compatible", "address": "http://user@example.com/"}, "address"),
    ],
)
async def test_what_cannot_be_used_is_refused_beside_its_field(given, field, alice):
    with pytest.raises(Invalid) as refused:
        await add(alice, **given)

    assert refused.value.field == field and KEY not in refused.value.message
    assert await credentials.list_credentials(alice) == []


async def test_an_address_is_checked_again_when_it_is_asked(alice, serve, plan_for, monkeypatch):
    provider = serve()
    chatbot = await plan_for(provider)
    monkeypatch.setattr(settings(), "llm_allowed_private_origins", "")

    text, ending = await said_by(chatbot)

    assert (text, ending.code, provider.requests) == ("", "closed_address", [])


async def test_a_key_does_not_follow_a_redirect(alice, plan_for, serve):
    thief = serve()

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 307 Go\r\nLocation: {thief.base_url}/chat/completions\r\n"
        writer.write(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(redirect, "127.0.0.1", 0)
    honest = serve()
    honest.port = server.sockets[0].getsockname()[1]
    text, ending = await said_by(await plan_for(honest))
    server.close()

    assert (text, ending.state, thief.requests) == ("", "failed", [])


async def test_a_server_without_a_key_never_gets_one_of_this_installs(alice, key_for, plan_for, serve, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-the-installs")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-the-installs")
    monkeypatch.setattr(settings(), "openai_api_key", SecretStr("sk-the-installs"))
    provider = serve()
    credential = await key_for(provider, key="")
    outcome = await model_trials.try_model(alice, credential.id, "llama")

    assert outcome.is_good
    assert "installs" not in str(provider.headers)


async def test_a_stranger_can_neither_use_nor_try_nor_delete_it(alice, mallory):
    kept = await add(alice)
    bot = await _bot_of(mallory)

    with pytest.raises(NotFound):
        await credentials.delete_credential(mallory, kept.id)
    with pytest.raises(NotFound):
        await model_trials.try_model(mallory, kept.id, "gpt-4o-mini")
    with pytest.raises(Invalid):
        await model_plans.save_plan(mallory, bot.id, ModelPlan(choices=(Choice(credential_id=kept.id, model="m"),)))
    assert await credentials.list_credentials(mallory) == []
    assert len(await credentials.list_credentials(alice)) == 1


async def _bot_of(viewer):
    from privexbot_app.services import chatbots

    return await chatbots.create_chatbot(viewer, "Hers")


async def test_her_plan_that_names_his_key_all_the_same_finds_nothing(alice, mallory):
    kept = await add(alice)
    bot = await _bot_of(mallory)
    bot.model_options = {"choices": [{"credential_id": str(kept.id), "model": "m"}]}

    assert await model_plans.open_links(bot) == []


async def test_who_may_only_look_can_change_nothing(alice):
    from dataclasses import replace

    kept = await add(alice)
    guest = replace(alice, role=Role.VIEWER)

    with pytest.raises(Forbidden):
        await add(guest)
    with pytest.raises(Forbidden):
        await credentials.delete_credential(guest, kept.id)
    with pytest.raises(Forbidden):
        await model_trials.try_model(guest, kept.id, "m")


@pytest.mark.parametrize(
    ("mode", "is_good", "words"),
    [
        ("normal", True, "m answers"),
        ("length", True, "m answers"),
        ("bad_key", False, "not accept the key"),
        ("no_credit", False, "no credit"),
        ("rate_limited", False, "too often"),
        ("error", False, "in trouble"),
        ("bad_request", False, "refused the question"),
        ("hang", False, "in time"),
        ("empty", False, "empty answer"),
    ],
)
async def test_trying_a_key_says_in_words_how_it_went(mode, is_good, words, alice, key_for, serve, monkeypatch):
    monkeypatch.setattr(settings(), "llm_first_token_seconds", 0.5)
    provider = serve(mode)
    credential = await key_for(provider)

    outcome = await model_trials.try_model(alice, credential.id, "m")

    assert (outcome.is_good, words in outcome.sentence) == (is_good, True)
    assert SECRET_TEXT not in outcome.sentence
    assert len(provider.requests) == 1


async def test_a_server_that_is_not_there_is_said(alice, key_for, serve):
    provider = serve()
    provider.port = 9
    outcome = await model_trials.try_model(alice, (await key_for(provider)).id, "m")

    assert "no connection" in outcome.sentence


@pytest.mark.parametrize("name", ["", "  ", "../../admin", "a b", "m\nx", "x" * 101])
async def test_what_is_no_name_of_a_model_is_refused(name, alice):
    kept = await add(alice)

    with pytest.raises(Invalid):
        await model_trials.try_model(alice, kept.id, name)


async def test_the_providers_keys_go_to_the_providers_addresses(alice, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://evil.example/v1")
    kept = await add(alice)
    links = await model_plans._open_choices(
        alice.scope, ModelPlan(choices=(Choice(credential_id=kept.id, model="gpt-4o-mini"),)), is_strict=True
    )

    assert links[0].model.api_base == "https://api.openai.com/v1"
    assert not links[0].model.has_address_of_its_own()
