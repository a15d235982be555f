"""What was wrong with the widget this one replaces, each as something that is right here.

Not here: limits and allowed websites are the server's (tests/api/test_refusals.py), and no kind of bot lacks a config.
"""

import re

import pytest
from playwright.async_api import expect

from tests.conftest import ROOT
from tests.widget.stub_server import Script, described, task
from tests.widget.world import EMPTY, ONE_LINE, WITH, World
from widget_py.build import SOURCES

pytestmark = pytest.mark.e2e

SECRET = "my size is 9 and my name is Ada"
FORM = task(
    "/leads",
    [described("email", "E-mail", "email", required=True), described("order_number", "Order", required=True)],
    title="Write to us",
    thanks="Thank you!",
    when={"before": False, "after": 0, "unanswered": True, "handoff": False},
)


async def test_it_chats_without_any_key_in_the_page(world: World) -> None:
    sent: list[dict[str, str]] = []
    world.page.on("request", lambda request: sent.append(request.headers))
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources summary")).to_be_visible()
    assert {headers.get("authorization", "Bearer token-1") for headers in sent} == {"Bearer token-1"}
    assert not {name for headers in sent for name in headers if "key" in name}


async def test_what_the_owner_set_in_the_dashboard_reaches_the_page(world: World) -> None:
    world.stub.config = {
        "name": "Nora", "color": "#0f766e", "greeting": "Ahoy!", "show_branding": False, "lead_form": FORM,
    }  # fmt: skip
    world.stub.script = Script(payload={"grounded": False})
    await world.visit(ONE_LINE)
    await world.open()
    await expect(world.at(".c-title")).to_have_text("Nora")
    await expect(world.at(".c-bot")).to_have_text("Ahoy!")
    await expect(world.page.locator("pb-widget")).to_have_css("--pb-color", "#0f766e")
    await expect(world.at(".c-brand")).to_be_hidden()
    await world.ask("Size 9?")
    await expect(world.at(".c-lead b")).to_have_text("Write to us")


async def test_the_owners_own_form_fields_arrive_under_their_names(world: World) -> None:
    world.stub.config = {"lead_form": FORM}
    world.stub.script = Script(payload={"grounded": False})
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await world.page.get_by_label("E-mail").fill("ada@example.com")
    await world.page.get_by_label("Order").fill("A-7")
    await world.page.get_by_role("button", name="Send", exact=True).click()
    await expect(world.at(".c-lead")).to_contain_text("Thank you!")
    assert world.stub.leads[0]["fields"] == {"email": "ada@example.com", "order_number": "A-7"}


async def test_nothing_is_counted_and_what_was_said_goes_where_it_is_answered_only(world: World) -> None:
    sent: list[tuple[str, str]] = []
    world.page.on("request", lambda request: sent.append((request.url.split("/")[-1], request.post_data or "")))
    await world.visit(ONE_LINE)
    await expect(world.at(".c-launcher")).to_have_attribute("aria-label", "Open chat")
    asked = [name for name, _ in sent if name not in ("p", "widget.js", "favicon.ico")]
    assert asked == ["config?language="]
    await world.open()
    await world.ask(SECRET)
    await expect(world.at(".c-sources summary")).to_be_visible()
    assert {name for name, body in sent if "Ada" in body} == {"message"}
    assert world.stub.events == []


@pytest.mark.parametrize("address", ["/cdn/v7/w.js", "/api/v1/widget.js?v=3"])
async def test_the_api_address_on_the_tag_counts_whatever_the_file_is_called(world: World, address: str) -> None:
    tag = f'<script async src="{world.shop}{address}" data-api-url="{{api}}/" data-chatbot="shoe-store-k3f9"></script>'
    asked: list[str] = []
    world.page.on("request", lambda request: asked.append(request.url) if "/config" in request.url else None)
    await world.visit(WITH + tag)
    await expect(world.at(".c-launcher")).to_be_visible()
    assert [url.split("/api/")[0] for url in asked] == [world.stub.origin]


async def test_an_answer_behind_a_closed_window_is_counted_as_unread(world: World) -> None:
    world.stub.script = Script(pause_seconds=0.3)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await world.page.keyboard.press("Escape")
    await expect(world.at(".c-badge")).to_have_text("1")
    await world.at(".c-launcher").click()
    await expect(world.at(".c-badge")).to_be_hidden()


async def test_the_events_and_options_of_the_readme_are_those_of_the_widget(world: World) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    told = re.search(r"\*\*Events\*\*: `([^`]+)`", readme)
    assert told
    source = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
    assert set(told[1].split()) == set(re.findall(r'emit\("(\w+)"', source))
    await world.visit(EMPTY)
    options = "{mode: 'bubble', container: 'body', language: 'de', consent: 'granted', position: 'bottom-left'}"
    await world.page.evaluate(f"pb('init', {{id: 'shoe-store-k3f9', options: {options}}})")
    await expect(world.at(".c-launcher")).to_be_visible()
    assert world.complaints == []
