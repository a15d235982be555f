"""What an owner describes: checked beside its field, sealed, tried, and nobody else's."""

import json
import logging
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError
from sqlmodel import select

from privexbot_app import db
from privexbot_app.errors import Conflict, Forbidden, Invalid, NotFound
from privexbot_app.models import Action, ActionCall, Member, Role
from privexbot_app.rag.action_parameters import Parameter
from privexbot_app.services import action_trials, actions
from privexbot_app.services.accounts import Viewer
from tests.actions.conftest import SECRET, cancel_form, order_form
from tests.adapters.test_egress_corpus import spelled
from tests.answers.telling import find_all
from tests.conftest import ROOT

CORPUS = [
    spelled(line.split("\t", 1)[1])
    for line in Path(ROOT / "tests/adapters/ssrf_corpus.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith(("redir\t", "sub\t", "robots\t"))
]


async def test_an_action_is_kept_and_listed_without_its_secrets(alice, taught_bot, order_action):
    [listed] = await actions.list_actions(alice, taught_bot.id)

    assert (listed.action.name, listed.problem, listed.action.secret_names) == ("order_status", "", ["Authorization"])
    assert SECRET not in repr(listed) and SECRET.encode() not in listed.action.sealed_headers


async def test_no_column_of_any_row_holds_a_secret_in_plain_text(order_action):
    def dump(session):
        return repr([row.model_dump() for row in session.exec(select(Action))])

    assert SECRET not in db.in_session(dump)


@pytest.mark.parametrize("url", CORPUS)
async def test_no_action_leads_inside(url, alice, taught_bot, shop):
    with pytest.raises((Invalid, ValidationError)) as refused:
        await actions.add_action(alice, taught_bot.id, order_form(shop, url=url, parameters=[]))
    if isinstance(refused.value, Invalid):
        assert refused.value.field == "url"


@pytest.mark.parametrize("location", ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:1/", "file:///x"])
async def test_a_redirect_inside_is_not_followed(location, alice, order_action, shop):
    shop.answer, shop.location = lambda _: (302, b""), location

    trial = await action_trials.try_action(alice, order_action.id, {"order_id": "1"})

    assert len(shop.heard) == 1
    assert (trial.status, trial.answer) == (0, "") and trial.problem and location not in trial.problem


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "https://{order_id}.shop.example/"}, "url"),
        ({"url": "nonsense"}, "url"),
        ({"url": "SHOP/{unknown}"}, "url"),
        ({"headers": {"X-A": "{unknown}"}}, "headers"),
        ({"headers": {"Host": "evil.example"}}, "headers"),
        ({"headers": {"X-A": "a\r\nX-B: 1"}}, "headers"),
        ({"secret_headers": {"Authorization": SecretStr("a\nb")}}, "secret_headers"),
        ({"body": '{"n": {order_id}}'}, "body"),
        ({"parameters": [Parameter(name="a"), Parameter(name="a")]}, "parameters"),
    ],
)
async def test_what_cannot_work_is_refused_beside_its_field(changes, field, alice, taught_bot, shop):
    changes = {name: value.replace("SHOP", shop.origin) if name == "url" else value for name, value in changes.items()}
    with pytest.raises(Invalid) as refused:
        await actions.add_action(alice, taught_bot.id, order_form(shop, **changes))

    assert refused.value.field == field and refused.value.message.endswith((".", "}."))
    assert find_all(Action) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Order Status"},
        {"title": ""},
        {"result_path": "a..b"},
        {"result_path": "$.a"},
        {"phrases": ["x" * 201]},
        {"method": "TRACE"},
        {"workspace_id": "x"},
    ],
)
def test_what_has_the_wrong_shape_is_no_form(changes, shop):
    with pytest.raises(ValidationError):
        order_form(shop, **changes)


async def test_two_actions_of_a_chatbot_have_two_names(alice, taught_bot, order_action, shop):
    with pytest.raises(Invalid) as refused:
        await actions.add_action(alice, taught_bot.id, order_form(shop))
    assert refused.value.field == "name"


async def test_there_is_a_most(alice, taught_bot, shop, monkeypatch):
    monkeypatch.setattr(actions, "MOST_ACTIONS", 1)
    await actions.add_action(alice, taught_bot.id, order_form(shop))
    with pytest.raises(Conflict):
        await actions.add_action(alice, taught_bot.id, cancel_form(shop))


async def test_secrets_stay_when_they_are_not_typed_again_and_go_when_forgotten(alice, order_action, shop):
    await actions.edit_action(alice, order_action.id, order_form(shop, secret_headers=None, title="New"))
    await action_trials.try_action(alice, order_action.id, {"order_id": "1"})
    forgotten = await actions.edit_action(alice, order_action.id, order_form(shop, secret_headers={}))
    await action_trials.try_action(alice, order_action.id, {"order_id": "1"})

    assert [heard.headers.get("authorization") for heard in shop.heard] == [SECRET, None]
    assert (forgotten.secret_names, forgotten.sealed_headers) == ([], b"")


async def test_secrets_do_not_move_to_another_server(alice, order_action, shop, monkeypatch):
    from privexbot_app.settings import settings

    monkeypatch.setattr(settings(), "development_allowed_origins", f"{shop.origin},http://127.0.0.1:9")
    elsewhere = order_form(shop, url="http://127.0.0.1:9/{order_id}", secret_headers=None)

    with pytest.raises(Invalid) as refused:
        await actions.edit_action(alice, order_action.id, elsewhere)
    assert refused.value.field == "secret_headers"


async def test_a_sealed_secret_opens_in_its_own_row_only(alice, taught_bot, order_action, shop):
    other = await actions.add_action(alice, taught_bot.id, cancel_form(shop, secret_headers=None))
    other.sealed_headers = order_action.sealed_headers

    assert actions.secrets_of(order_action, alice.workspace_id) is not None
    assert actions.secrets_of(other, alice.workspace_id) is None
    assert actions.secrets_of(order_action, other.id) is None


async def test_a_stranger_finds_nothing(mallory, taught_bot, order_action, shop):
    calls = [
        lambda: actions.list_actions(mallory, taught_bot.id),
        lambda: actions.get_action(mallory, order_action.id),
        lambda: actions.list_calls(mallory, order_action.id),
        lambda: actions.add_action(mallory, taught_bot.id, cancel_form(shop)),
        lambda: actions.edit_action(mallory, order_action.id, order_form(shop, secret_headers=None)),
        lambda: actions.set_on(mallory, order_action.id, False),
        lambda: actions.delete_action(mallory, order_action.id),
        lambda: action_trials.try_action(mallory, order_action.id, {"order_id": "1"}),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call()

    assert shop.heard == [] and find_all(Action)[0].is_on


async def test_who_may_only_look_changes_and_calls_nothing(alice, taught_bot, order_action, shop):
    def weaken(session):
        session.exec(select(Member)).one().role = Role.VIEWER

    db.in_session(weaken)
    bob = Viewer(**vars(alice) | {"role": Role.VIEWER})
    assert await actions.list_actions(bob, taught_bot.id)
    calls = [
        lambda: actions.add_action(bob, taught_bot.id, cancel_form(shop)),
        lambda: actions.edit_action(bob, order_action.id, order_form(shop)),
        lambda: actions.set_on(bob, order_action.id, False),
        lambda: actions.delete_action(bob, order_action.id),
        lambda: action_trials.try_action(bob, order_action.id, {"order_id": "1"}),
    ]
    for call in calls:
        with pytest.raises(Forbidden):
            await call()
    assert shop.heard == []


async def test_a_trial_shows_the_request_without_secrets_the_answer_and_what_would_be_said(alice, order_action, shop):
    trial = await action_trials.try_action(alice, order_action.id, {"order_id": "7", "email": "a@b.example"})

    assert trial.request.splitlines() == [
        f"GET {shop.origin}/orders/7?email=a%40b.example",
        "X-Shop: 1",
        "Authorization: ••••",
    ]
    assert (trial.status, trial.problem) == (200, "")
    assert json.loads(trial.answer)["order"]["status"] == "shipped"
    assert trial.kept == "status: shipped\neta: Tuesday\nnote: left at the door"
    assert trial.told == "Your order 7 is shipped and arrives on Tuesday."
    assert SECRET not in repr(trial) and find_all(ActionCall) == []


async def test_a_trial_of_what_fails_says_why(alice, order_action, shop):
    shop.answer = lambda _: (500, b"<h1>oops</h1>")
    trial = await action_trials.try_action(alice, order_action.id, {"order_id": "7"})
    assert (trial.status, trial.problem, trial.answer) == (500, "The server answered 500.", "<h1>oops</h1>")

    with pytest.raises(Invalid) as refused:
        await action_trials.try_action(alice, order_action.id, {"order_id": "x"})
    assert refused.value.field == "order_id"


async def test_a_server_that_repeats_the_secret_does_not_get_it_shown(alice, order_action, shop):
    shop.answer = lambda heard: (200, {"order": {"status": heard.headers["authorization"]}})

    trial = await action_trials.try_action(alice, order_action.id, {"order_id": "7"})

    assert SECRET not in repr(trial) and "••••" in trial.told


async def test_no_secret_is_ever_in_the_log(alice, taught_bot, order_action, shop, caplog):
    caplog.set_level(logging.DEBUG)
    await action_trials.try_action(alice, order_action.id, {"order_id": "7"})
    shop.answer = lambda _: (500, {})
    await action_trials.try_action(alice, order_action.id, {"order_id": "7"})

    assert SECRET not in caplog.text


async def test_deleting_an_action_deletes_its_log(alice, taught_bot, order_action, model, shop):
    from tests.answers.telling import ask

    provider = model(answer="Shipped.")
    provider.calls = lambda body: (
        [("order_status", '{"order_id": "1"}')] if body["messages"][-1]["role"] != "tool" else []
    )
    await ask(taught_bot, "Where is order 1?")
    assert len(await actions.list_calls(alice, order_action.id)) == 1

    await actions.delete_action(alice, order_action.id)

    assert find_all(Action) == []
    assert find_all(ActionCall) == []
