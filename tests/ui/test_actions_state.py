"""Actions in the dashboard: described, changed, tried and read about, with no secret ever coming back."""

import pytest

from privexbot_app.errors import Invalid, NotFound
from privexbot_app.services import actions
from privexbot_app.ui.states.action_form import ActionFormState
from privexbot_app.ui.states.action_trial import ActionTrialState
from privexbot_app.ui.states.actions import ActionsState
from tests.actions.conftest import SECRET, order_form, shop
from tests.ui.conftest import Unlocked

__all__ = ["shop"]

FORM = {
    "name": "order_status",
    "title": "Order status",
    "description": "Looks up an order.",
    "phrases": "Where is my order?\n\n Track my parcel ",
    "method": "GET",
    "changes_something": "no",
    "headers": "X-Shop: 1\nX-Note: a: b",
    "secret_headers": f"Authorization: {SECRET}",
    "body": "",
    "result_path": "order",
    "answer": "It is {status}.",
    "name_1": "order_id",
    "label_1": "Order number",
    "type_1": "string",
    "required_1": "yes",
    "pattern_1": "[0-9]+",
    "choices_1": None,  # a field that is not drawn comes as None
}


@pytest.fixture
async def page(open_page, shop):
    """The form, opened for a new action with one parameter; `form(**changes)` is what a browser sends."""
    page = await open_page(ActionFormState, "/actions")
    ActionFormState.start.fn(page)
    ActionFormState.add_parameter.fn(page)
    return page


def filled(shop, **changes):
    return FORM | {"url": f"{shop.origin}/orders/{{order_id}}"} | changes


@pytest.fixture
async def action(alice, bot, shop):
    return await actions.add_action(alice, bot.id, order_form(shop))


async def test_what_is_saved_is_in_the_list_and_its_secret_is_nowhere(page, shop, alice, bot, open_page):
    events = await ActionFormState.save.fn(page, filled(shop))

    assert not page.is_open and ActionsState.load in events
    [listed] = await actions.list_actions(alice, bot.id)
    action = listed.action
    assert action.headers == {"X-Shop": "1", "X-Note": "a: b"} and action.phrases == [
        "Where is my order?",
        "Track my parcel",
    ]
    [parameter] = actions.parameters_of(action)
    assert (parameter.name, parameter.shown, parameter.pattern, parameter.required) == (
        "order_id",
        "Order number",
        "[0-9]+",
        True,
    )
    rows = await open_page(ActionsState, "/actions")
    await ActionsState.load.fn(rows)
    assert [(row.title, row.request, row.is_on) for row in rows.rows] == [
        ("Order status", f"GET {shop.origin}/orders/{{order_id}}", True)
    ]
    await ActionFormState.start_edit.fn(page, str(action.id))
    assert page.secret_names == "Authorization" and SECRET not in repr(page.dict()) and SECRET not in repr(rows.dict())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Order Status"}, "name"),
        ({"title": ""}, "title"),
        ({"title": {"$ne": 1}}, "title"),
        ({"description": None}, "description"),
        ({"url": "https://{order_id}.example/"}, "url"),
        ({"url": "http://127.0.0.1:1/"}, "url"),
        ({"headers": "nonsense"}, "headers"),
        ({"secret_headers": "nonsense"}, "secret_headers"),
        ({"body": "{"}, "body"),
        ({"method": "TRACE"}, "method"),
        ({"result_path": "$"}, "result_path"),
        ({"name_1": ""}, "parameters"),
        ({"minimum_1": "x"}, "parameters"),
        ({"type_1": "choice"}, "parameters"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(changes, field, page, shop, alice, bot):
    await ActionFormState.save.fn(page, filled(shop, **changes))

    assert page.is_open and page.problem_field == field and page.problem.endswith((".", "}."))
    assert SECRET not in page.problem and await actions.list_actions(alice, bot.id) == []


async def test_an_edit_keeps_secrets_until_they_are_typed_again_or_forgotten(open_page, action, shop, alice):
    page = await open_page(ActionFormState, "/actions")
    for changes, names in (
        ({"secret_headers": "", "secret_choice": "keep"}, ["Authorization"]),
        ({"secret_headers": "X-Key: abcdef", "secret_choice": "keep"}, ["X-Key"]),
        ({"secret_headers": "", "secret_choice": "forget"}, []),
    ):
        await ActionFormState.start_edit.fn(page, str(action.id))
        keys = {f"{part}_{row.key}": getattr(row, part) for row in page.parameters for part in ("name", "type")}
        await ActionFormState.save.fn(page, filled(shop, **changes, **keys))
        assert page.problem == "" and (await actions.get_action(alice, action.id)).secret_names == names


async def test_a_parameter_that_is_removed_is_not_saved(page, shop, alice, bot):
    ActionFormState.add_parameter.fn(page)
    ActionFormState.remove_parameter.fn(page, page.parameters[0].key)

    await ActionFormState.save.fn(page, filled(shop, url=f"{shop.origin}/x", name_2="size", type_2="integer"))

    [listed] = await actions.list_actions(alice, bot.id)
    assert [one.name for one in actions.parameters_of(listed.action)] == ["size"]


async def test_no_more_parameters_can_be_added_than_are_kept(page):
    for _ in range(30):
        ActionFormState.add_parameter.fn(page)

    assert len(page.parameters) == 12 and not page.has_room


async def test_it_can_be_switched_off_and_on_and_deleted(open_page, action, alice, bot):
    page = await open_page(ActionsState, "/actions")
    await ActionsState.load.fn(page)
    await ActionsState.switch.fn(page, str(action.id), False)
    assert not page.rows[0].is_on and not (await actions.get_action(alice, action.id)).is_on
    await ActionsState.switch.fn(page, str(action.id), "yes")
    assert not page.rows[0].is_on

    await ActionsState.delete.fn(page, str(action.id))

    assert page.rows == [] and await actions.list_actions(alice, bot.id) == []


async def test_a_trial_shows_request_and_answer_without_the_secret(open_page, action, shop):
    page = await open_page(ActionTrialState, "/actions")
    await ActionTrialState.start.fn(page, str(action.id))
    assert [(one.name, one.label, one.help) for one in page.fields][1] == ("email", "E-mail", "May be left out.")

    await ActionTrialState.run.fn(Unlocked(page), {"order_id": "x"})
    assert (page.problem_field, page.is_trying, page.is_done) == ("order_id", False, False)
    await ActionTrialState.run.fn(Unlocked(page), {"order_id": "7", "email": ""})

    assert page.is_done and page.status.startswith("200, ") and page.problem == ""
    assert page.request.startswith(f"GET {shop.origin}/orders/7\n") and "Authorization: ••••" in page.request
    assert page.told == "Your order 7 is shipped and arrives on Tuesday."
    assert SECRET not in repr(page.dict())


async def test_the_log_is_empty_at_first(open_page, action):
    page = await open_page(ActionsState, "/actions")

    await ActionsState.open_log.fn(page, str(action.id))

    assert page.is_log_open and page.calls == [] and page.log_title == "Order status"


async def test_a_stranger_reaches_none_of_it(open_page, mallorys_token, action, shop, alice, bot):
    page = await open_page(ActionsState, "/actions", token=mallorys_token)
    form = await open_page(ActionFormState, "/actions", token=mallorys_token)
    trial = await open_page(ActionTrialState, "/actions", token=mallorys_token)
    ActionFormState.start.fn(form)
    trial._action_id = str(action.id)
    calls = [
        lambda: ActionsState.load.fn(page),
        lambda: ActionsState.open_log.fn(page, str(action.id)),
        lambda: ActionsState.switch.fn(page, str(action.id), False),
        lambda: ActionsState.delete.fn(page, str(action.id)),
        lambda: ActionFormState.start_edit.fn(form, str(action.id)),
        lambda: ActionFormState.save.fn(form, filled(shop, url=f"{shop.origin}/x", name="other")),
        lambda: ActionTrialState.start.fn(trial, str(action.id)),
        lambda: ActionTrialState.run.fn(Unlocked(trial), {"order_id": "1"}),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            await call()

    assert shop.heard == [] and len(await actions.list_actions(alice, bot.id)) == 1
    with pytest.raises((NotFound, Invalid)):
        await ActionsState.delete.fn(page, {"$ne": 1})


async def test_in_the_playground_a_form_is_filled_in_and_a_no_is_taken(open_page, action, shop):
    from privexbot_app.ui.states.playground import PlaygroundState

    page = await open_page(PlaygroundState)
    await PlaygroundState.ask.fn(Unlocked(page), {"question": "Where is my order?"})
    [offer] = page.offers
    assert offer.is_form and [one.label for one in offer.fields] == ["Order number", "E-mail"]

    await PlaygroundState.decide.fn(Unlocked(page), {"offer": offer.id, "order_id": "x"})
    assert (page.offer_problem_field, page.is_busy, len(page.offers)) == ("order_id", False, 1)
    await PlaygroundState.decide.fn(Unlocked(page), {"offer": offer.id, "order_id": "7", "email": ""})

    assert page.said[-1].text == "Your order 7 is shipped and arrives on Tuesday [1]." and page.offers == []
    assert page.said[-1].citations[0].title == "Order status"
    await PlaygroundState.ask.fn(Unlocked(page), {"question": "Where is my order?"})
    await PlaygroundState.decide.fn(Unlocked(page), {"offer": page.offers[0].id, "choice": "no"})
    assert page.said[-1].text == "All right, nothing was done." and len(shop.heard) == 1


async def test_the_receipt_shows_the_calls(open_page, action, shop, alice, bot):
    from privexbot_app.ui.states.playground import PlaygroundState
    from privexbot_app.ui.states.receipts import ReceiptState
    from tests.answers.telling import last_reply

    page = await open_page(PlaygroundState)
    await PlaygroundState.ask.fn(Unlocked(page), {"question": "Where is my order?"})
    await PlaygroundState.decide.fn(Unlocked(page), {"offer": page.offers[0].id, "order_id": "7"})

    receipt = await open_page(ReceiptState, message_id=str(last_reply().id))
    await ReceiptState.load.fn(receipt)

    [row] = receipt.actions
    assert (row.title, row.arguments) == ("Order status", "order_id: 7") and row.outcome.startswith("status 200, ")
