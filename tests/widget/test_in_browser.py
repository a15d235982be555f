"""The built widget in a real Chromium, on another origin, against a stub of the API; long: one browser serves all."""

import pytest
from playwright.async_api import expect

from tests.widget.stub_server import Script
from tests.widget.world import EMPTY, LOADER, ONE_LINE, STRICT, TRAP, TWO_SCRIPTS, WITH, World, payloads

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("html", [ONE_LINE, TWO_SCRIPTS], ids=["one line", "two scripts"])
async def test_an_embedded_bubble_opens_a_window(world: World, html: str) -> None:
    await world.visit(html)
    await world.open()
    await expect(world.at(".c-window")).to_contain_text("Ask me about sizes")
    assert world.complaints == []


async def test_the_queueing_loader_starts_what_was_asked_for_before(world: World) -> None:
    await world.visit(LOADER)
    await expect(world.at("textarea")).to_be_focused()


async def test_options_in_the_page_win_over_the_configuration(world: World) -> None:
    await world.visit(TWO_SCRIPTS)
    launcher = world.at(".c-launcher")
    await expect(world.page.locator("pb-widget")).to_have_css("--pb-color", "#0f766e")
    box = await launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100


async def test_the_bubble_is_drawn_at_once_when_the_colour_is_remembered(world: World) -> None:
    await world.visit(ONE_LINE)
    await expect(world.page.locator("pb-widget")).to_have_css("--pb-color", "#8b5cf6")
    world.stub.config_delay_seconds = 5
    await world.page.reload()
    await expect(world.at(".c-launcher")).to_be_visible(timeout=3000)


async def test_an_answer_streams_with_its_citations(world: World) -> None:
    world.stub.script = Script(pause_seconds=0.3, split=True)
    await world.visit(ONE_LINE)
    await world.open()
    await world.page.get_by_role("button", name="Do you have size 9 in red?").click()
    await expect(world.at(".c-live strong")).to_have_text("size 9")
    await expect(world.at(".c-sources summary")).to_have_text("1Red sneakers")
    await expect(world.at(".c-live")).to_have_count(0)
    await expect(world.at(".c-chip")).to_have_count(0)
    assert world.stub.asked[0]["message"] == "Do you have size 9 in red?"


async def test_a_number_in_the_answer_opens_the_sentence_it_comes_from_and_the_way_there(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    link = world.at(".c-sources a")
    await expect(link).to_be_hidden()
    await world.at("p button.c-cite").click()
    await expect(world.at(".c-sources blockquote")).to_have_text("size 9")
    await expect(world.at(".c-sources summary")).to_be_focused()
    await expect(link).to_be_visible()
    assert await link.get_attribute("href") == "https://shop.test/red#:~:text=size%209"
    assert await link.get_attribute("rel") == "noopener noreferrer nofollow"


@pytest.mark.parametrize("mode", ["json", "cut", "expired"])
async def test_an_answer_arrives_without_a_working_stream(world: World, mode: str) -> None:
    world.stub.script = Script(mode=mode)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources summary")).to_contain_text("Red sneakers")
    assert len({asked["id"] for asked in world.stub.asked}) == 1
    assert world.stub.sessions == (2 if mode == "expired" else 1)


async def test_a_broken_stream_goes_on_where_it_broke_without_doubles(world: World) -> None:
    world.stub.script = Script(mode="half")
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources summary")).to_contain_text("Red sneakers")
    await expect(world.at(".c-bot p").last).to_have_text("Yes, size 9 is in stock 1.")
    assert (world.stub.resumed, len(world.stub.asked)) == ([len("Yes, **size 9** is ")], 1)


async def test_an_answer_can_be_stopped_and_what_was_said_stays(world: World) -> None:
    world.stub.script = Script(pieces=[f"word{number} " for number in range(200)], pause_seconds=0.1)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-live")).to_contain_text("word2")
    await world.page.get_by_role("button", name="Stop answering").click()
    await expect(world.at(".c-note")).to_have_text("The answer was stopped.")
    await expect(world.at(".c-bot").last).to_contain_text("word2")
    await expect(world.page.get_by_role("button", name="Send message")).to_be_disabled()
    assert world.stub.stopped == ["r1"]


async def test_a_visitor_says_what_was_wrong_with_an_answer(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    down = world.page.get_by_role("button", name="This was not helpful")
    await down.click()
    await expect(down).to_have_attribute("aria-pressed", "true")
    await world.page.get_by_role("button", name="Not complete").click()
    await expect(world.at(".c-more")).to_have_text("Thank you!")
    opinion = {"message": "r1", "rating": "down", "reason": ""}
    assert world.stub.opinions == [opinion, opinion | {"reason": "incomplete"}]


async def test_an_answer_cut_short_can_be_asked_for_anew_and_the_half_stays(world: World) -> None:
    world.stub.script = Script(ending="truncated")
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-note")).to_have_text("The answer was cut short.")
    world.stub.script = Script()
    await world.page.get_by_role("button", name="Try again").click()
    await expect(world.at(".c-sources")).to_have_count(2)
    assert len({asked["id"] for asked in world.stub.asked}) == 2
    assert {asked["message"] for asked in world.stub.asked} == {"Size 9?"}


async def test_a_refusal_is_shown_and_can_be_tried_again(world: World) -> None:
    world.stub.script = Script(mode="refuse")
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-error")).to_contain_text("Please wait a minute.")
    world.stub.script = Script()
    await world.page.get_by_role("button", name="Try again").click()
    await expect(world.at(".c-sources")).to_be_visible()
    await expect(world.at(".c-error")).to_have_count(0)
    assert len({asked["id"] for asked in world.stub.asked}) == 1


async def test_a_new_conversation_drops_the_answer_on_its_way(world: World) -> None:
    world.stub.script = Script(pieces=["one ", "two ", "three"], pause_seconds=0.5)
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-live")).to_be_visible()
    await world.choose("Start a new conversation")
    await world.page.wait_for_timeout(1000)
    await expect(world.at(".c-msg")).to_have_count(1)
    assert len(world.stub.asked) == 1


async def test_an_option_goes_by_each_of_its_names_and_a_bad_value_does_no_harm(world: World) -> None:
    await world.visit(EMPTY)
    good = "{bot_name: 'Bo', zIndex: 7, auto_open: 0, theme: 'dark'}"
    await world.page.evaluate(f"pb('init', 'shoe-store-k3f9', {good})")
    await expect(world.page.get_by_role("dialog", name="Bo")).to_be_visible()
    await expect(world.at(".c-root")).to_have_css("z-index", "7")
    assert world.complaints == []
    bad = "{botName: null, z_index: '7;}', position: 'middle', color: 'red;}', autoOpen: 'soon', sparkle: 1}"
    await world.page.evaluate(f"pb('update', {bad}); pb('update'); pb('send', ' ')")
    await expect(world.at(".c-window")).to_be_visible()
    await expect(world.at(".c-root")).to_have_css("right", "20px")
    await expect(world.at(".c-root")).to_have_css("z-index", "7")
    await world.page.wait_for_timeout(200)
    assert set(world.complaints) == {"PrivexBot: no text"}


async def test_a_failed_ending_is_an_error(world: World) -> None:
    world.stub.script = Script(ending="failed", payload={"code": "model", "retryable": True})
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-error")).to_contain_text("Something went wrong")


async def test_a_bot_that_does_not_know_offers_the_form_and_the_lead_is_kept(world: World) -> None:
    world.stub.script = Script(pieces=["I do not know."], citations=[], payload={"grounded": False})
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Hats?")
    send = world.page.get_by_role("button", name="Send", exact=True)
    await send.click()
    problems = world.at(".c-lead .c-problem").filter(has_text="Please fill this in.")
    await expect(problems).to_have_count(2)
    await world.page.get_by_label("E-mail").fill("ada@example.com")
    await world.page.get_by_label("I agree").check()
    world.stub.lead_error = {"code": "invalid", "message": "We cannot write to this address.", "field": "email"}
    await send.click()
    await expect(world.at(".c-field").filter(has_text="We cannot write")).to_contain_text("E-mail")
    world.stub.lead_error = None
    await send.click()
    await expect(world.at(".c-lead")).to_contain_text("Thank you!")
    assert world.stub.leads[0]["fields"] == {"name": "", "email": "ada@example.com", "consent": "on"}


async def test_a_reload_brings_the_conversation_back(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    await world.page.reload()
    await world.open()
    await expect(world.at(".c-you")).to_have_text("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()


async def test_escape_closes_and_gives_the_focus_back(world: World) -> None:
    await world.visit(ONE_LINE)
    await world.open()
    await world.page.keyboard.press("Escape")
    await expect(world.at(".c-window")).to_be_hidden()
    await expect(world.at(".c-launcher")).to_be_focused()


async def test_it_works_under_a_strict_content_security_policy(world: World) -> None:
    world.stub.headers = {"Content-Security-Policy": STRICT.replace("{api}", world.stub.origin)}
    await world.visit(ONE_LINE)
    await world.page.evaluate("0")
    await world.open()
    await world.ask("Size 9?")
    await expect(world.at(".c-sources")).to_be_visible()
    await expect(world.page.locator("pb-widget")).to_have_css("--pb-color", "#8b5cf6")
    assert world.complaints == []


async def test_one_global_and_no_trace_after_destroy(world: World) -> None:
    await world.visit(WITH)
    before = set(await world.page.evaluate("Object.getOwnPropertyNames(window)"))
    await world.visit(EMPTY)
    await world.page.evaluate("pb('init', 'shoe-store-k3f9', {autoOpen: 0})")
    await expect(world.at("textarea")).to_be_visible()
    assert set(await world.page.evaluate("Object.getOwnPropertyNames(window)")) - before == {"pb", "privexbot"}
    await world.page.evaluate("pb('destroy')")
    assert await world.page.evaluate("document.querySelectorAll('pb-widget').length") == 0
    await world.page.evaluate("pb('init', 'another-bot')")
    await expect(world.at(".c-launcher")).to_be_visible()


async def test_commands_do_what_they_say_and_mistakes_only_warn(world: World) -> None:
    await world.visit(EMPTY)
    await world.page.evaluate("heard = []; pb('on', 'reply', (text) => heard.push(text)); pb('open'); pb('fly')")
    await world.page.evaluate("pb('init', {id: 'shoe-store-k3f9', options: {launcher_text: 'Help', sparkle: 1}})")
    await expect(world.page.get_by_role("button", name="Help")).to_be_visible()
    await world.page.evaluate("pb('fly'); pb('on', 'party', 1); pb('init', {}); pb()")
    await world.page.evaluate("pb('send', 'Size 9?')")
    await expect(world.at(".c-sources")).to_be_visible()
    await world.page.evaluate("pb('update', {color: '#facc15', theme: 'dark'})")
    await expect(world.page.locator("pb-widget")).to_have_css("--pb-color", "#facc15")
    status = await world.page.evaluate("pb('status')")
    assert status == {"initialized": True, "isOpen": True, "conversationId": "c1", "unread": 0, "mode": "bubble"}
    assert await world.page.evaluate("heard") == ["Yes, **size 9** is in stock [1]."]
    await world.page.evaluate("pb('close'); pb('hide')")
    await expect(world.at(".c-launcher")).to_be_hidden()
    assert len(world.complaints) == 5


async def test_an_unknown_bot_draws_nothing_and_warns(world: World) -> None:
    await world.visit(EMPTY)
    await world.page.evaluate("pb('init', 'unknown', {color: 'red'})")
    await expect(world.at("pb-widget")).to_have_count(0)
    assert len(world.complaints) == 1


async def test_a_phone_gets_the_whole_screen(world: World) -> None:
    await world.page.set_viewport_size({"width": 390, "height": 700})
    await world.page.emulate_media(reduced_motion="reduce")
    await world.visit(ONE_LINE)
    await world.open()
    assert await world.at(".c-window").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 700}
    await expect(world.at(".c-launcher")).to_be_hidden()


async def test_no_payload_runs_from_a_stream_or_from_history(world: World) -> None:
    foreign: list[str] = []
    world.page.on("request", lambda request: foreign.append(request.url) if "127.0.0.1" not in request.url else None)
    world.page.on("dialog", lambda dialog: foreign.append(dialog.message))
    await world.page.add_init_script(TRAP)
    texts = payloads()
    pieces = [piece for text in texts for piece in (*text.split("|"), "\n\n")]
    citation = {"n": 1, "title": texts[0], "url": "javascript:__x(1)", "quote": texts[5], "source": texts[6]}
    world.stub.script = Script(pieces=pieces, citations=[citation])
    world.stub.config = {"greeting": "\n\n".join(texts), "suggestions": texts[:20], "name": texts[5]}
    await world.visit(ONE_LINE)
    await world.open()
    await world.ask(texts[5])
    await expect(world.at(".c-sources")).to_be_attached()
    await world.page.reload()
    await world.open()
    await expect(world.at(".c-sources")).to_be_attached()
    for link in await world.at(".c-msg p a").all():
        assert (await link.get_attribute("href") or "").startswith(("http://", "https://", "mailto:"))
        await link.hover(force=True)
    assert await world.page.evaluate("window.__hits") == []
    assert foreign == []
    assert await world.page.evaluate("[...document.body.children].map((node) => node.tagName).join()") == "H1,SCRIPT"
