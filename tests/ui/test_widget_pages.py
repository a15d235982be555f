"""Appearance, behaviour, messages and lead form in the dashboard: each option reaches the widget, no other changes."""

from io import BytesIO
from pathlib import Path

import pytest
import reflex as rx

from privexbot_app.errors import NotFound
from privexbot_app.services.widget_pictures import PICTURE_BYTES
from privexbot_app.ui.states.appearance import AppearanceState
from privexbot_app.ui.states.behaviour import BehaviourState
from privexbot_app.ui.states.lead_form import LeadFormState
from privexbot_app.ui.states.preview import PreviewState
from privexbot_app.ui.states.rules import RulesState
from tests.appearance.conftest import PNG

LOOK = {
    "color": "#6d4aff",
    "theme": "auto",
    "position": "bottom-right",
    "offset_x": "",
    "offset_y": "",
    "width": "",
    "height": "",
    "radius": "",
    "font": "",
    "launcher_icon": "chat",
    "launcher_text": "",
}
BEHAVIOUR = {"auto_open": "", "sound": None, "show_branding": "on", "image_hosts": ""}
RULE = {"text": "Hi!", "path": "", "seconds": "", "scroll": "", "exit": None, "open": None}


@pytest.mark.parametrize(
    ("field", "typed", "key", "value"),
    [
        ("color", "#0f766e", "color", "#0f766e"),
        ("theme", "dark", "theme", "dark"),
        ("position", "top-left", "position", "top-left"),
        ("offset_x", "0", "offset-x", "0px"),
        ("offset_y", "44px", "offset-y", "44px"),
        ("width", " 300 ", "width", "300px"),
        ("height", "900", "height", "900px"),
        ("radius", "2", "radius", "2px"),
        ("font", "Georgia, serif", "font", "Georgia, serif"),
        ("launcher_icon", "hand", "launcher_icon", "👋"),
        ("launcher_text", " Ask us ", "launcher_text", "Ask us"),
    ],
)
async def test_what_is_chosen_on_the_page_reaches_the_widget_and_changes_nothing_else(
    open_page, told, field, typed, key, value
):
    page, before = await open_page(AppearanceState), await told()
    await AppearanceState.save.fn(page, LOOK | {field: typed})

    assert await told() == before | {key: value}
    assert page.problem == "" and page.version == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("color", "red", "looks like #6d4aff"),
        ("color", "#fff;}x{}", "looks like #6d4aff"),
        ("theme", "pink", "cannot be used"),
        ("width", "wide", "not a whole number"),
        ("width", "1e9", "not a whole number"),
        ("height", "10", "at least 320"),
        ("radius", "99", "at most 40"),
        ("font", "x;} body{display:none", "names of fonts"),
        ("font", "url(//evil.test)", "names of fonts"),
        ("launcher_icon", "/evil.svg", "cannot be used"),
        ("launcher_text", "x" * 41, "too long"),
    ],
)
async def test_a_look_that_cannot_be_is_said_beside_its_field(open_page, told, field, typed, said):
    page, before = await open_page(AppearanceState), await told()
    await AppearanceState.save.fn(page, LOOK | {field: typed})

    assert page.problem_field == field and said in page.problem
    assert await told() == before


@pytest.mark.parametrize("form", [{}, {"color": {"$ne": 1}}, LOOK | {"z_index": "1"} | {"theme": None}])
async def test_a_form_that_no_page_sends_changes_nothing(open_page, told, form):
    page, before = await open_page(AppearanceState), await told()
    await AppearanceState.save.fn(page, form)

    assert page.problem and await told() == before


async def test_the_preview_follows_what_is_typed_and_keeps_nothing(open_page, told):
    page, before = await open_page(AppearanceState), await told()
    await AppearanceState.load.fn(page)
    first = page.preview_url
    await AppearanceState.put.fn(page, "radius", "4")
    second = page.preview_url
    await AppearanceState.put.fn(page, "radius", "4 apples")

    assert first != second == page.preview_url and second.startswith("/api/v1/preview/")
    for name, text in (("id", "x"), ("__class__", "x"), ("radius", {"$ne": 1})):
        await AppearanceState.put.fn(page, name, text)
    assert page._typed == page.kept | {"radius": "4 apples"}
    assert await told() == before


async def test_the_preview_is_turned_round(open_page):
    page = await open_page(AppearanceState)
    await AppearanceState.load.fn(page)
    first = page.preview_url
    await PreviewState.choose_light.fn(page, "dark")
    assert page.preview_url != first and page._draft.dark
    PreviewState.choose_device.fn(page, "watch")
    await PreviewState.choose_light.fn(page, "pink")
    await PreviewState.choose_stage.fn(page, "ajar")
    assert (page.light, page.stage, page.device) == ("light", "open", "desktop")


async def test_a_picture_is_kept_at_once_and_what_was_typed_stays(open_page, told):
    page = await open_page(AppearanceState)
    await AppearanceState.load.fn(page)
    await AppearanceState.put.fn(page, "launcher_text", "Ask")
    await AppearanceState.upload_avatar.fn(page, [rx.UploadFile(BytesIO(PNG), path=Path("a.png"))])
    await AppearanceState.upload_launcher.fn(page, [rx.UploadFile(BytesIO(PNG), path=Path("a.png"))])

    assert page._typed["launcher_text"] == "Ask" and page.version == 1
    config = await told()
    assert (config["avatar_url"], config["launcher_icon"]) == (page.pictures["avatar"], page.pictures["launcher"])
    await AppearanceState.remove_picture.fn(page, "avatar")
    await AppearanceState.remove_picture.fn(page, "../secret")
    assert (await told())["avatar_url"] is None and page.pictures["avatar"] == ""


async def test_what_is_no_picture_is_refused_beside_its_field(open_page, told):
    page = await open_page(AppearanceState)
    for content in (b"<svg onload='alert(1)'/>", PNG + b"0" * PICTURE_BYTES):
        await AppearanceState.upload_avatar.fn(page, [rx.UploadFile(BytesIO(content), path=Path("a.png"))])
        assert page.picture_problems["avatar"] and (await told())["avatar_url"] is None
    AppearanceState.reject_picture.fn(page, "launcher", [])
    assert "512 kB" in page.picture_problems["launcher"]


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("auto_open", "7", "7"),
        ("sound", "on", True),
        ("show_branding", None, False),
        ("image_hosts", "https://cdn.example.com/a\n\nimg.example.com", ["cdn.example.com", "img.example.com"]),
    ],
)
async def test_behaviour_reaches_the_widget_and_changes_nothing_else(open_page, told, field, typed, value):
    page, before = await open_page(BehaviourState), await told()
    await BehaviourState.save.fn(page, BEHAVIOUR | {field: typed})

    assert await told() == before | {field: value}
    await BehaviourState.load.fn(page)
    assert page.texts["auto_open"] == (typed if field == "auto_open" else "")


@pytest.mark.parametrize(("field", "typed"), [("auto_open", "soon"), ("auto_open", "601"), ("image_hosts", "a b")])
async def test_a_behaviour_that_cannot_be_is_said_beside_its_field(open_page, told, field, typed):
    page, before = await open_page(BehaviourState), await told()
    await BehaviourState.save.fn(page, BEHAVIOUR | {field: typed})

    assert page.problem_field == field and page.problem and await told() == before


async def test_messages_are_written_moved_changed_and_deleted(open_page, told):
    page = await open_page(RulesState)
    for text in ("First", "Second"):
        RulesState.start.fn(page)
        assert page.is_open and page.texts["seconds"] == "10"
        await RulesState.save.fn(page, RULE | {"text": text, "scroll": "50%", "exit": "on"})
    assert not page.is_open and [row.text for row in page.rows] == ["First", "Second"]

    await RulesState.move.fn(page, page.rows[1].id, -1)
    RulesState.start_edit.fn(page, page.rows[0].id)
    assert (page.texts["text"], page.texts["scroll"], page.switches) == ("Second", "50", {"exit": True, "open": False})
    await RulesState.save.fn(page, RULE | {"text": "Second", "seconds": "3", "path": "/a*", "open": "on"})
    await RulesState.delete.fn(page, page.rows[1].id)

    [rule] = (await told())["rules"]
    shown = {"text": "Second", "seconds": 3, "scroll": 0, "pattern": "^/a.*$", "exit": False, "open": True}
    assert rule == {"id": page.rows[0].id} | shown
    assert page.rows[0].summary == "After 3 seconds, on /a*, in the opened window."


@pytest.mark.parametrize(
    ("field", "typed"), [("text", " "), ("path", "shoes"), ("seconds", "x"), ("scroll", "101"), ("seconds", "-1")]
)
async def test_a_message_that_cannot_be_keeps_the_form_open(open_page, told, field, typed):
    page = await open_page(RulesState)
    RulesState.start.fn(page)
    await RulesState.save.fn(page, RULE | {field: typed})

    assert page.is_open and page.problem_field == field and page.problem
    assert (await told())["rules"] == []


@pytest.mark.parametrize(
    ("kind", "form"), [(AppearanceState, LOOK), (BehaviourState, BEHAVIOUR), (LeadFormState, {"title": "Mine"})]
)
async def test_a_stranger_reads_and_changes_nothing(open_page, told, mallorys_token, kind, form):
    page, before = await open_page(kind, token=mallorys_token), await told()
    for handler, given in ((kind.load, ()), (kind.save, (form,))):
        with pytest.raises(NotFound):
            await handler.fn(page, *given)
    assert not page.is_loaded and await told() == before


async def test_a_stranger_has_no_messages_pictures_or_previews(open_page, told, mallorys_token):
    before = await told()
    rules = await open_page(RulesState, token=mallorys_token)
    await RulesState.save.fn(rules, RULE)
    assert rules.problem == "There is no such chatbot."
    page = await open_page(AppearanceState, token=mallorys_token)
    page.kept = page._typed = LOOK
    for handler, given in ((AppearanceState.put, ("radius", "4")), (AppearanceState.remove_picture, ("avatar",))):
        with pytest.raises(NotFound):
            await handler.fn(page, *given)
    assert page.preview_url == "" and await told() == before
