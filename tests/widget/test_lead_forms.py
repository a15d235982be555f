"""When a visitor is asked for contact details or for stars: at the moments the owner chose, and once."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.widget.stub_server import Script, described, task
from tests.widget.test_people_and_actions import WAITING, hand_over
from tests.widget.world import EMPTY, ONE_LINE, World

pytestmark = pytest.mark.e2e

NEVER = {"before": False, "after": 0, "unanswered": False, "handoff": False}
FIELDS = [
    described("email", "E-mail", "email", required=True),
    described("tel", "Phone (optional)", "tel"),
    described("size", "Size (optional)", "select", choices=["", "8", "9"], help="Of the shoe"),
    described("wish", "Wish (optional)", "textarea"),
    described("pairs", "Pairs (optional)", "number"),
    described("consent", "I agree to be contacted.", "checkbox", required=True),
]
RATING = task(
    "/tasks/rating",
    [
        described("stars", "Stars", "select", required=True, choices=["", "1", "2", "3", "4", "5"]),
        described("comment", "Comment (optional)", "textarea"),
    ],
    title="How was it?",
    thanks="Thank you for the stars!",
)


def form(**when: Any) -> dict[str, Any]:
    return {"lead_form": task("/leads", FIELDS, title="Who are you?", thanks="See you!", when=NEVER | when)}


async def begin(world: World, config: dict[str, Any], html: str = ONE_LINE) -> None:
    world.stub.config = config
    await world.visit(html)
    await expect(world.at(".c-launcher")).to_have_attribute("aria-label", "Open chat")
    await world.at(".c-launcher").click()


async def fill_in(world: World) -> None:
    await world.page.get_by_label("E-mail").fill("ada@example.com")
    await world.page.get_by_label("I agree").check()
    await world.page.get_by_role("button", name="Send", exact=True).click()


async def test_a_form_before_the_conversation_has_to_be_filled_in_first(world: World) -> None:
    config = form(before=True)
    config["lead_form"]["no"] = ""
    await begin(world, config)
    await expect(world.at(".c-lead b")).to_have_text("Who are you?")
    await expect(world.page.get_by_role("button", name="No, thanks")).to_have_count(0)
    for name in (".c-foot", ".c-chip"):
        await expect(world.at(name)).not_to_be_visible()
    await fill_in(world)
    await expect(world.at(".c-lead")).to_have_text("See you!")
    await expect(world.at(".c-chip").first).to_be_visible()
    await world.ask("Size 9?")
    await expect(world.at(".c-rating")).to_have_count(1)
    assert len(world.stub.leads) == 1


async def test_a_form_before_the_conversation_that_may_be_declined_lets_go(world: World) -> None:
    await begin(world, form(before=True))
    await world.page.get_by_role("button", name="No, thanks").click()
    await expect(world.at(".c-foot")).to_be_visible()
    await world.ask("Size 9?")
    await expect(world.at(".c-rating")).to_have_count(1)
    assert world.stub.leads == []


async def test_whoever_is_quicker_than_the_configuration_is_asked_before_too(world: World) -> None:
    world.stub.config_delay_seconds = 1
    world.stub.config = form(before=True)
    await world.visit(ONE_LINE)
    await world.at(".c-launcher").click()
    await expect(world.at(".c-lead b")).to_have_text("Who are you?")


async def test_a_form_after_two_messages_comes_after_the_second(world: World) -> None:
    await begin(world, form(after=2))
    await world.ask("Size 9?")
    await expect(world.at(".c-rating")).to_have_count(1)
    await expect(world.at(".c-lead")).to_have_count(0)
    await world.ask("Size 10?")
    await expect(world.at(".c-lead")).to_have_count(1)
    await world.ask("Size 11?")
    await expect(world.at(".c-rating")).to_have_count(3)
    await expect(world.at(".c-lead")).to_have_count(1)


async def test_a_form_on_the_way_to_a_person_comes_with_the_handoff_only(world: World) -> None:
    world.stub.config = form(handoff=True)
    await hand_over(world)
    await expect(world.at(".c-lead b")).to_have_text("Who are you?")


async def test_no_form_comes_at_a_moment_the_owner_did_not_choose(world: World) -> None:
    world.stub.script = Script(handoff=WAITING, payload={"grounded": False})
    await begin(world, form())
    await world.ask("A person, please")
    await expect(world.at(".c-status")).to_have_text("You are number 2 in line.")
    await expect(world.at(".c-lead")).to_have_count(0)


async def test_every_kind_of_field_arrives_as_it_was_filled_in(world: World) -> None:
    await begin(world, form(before=True))
    await world.page.get_by_label("Phone").fill("12")
    await world.page.get_by_role("button", name="Send", exact=True).click()
    await expect(world.at(".c-field").nth(1)).to_contain_text("Please enter a valid phone number.")
    await expect(world.page.get_by_label("E-mail")).to_be_focused()
    await world.page.get_by_label("Phone").fill("+44 20 7946 0018")
    await world.page.get_by_label("Size").select_option("9")
    await world.page.get_by_label("Wish").fill("Red\nones")
    await world.page.get_by_label("Pairs").fill("2")
    await fill_in(world)
    await expect(world.at(".c-lead")).to_have_text("See you!")
    fields = {"email": "ada@example.com", "tel": "+44 20 7946 0018", "size": "9", "pairs": "2", "consent": "on"}
    got = world.stub.leads[0]["fields"]
    assert got.pop("wish").split() == ["Red", "ones"]
    assert got == fields


async def test_who_has_filled_it_in_is_never_asked_again(world: World) -> None:
    await begin(world, form(before=True))
    await fill_in(world)
    await expect(world.at(".c-lead")).to_have_text("See you!")
    await world.page.reload()
    await expect(world.at(".c-launcher")).to_have_attribute("aria-label", "Open chat")
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-rating")).to_have_count(1)
    await expect(world.at(".c-lead")).to_have_count(0)


async def test_a_page_can_do_without_the_form(world: World) -> None:
    options = "{id: 'shoe-store-k3f9', options: {leadForm: false}}"
    await begin(world, form(before=True), EMPTY + f"<script>pb('init', {options})</script>")
    await world.ask("Size 9?")
    await expect(world.at(".c-rating")).to_have_count(1)
    await expect(world.at(".c-lead")).to_have_count(0)


async def test_a_conversation_that_was_closed_can_be_rated(world: World) -> None:
    world.stub.config = {"rating": RATING}
    await hand_over(world)
    await expect(world.at(".c-lead")).to_have_count(0)
    world.stub.live.put_nowait(("state", {"state": "closed", "queue": None, "operator": None}))
    world.stub.live.put_nowait(None)
    await expect(world.at(".c-lead b")).to_have_text("How was it?")
    await world.page.get_by_label("Stars").select_option("5")
    await world.page.get_by_label("Comment").fill("Quick")
    await world.page.get_by_role("button", name="Send", exact=True).click()
    await expect(world.at(".c-lead")).to_have_text("Thank you for the stars!")
    [(method, name, body)] = world.stub.tasks
    assert (method, name, body["fields"]) == ("POST", "rating", {"stars": "5", "comment": "Quick"})
    world.stub.script = Script()
    await world.ask("One more thing")
    await expect(world.at(".c-rating")).to_have_count(2)
