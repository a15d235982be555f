"""What a visitor can do beside asking: the menu's tasks, files, sound, and what an answer can hold."""

from typing import Any

import pytest
from playwright.async_api import FilePayload, Route, expect

from tests.widget.stub_server import PICTURE, Script, described, task
from tests.widget.world import EMPTY, ONE_LINE, World

pytestmark = pytest.mark.e2e

SAVE = task("/tasks/copy", [], label="Save the conversation", method="GET", file="conversation.txt")
SUMMARY = task("/tasks/summary", [], label="See my data", method="GET")
MAIL = task(
    "/tasks/mail",
    [described("email", "E-mail", "email", required=True), described("note", "Note (optional)", "textarea")],
    label="E-mail me this conversation",
    title="Where shall we send it?",
    thanks="It is on its way.",
)
DELETE = task(
    "/tasks/forget", [], label="Delete my data", method="DELETE", title="Delete everything?", go="Delete",
    no="Cancel", thanks="All of it is gone.",
)  # fmt: skip
MENU = [MAIL, SAVE, SUMMARY, DELETE]
FILES = {"accept": "image/png,.txt", "max_bytes": 5_000_000, "max_files": 3}
TABLE = "| Size | Price |\n|---|--:|\n| **9** | $70 |\n| 10 | $75 |\n\nThat is all."
AUDIO = """window.played = 0;
window.AudioContext = class {
  constructor() { this.currentTime = 0; this.destination = {}; }
  createOscillator() { return {connect() {}, start() { played += 1; }, stop() {}}; }
};"""


async def talk(world: World, **config: Any) -> None:
    """A window with a question and its answer."""
    world.stub.config = config
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-rating")).to_have_count(1)


async def kept(world: World) -> Any:
    return await world.page.evaluate("Object.keys(localStorage).map(key => key.split(':').pop()).sort()")


async def test_the_menu_has_what_the_owner_allows_in_that_order_and_closes_again(world: World) -> None:
    await talk(world, menu=MENU)
    more = world.page.get_by_role("button", name="More options")
    await more.click()
    await expect(more).to_have_attribute("aria-expanded", "true")
    labels = ["Start a new conversation", "Sound on", *[one["label"] for one in MENU]]
    await expect(world.at(".c-chip")).to_have_text(labels)
    await more.click()
    await expect(more).to_have_attribute("aria-expanded", "false")
    await expect(world.at(".c-chip")).to_have_count(0)


async def test_a_task_with_a_file_saves_it(world: World) -> None:
    await talk(world, menu=MENU)
    async with world.page.expect_download() as begun:
        await world.choose("Save the conversation")
    saved = await begun.value
    assert saved.suggested_filename == "conversation.txt"
    assert "2 messages" in (await saved.path()).read_text("utf-8")
    assert world.stub.tasks == [("GET", "copy", {})]


async def test_a_task_that_is_read_is_shown_in_the_conversation(world: World) -> None:
    await talk(world, menu=MENU)
    await world.choose("See my data")
    await expect(world.at(".c-bot strong").last).to_have_text("2 messages")


async def test_a_task_that_cannot_be_done_says_so(world: World) -> None:
    await talk(world, menu=MENU)
    await world.page.route("**/tasks/*", lambda route: route.abort())
    await world.choose("See my data")
    await expect(world.at(".c-note")).to_have_text("No connection. Check your network and try again.")


async def test_a_task_with_fields_is_checked_sent_and_thanked_for(world: World) -> None:
    await talk(world, menu=MENU)
    await world.choose("E-mail me this conversation")
    form = world.page.get_by_label("E-mail")
    await form.fill("nobody")
    await world.page.get_by_role("button", name="Send", exact=True).click()
    await expect(world.at(".c-field").first).to_contain_text("Please enter a valid e-mail address.")
    await expect(form).to_be_focused()
    assert world.stub.tasks == []
    await form.fill("ada@example.com")
    await world.page.get_by_role("button", name="Send", exact=True).click()
    await expect(world.at(".c-lead")).to_have_text("It is on its way.")
    [(method, name, body)] = world.stub.tasks
    assert (method, name) == ("POST", "mail")
    assert body["fields"] == {"email": "ada@example.com", "note": ""}
    assert (body["page"], body["conversation"]) == (f"{world.shop}/pages/p", "c1")


async def test_what_is_deleted_is_confirmed_first_and_then_gone_from_the_browser_too(world: World) -> None:
    await talk(world, menu=MENU)
    await world.page.evaluate("localStorage.setItem('pb:shoe-store-k3f9:/leads', '1')")
    await world.choose("Delete my data")
    await world.page.get_by_role("button", name="Cancel").click()
    await expect(world.at(".c-lead")).to_have_count(0)
    assert (world.stub.tasks, "visitor" in await kept(world)) == ([], True)
    await world.choose("Delete my data")
    await world.page.get_by_role("button", name="Delete", exact=True).click()
    await expect(world.at(".c-note")).to_have_text("All of it is gone.")
    await expect(world.at(".c-you")).to_have_count(0)
    assert world.stub.tasks == [("DELETE", "forget", {})]
    assert await kept(world) == ["config"]
    await world.ask("Size 10?")
    await expect(world.at(".c-rating")).to_have_count(1)
    assert (world.stub.arrivals[-1]["visitor"], world.stub.arrivals[-1]["fresh"]) == (None, True)


async def pick(world: World, *names: str) -> None:
    async with world.page.expect_file_chooser() as asked:
        await world.page.get_by_role("button", name="Attach a file").click()
    chooser = await asked.value
    assert await chooser.element.get_attribute("accept") == FILES["accept"]
    await chooser.set_files([FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in names])


async def test_files_are_shown_taken_back_and_sent_along_and_good_ones_stay_when_one_fails(world: World) -> None:
    world.stub.config = {"uploads": FILES}
    await world.visit(ONE_LINE)
    await world.open()
    await pick(world, "a.txt", "virus.exe", "b.txt", "c.txt")
    await expect(world.at(".c-chip")).to_have_text(["a.txt ×", "b.txt ×", "c.txt ×"])
    await expect(world.at(".c-status")).to_have_text("Programs cannot be sent.")
    await world.page.get_by_role("button", name="b.txt").click()
    await expect(world.at(".c-chip")).to_have_text(["a.txt ×", "c.txt ×"])
    await world.ask("What is this?")
    await expect(world.at(".c-rating")).to_have_count(1)
    await expect(world.at(".c-you a")).to_have_text(["a.txt", "c.txt"])
    await expect(world.at(".c-you a").first).to_have_attribute("href", f"{world.stub.origin}/api/v1/uploads/u1")
    await expect(world.at(".c-chip")).to_have_count(0)
    await world.ask("And now?")
    await expect(world.at(".c-rating")).to_have_count(2)
    assert [asked["files"] for asked in world.stub.asked] == ["u1,u3", ""]


async def test_where_the_owner_wants_no_files_there_is_no_button_for_them(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await expect(world.page.get_by_role("button", name="Attach a file")).to_have_count(0)


async def test_the_files_of_an_earlier_message_are_there_again(world: World) -> None:
    await talk(world)
    world.stub.history[0]["files"] = [{"id": "u1", "name": "a.txt", "url": "/api/v1/uploads/u1"}]
    await world.page.reload()
    await world.open()
    await expect(world.at(".c-you a")).to_have_text("a.txt")


async def test_a_sound_is_off_until_the_visitor_wants_it_and_their_choice_stays(world: World) -> None:
    await world.page.add_init_script(AUDIO)
    await talk(world)
    assert await world.page.evaluate("played") == 0
    await world.choose("Sound on")
    await expect(world.page.get_by_role("button", name="Sound off")).to_be_visible()
    await world.page.get_by_role("button", name="More options").click()
    await world.ask("Size 10?")
    await expect(world.at(".c-rating")).to_have_count(2)
    assert await world.page.evaluate("played") == 1
    world.stub.config = {"sound": False}
    await world.page.reload()
    await world.open()
    await world.page.get_by_role("button", name="More options").click()
    await expect(world.page.get_by_role("button", name="Sound off")).to_be_visible()


async def test_an_owners_sound_is_on_at_first_and_can_be_turned_off(world: World) -> None:
    await world.page.add_init_script(AUDIO)
    await talk(world, sound=True)
    assert await world.page.evaluate("played") == 1
    await world.choose("Sound off")
    await world.ask("Size 10?")
    await expect(world.at(".c-rating")).to_have_count(2)
    assert await world.page.evaluate("played") == 1


async def say(world: World, text: str, **config: Any) -> None:
    world.stub.script = Script(pieces=[text], citations=[])
    await talk(world, **config)


async def test_a_table_is_a_table(world: World) -> None:
    await say(world, TABLE)
    answer = world.at(".c-bot").last
    await expect(answer.locator("th")).to_have_text(["Size", "Price"])
    await expect(answer.locator("td")).to_have_text(["9", "$70", "10", "$75"])
    await expect(answer.locator("td strong")).to_have_text("9")
    await expect(answer.locator("tr")).to_have_count(3)
    await expect(answer.locator("p")).to_have_text("That is all.")


async def test_pictures_come_from_the_owners_hosts_only(world: World) -> None:
    asked: list[str] = []

    async def serve(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(body=PICTURE, content_type="image/png")

    await world.page.route("**/*.png", serve)
    here, there = "https://cdn.example.com/a.png", "https://cdn.example.com.evil.test/b.png"
    await say(world, f"![Red]({here})\n\n![Blue]({there})", image_hosts=["cdn.example.com"])
    picture = world.at(".c-bot img")
    await expect(world.at(".c-bot a").first).to_have_text("Red")  # its label stands beside it
    await expect(picture).to_have_js_property("naturalWidth", 1)
    await expect(world.at(".c-bot a").last).to_have_attribute("href", there)
    assert asked == [here]


async def test_code_can_be_copied(world: World) -> None:
    await world.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await say(world, "Do this:\n```\npip install shoes\nrun\n```")
    await world.page.get_by_role("button", name="Copy").click()
    assert await world.page.evaluate("navigator.clipboard.readText()") == "pip install shoes\nrun"


async def test_a_browser_that_forbids_to_copy_is_no_error_of_the_pages(world: World) -> None:
    await world.page.add_init_script("window.__wrong = []; onunhandledrejection = event => __wrong.push(event.reason)")
    await say(world, "Do this:\n```\npip install shoes\n```")
    await world.page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); 0")
    await world.page.get_by_role("button", name="Copy").click()
    await world.page.wait_for_timeout(100)
    assert await world.page.evaluate("__wrong") == []


@pytest.mark.parametrize("mode", ["stream", "json"])
async def test_what_may_be_asked_next_is_one_click_away_and_gone_after_it(world: World, mode: str) -> None:
    world.stub.script = Script(mode=mode, payload={"grounded": True, "followups": ["In blue?", "For children?"]})
    await talk(world)
    await expect(world.at(".c-chip")).to_have_text(["In blue?", "For children?"])
    world.stub.script = Script()
    await world.page.get_by_role("button", name="In blue?").click()
    await expect(world.at(".c-rating")).to_have_count(2)
    await expect(world.at(".c-chip")).to_have_count(0)
    assert [asked["message"] for asked in world.stub.asked] == ["Size 9?", "In blue?"]


async def test_what_may_be_asked_next_is_there_again_after_a_reload(world: World) -> None:
    await talk(world)
    world.stub.history[-1]["followups"] = ["In blue?"]
    await world.page.reload()
    await world.open()
    await expect(world.at(".c-chip")).to_have_text(["In blue?"])


async def test_a_script_that_cannot_reach_the_chatbot_still_draws_the_bubble(world: World) -> None:
    await world.page.route("**/config**", lambda route: route.abort())
    await world.visit(EMPTY + "<script>pb('init', 'shoe-store-k3f9')</script>")
    await expect(world.at(".c-launcher")).to_be_visible()
