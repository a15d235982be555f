"""What the widget shows when a person takes over, and when the bot would do something."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.widget.stub_server import Script, described, task
from tests.widget.world import ONE_LINE, STRICT, TRAP, World, payloads

pytestmark = pytest.mark.e2e

GRACE = {"name": "Grace", "avatar": "/api/v1/operators/7/avatar?v=1"}
WAITING = {"state": "waiting", "queue": 2, "message": "We will be with you."}
FIELDS = [
    described("order", "Order number", "number", required=True, help="In the mail"),
    described("size", "Size (optional)", "select", choices=["", "8", "9"]),
    described("gift", "A gift (optional)", "checkbox"),
]


def action(name: str, fields: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    shape = task("", fields, no="Cancel") | {"id": name} | more
    del shape["path"]
    return shape


CONFIRM = action("a1", [], title="Cancel order. No: 7", go="Confirm")
FORM = action("a2", FIELDS, title="Order status")


def spoken(text: str, seq: int = 5, **more: Any) -> tuple[str, Any]:
    said = {"id": f"o{seq}", "seq": seq, "text": text, "at": "2026-01-01T00:00:00Z", "operator": GRACE}
    return "message", said | more


async def hand_over(world: World) -> None:
    """A visitor who asked for a person and waits."""
    world.stub.script = Script(handoff=WAITING)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("A person, please")
    await expect(world.at(".c-status")).to_have_text("You are number 2 in line.")


async def test_a_visitor_who_waits_sees_their_place_and_then_who_joins(world: World) -> None:
    await hand_over(world)
    await expect(world.at(".c-bot").last).to_have_text("We will be with you.")
    world.stub.live.put_nowait(("state", {"state": "waiting", "queue": 1, "operator": None}))
    await expect(world.at(".c-status")).to_have_text("You are number 1 in line.")
    world.stub.live.put_nowait(("state", {"state": "human", "queue": None, "operator": GRACE}))
    await expect(world.at(".c-note").last).to_have_text("Grace joined the conversation.")
    await expect(world.at(".c-status")).to_have_text("")


async def test_a_person_is_shown_with_name_and_picture_typing_and_speaking(world: World) -> None:
    await hand_over(world)
    world.stub.live.put_nowait(("typing", {"name": "Grace"}))
    await expect(world.at(".c-status")).to_have_text("Grace is typing…")
    world.stub.live.put_nowait(spoken("Hello, **Ada**"))
    await expect(world.at(".c-bot strong").last).to_have_text("Ada")
    await expect(world.at(".c-who")).to_contain_text("Grace")
    await expect(world.at(".c-who img")).to_have_attribute("src", f"{world.stub.origin}{GRACE['avatar']}")
    await expect(world.at(".c-status")).to_have_text("You are number 2 in line.")


@pytest.mark.parametrize("mode", ["stream", "json"])
async def test_what_is_said_to_a_person_gets_no_bubble_of_the_bots(world: World, mode: str) -> None:
    await hand_over(world)
    world.stub.script = Script(is_left_to_a_person=True, handoff=WAITING, mode=mode)
    await world.ask("Are you there?")
    await expect(world.at(".c-you").last).to_have_text("Are you there?")
    await expect(world.page.get_by_role("button", name="Send message")).to_be_visible()
    await expect(world.at(".c-bot i")).to_have_count(0)
    await expect(world.at(".c-bot").filter(has_text="We will be with you.")).to_have_count(1)
    await world.ask("Hello?")
    await expect(world.at(".c-you")).to_have_count(3)
    assert len(world.stub.followed) == 1


async def test_a_broken_live_stream_is_followed_again_from_there_without_doubles(world: World) -> None:
    await hand_over(world)
    world.stub.live.put_nowait(spoken("First", 5))
    await expect(world.at(".c-who")).to_have_count(1)
    world.stub.live.put_nowait(None)
    world.stub.live.put_nowait(spoken("First", 5))
    world.stub.live.put_nowait(spoken("Second", 6))
    await expect(world.at(".c-who")).to_have_count(2)
    await expect(world.at(".c-bot").last).to_contain_text("Second")
    assert world.stub.followed == [0, 5]


async def test_a_visitor_who_types_is_announced_only_now_and_then(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await world.page.locator("textarea").press_sequentially("Hi")
    await hand_over(world)
    await world.page.locator("textarea").press_sequentially("Is anybody there?", delay=30)
    await world.page.wait_for_timeout(300)
    assert world.stub.typed == 1


async def test_the_end_is_told_and_the_next_message_begins_anew(world: World) -> None:
    await hand_over(world)
    world.stub.live.put_nowait(("state", {"state": "closed", "queue": None, "operator": None}))
    world.stub.live.put_nowait(None)
    await expect(world.at(".c-note").last).to_have_text("This conversation was closed.")
    assert (await world.page.evaluate("pb('status')"))["conversationId"] is None
    world.stub.script = Script()
    await world.ask("One more thing")
    await expect(world.at(".c-sources")).to_have_count(2)
    await world.page.wait_for_timeout(1500)
    assert len(world.stub.followed) == 1


async def test_a_conversation_given_back_to_the_bot_is_followed_no_more(world: World) -> None:
    await hand_over(world)
    world.stub.live.put_nowait(("state", {"state": "bot", "queue": None, "operator": None}))
    world.stub.live.put_nowait(None)
    await expect(world.at(".c-status")).to_have_text("")
    await world.page.wait_for_timeout(1500)
    assert len(world.stub.followed) == 1


async def test_nobody_there_is_said_and_the_form_offered(world: World) -> None:
    world.stub.script = Script(handoff={"state": "bot", "queue": None, "away": "We are back on Monday."})
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("A person, please")
    await expect(world.at(".c-bot").last).to_have_text("We are back on Monday.")
    await expect(world.at(".c-lead")).to_be_visible()
    assert world.stub.followed == []


async def test_a_reload_finds_the_person_again_and_what_they_said_meanwhile(world: World) -> None:
    await hand_over(world)
    world.stub.history.append(
        {"id": "o5", "seq": 5, "role": "operator", "text": "Hi", "citations": [], "state": "done"}
    )
    world.stub.history[-1]["operator"] = GRACE
    world.stub.state = {"state": "human", "queue": None, "operator": GRACE}
    world.stub.live.put_nowait(None)
    await world.page.reload()
    world.stub.live.put_nowait(spoken("Hi", 5))
    world.stub.live.put_nowait(spoken("Still there?", 7))
    await world.open()
    await expect(world.at(".c-who")).to_have_count(2)


async def test_what_a_person_says_to_a_closed_window_is_counted(world: World) -> None:
    await hand_over(world)
    await world.page.keyboard.press("Escape")
    world.stub.live.put_nowait(spoken("Still there?", 5))
    world.stub.live.put_nowait(spoken("Hello?", 6))
    await expect(world.at(".c-badge")).to_have_text("2")
    await world.open()
    await expect(world.at(".c-who")).to_have_count(2)
    await expect(world.at(".c-badge")).to_have_text("")


async def test_the_page_hears_of_everything(world: World) -> None:
    listen = "window.__heard = []; for (const name of ['reply','citation','feedback','handoff','unread'])"
    world.stub.script = Script(handoff=WAITING)
    await world.visit(ONE_LINE)
    await world.open()
    await world.page.evaluate(listen + " pb('on', name, (told) => window.__heard.push([name, told]))")
    await world.ask("A person, please")
    await expect(world.at(".c-status")).to_have_text("You are number 2 in line.")
    await world.page.get_by_role("button", name="This was helpful").click()
    await expect(world.at(".c-more")).to_have_text("Thank you!")
    await world.page.keyboard.press("Escape")
    world.stub.live.put_nowait(spoken("Hello"))
    await expect(world.at(".c-badge")).to_have_text("1")
    heard = await world.page.evaluate("window.__heard")
    assert [name for name, _ in heard] == ["citation", "reply", "handoff", "feedback", "reply", "unread"]
    assert (heard[2][1], heard[3][1]["rating"], heard[4][1], heard[5][1]) == (WAITING, "up", "Hello", 1)


async def offer(world: World, action: dict[str, Any]) -> None:
    world.stub.script = Script(action=action)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Please do")
    await expect(world.at(".c-lead")).to_be_visible()


@pytest.mark.parametrize(("button", "confirm"), [("Confirm", True), ("Cancel", False)])
async def test_nothing_is_done_before_the_visitor_says_so(world: World, button: str, confirm: bool) -> None:
    await offer(world, CONFIRM)
    await expect(world.at(".c-lead")).to_contain_text("Cancel order. No: 7")
    assert world.stub.decisions == []
    world.stub.script = Script()
    await world.page.get_by_role("button", name=button).press("Enter")
    await expect(world.at(".c-sources")).to_have_count(2)
    await expect(world.at(".c-lead")).to_have_count(0)
    [decided] = world.stub.decisions
    assert (decided["call"], decided["confirm"], decided["fields"]) == ("a1", confirm, {} if confirm else None)
    assert (decided["page"], decided["conversation"]) == (f"{world.shop}/pages/p", "c1")


async def test_a_form_of_an_action_is_checked_and_told_beside_its_fields(world: World) -> None:
    await offer(world, FORM)
    send = world.page.get_by_role("button", name="Confirm", exact=True)
    await send.click()
    await expect(world.at(".c-field").first).to_contain_text("Please fill this in.")
    await world.page.get_by_label("Order number").fill("12")
    await world.page.get_by_label("Size").select_option("9")
    await world.page.get_by_label("A gift").check()
    world.stub.action_error = {"code": "invalid", "message": "There is no such order.", "field": "order"}
    await send.click()
    await expect(world.at(".c-field").first).to_contain_text("There is no such order.")
    await expect(world.page.get_by_label("Order number")).to_be_focused()
    world.stub.action_error = None
    await send.click()
    await expect(world.at(".c-sources")).to_have_count(2)
    assert world.stub.decisions[-1]["fields"] == {"order": "12", "size": "9", "gift": "on"}


async def test_an_open_offer_is_there_again_after_a_reload(world: World) -> None:
    await offer(world, CONFIRM)
    world.stub.history[-1]["actions"] = [CONFIRM]
    await world.page.reload()
    await world.open()
    await world.page.get_by_role("button", name="Confirm").click()
    await expect(world.at(".c-sources")).to_have_count(2)


async def test_it_all_works_under_a_strict_content_security_policy(world: World) -> None:
    world.stub.headers = {"Content-Security-Policy": STRICT.replace("{api}", world.stub.origin)}
    await hand_over(world)
    world.stub.live.put_nowait(spoken("Hello"))
    await expect(world.at(".c-who .c-face")).to_have_text("G")
    assert world.complaints == []


async def test_no_payload_runs_from_operators_or_actions(world: World) -> None:
    await world.page.add_init_script(TRAP)
    foreign: list[str] = []
    world.page.on("request", lambda request: foreign.append(request.url) if "127.0.0.1" not in request.url else None)
    texts = payloads()
    fields = [field | {"label": texts[at], "help": texts[at], "choices": texts} for at, field in enumerate(FIELDS)]
    world.stub.script = Script(action=FORM | {"title": texts[3], "fields": fields}, handoff=WAITING)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Hello")
    await expect(world.at(".c-lead")).to_be_visible()
    for at, text in enumerate(texts):
        poisoned = {"name": text, "avatar": ["https://evil.test/a.png", "javascript:__x(1)", text][at % 3]}
        world.stub.live.put_nowait(("typing", {"name": text}))
        world.stub.live.put_nowait(spoken(text, at + 5, operator=poisoned))
    world.stub.live.put_nowait(
        ("state", {"state": "human", "queue": None, "operator": {"name": texts[7], "avatar": None}})
    )
    await expect(world.at(".c-who")).to_have_count(len(texts))
    await world.page.wait_for_timeout(300)
    assert await world.page.evaluate("window.__hits") == []
    assert foreign == []
    await expect(world.at(".c-who img")).to_have_count(0)
