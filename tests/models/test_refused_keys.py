"""A provider that refuses the key: the owner has a mail about it, once an hour, and the visitor reads nothing of it."""

import email
import shutil
from datetime import timedelta

import pytest
from anyio import to_thread
from sqlmodel import select

from privexbot_app import db
from privexbot_app.models import ModelTrouble, Role, now
from privexbot_app.services import model_notices, notice_settings
from privexbot_app.settings import settings
from tests.conftest import signed_up
from tests.models.conftest import KEY, said_by
from tests.people.conftest import joined
from tests.scripted_provider import SECRET_TEXT


@pytest.fixture
def outbox(migrated):
    folder = settings().data_dir / "outbox"
    shutil.rmtree(folder, ignore_errors=True)
    return lambda: [email.message_from_bytes(file.read_bytes()) for file in sorted(folder.glob("*.eml"))]


async def tell_all():
    due = await model_notices.list_due()
    for workspace_id, source, mark in due:
        await to_thread.run_sync(model_notices.tell, workspace_id, source, mark)
    return len(due)


def hours_pass(session):
    for trouble in session.exec(select(ModelTrouble)):
        trouble.told_at, trouble.at = trouble.told_at - timedelta(minutes=61), trouble.at - timedelta(minutes=61)


@pytest.mark.parametrize(
    ("mode", "sentence"), [("bad_key", "does not accept the key"), ("no_credit", "no credit left")]
)
async def test_who_manages_the_workspace_is_told_once_without_a_word_of_the_provider(
    mode, sentence, alice, serve, plan_for, outbox
):
    for name, role in (("adam", Role.ADMIN), ("eddy", Role.EDITOR), ("vera", Role.VIEWER), ("quiet", Role.ADMIN)):
        viewer = await joined(await signed_up(f"{name}@example.com"), alice, role)
        if name == "quiet":
            await notice_settings.set_mails(viewer, False)
    chatbot = await plan_for(serve(mode))

    for _ in range(3):
        await said_by(chatbot)
        await tell_all()

    assert sorted(str(one["To"]) for one in outbox()) == ["adam@example.com", "alice@example.com"]
    text = outbox()[0].get_payload(decode=True).decode()
    assert sentence in text and "/models" in text
    assert not [word for word in (KEY, KEY[-4:], *SECRET_TEXT.split()[:1], "internal-gpu") if word in text]


async def test_the_next_mail_comes_after_an_hour_if_it_is_refused_still(alice, serve, plan_for, outbox):
    chatbot = await plan_for(serve("bad_key"))
    await said_by(chatbot)
    assert await tell_all() == 1
    db.in_session(hours_pass)
    assert await tell_all() == 0, "nobody has asked since"

    await _ask_again(chatbot)
    assert (await tell_all(), await tell_all(), len(outbox())) == (1, 0, 2)


async def _ask_again(chatbot):
    from privexbot_app.adapters.llm.breaker import circuit_of

    circuit_of.cache_clear()
    await said_by(chatbot)


@pytest.mark.parametrize("mode", ["error", "rate_limited_for_long", "bad_request"])
async def test_another_trouble_is_no_mail(mode, alice, serve, plan_for, outbox):
    await said_by(await plan_for(serve(mode)))

    assert await tell_all() == 0 and outbox() == []


async def test_a_key_that_works_again_is_no_mail_though_the_job_comes_late(alice, serve, plan_for, outbox):
    provider = serve("bad_key")
    chatbot = await plan_for(provider)
    await said_by(chatbot)
    [(workspace_id, source, mark)] = await model_notices.list_due()
    provider.script = "normal"
    await _ask_again(chatbot)
    await to_thread.run_sync(model_notices.tell, workspace_id, source, mark)

    assert outbox() == [] and await model_notices.list_due() == []


async def test_a_process_that_dies_after_sending_sends_the_same_mail_again_and_not_another(
    alice, serve, plan_for, outbox, monkeypatch
):
    await said_by(await plan_for(serve("bad_key")))
    due = await model_notices.list_due()

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(model_notices, "_settle", dies)
        with pytest.raises(KeyboardInterrupt):
            model_notices.tell(*due[0])
    assert await tell_all() == 1
    await to_thread.run_sync(model_notices.tell, *due[0])

    assert len(outbox()) == 1 and await model_notices.list_due() == []
    [trouble] = db.in_session(lambda session: list(session.exec(select(ModelTrouble))))
    assert trouble.told_at is not None and now() - trouble.told_at < timedelta(minutes=1)


async def test_the_model_of_the_install_is_told_of_too(alices_bot, platform, outbox):
    platform("bad_key")
    await said_by(alices_bot)

    assert await tell_all() == 1 and "house-model" in str(outbox()[0]["Subject"])
