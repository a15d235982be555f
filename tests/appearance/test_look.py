"""How the widget looks and behaves: what the owner sets reaches the config, and nothing can break out of its style."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from privexbot_app.errors import Forbidden, Invalid, NotFound
from privexbot_app.models import Role
from privexbot_app.services import versions
from privexbot_app.services.widget_behaviour import WidgetBehaviour
from privexbot_app.services.widget_look import WidgetLook
from privexbot_app.services.widget_settings import WidgetSettings, get_widget, set_behaviour, set_look
from tests.appearance.styles import style_of

LOOK = {
    "theme": "dark",
    "position": "top-left",
    "offset_x": 0,
    "offset_y": 90,
    "width": 420,
    "height": 700,
    "radius": 4,
    "font": 'Georgia, "Open Sans", serif',
    "launcher_icon": "spark",
    "launcher_text": "Ask us",
}
TOLD = {
    "theme": "dark",
    "position": "top-left",
    "launcher_icon": "✨",
    "launcher_text": "Ask us",
    "color": "#0f766e",
    "offset-x": "0px",
    "offset-y": "90px",
    "width": "420px",
    "height": "700px",
    "radius": "4px",
    "font": 'Georgia, "Open Sans", serif',
}
UNTOUCHED = {
    "theme": "auto",
    "position": "bottom-right",
    "launcher_icon": "",
    "launcher_text": "",
    "avatar_url": None,
    "show_branding": True,
    "auto_open": "never",
    "sound": False,
    "image_hosts": [],
    "rules": [],
}


async def test_a_chatbot_that_nobody_touched_looks_as_it_always_did(config):
    told = await config()

    assert {name: told[name] for name in UNTOUCHED} == UNTOUCHED


async def test_the_owners_looks_reach_the_widget_and_change_nothing_else(alice, alices_bot, config):
    before = await config()
    await set_look(alice, alices_bot.id, WidgetLook(**LOOK), "#0f766e")

    assert await config() == before | TOLD


async def test_a_colour_is_a_colour_and_nothing_else(alice, alices_bot, config):
    before = await config()
    for color in ("red", "#fff", "#123456;}", "#12345g", ""):
        with pytest.raises(Invalid):
            await set_look(alice, alices_bot.id, WidgetLook(), color)
    assert await config() == before


async def test_a_size_that_is_left_out_is_the_widgets_own(alice, alices_bot, config):
    await set_look(alice, alices_bot.id, WidgetLook(width=300), "#0f766e")

    assert style_of(await config()) == {"width": "300px"}


@pytest.mark.parametrize(
    "font",
    [
        "x;} body{display:none",
        "url(https://evil.test/f)",
        "a, url(x)",
        'Arial"; color: red',
        "</style><script>alert(1)</script>",
        "Arial, ",
        "'Open Sans\"",
        "\\61 rial",
        "expression(alert(1))",
        "1Arial",
        "a" * 201,
    ],
)
def test_a_font_is_names_of_fonts_and_nothing_else(font):
    with pytest.raises(ValidationError):
        WidgetLook(font=font)


@pytest.mark.parametrize("font", ["", "Georgia", "system-ui, sans-serif", "'Open Sans', Noto Sans JP, serif", "Grüße"])
def test_lists_of_font_families_are_fine(font):
    assert WidgetLook(font=f" {font} ").font == font


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("theme", "pink"),
        ("position", "middle"),
        ("launcher_icon", "https://evil.test/x.svg"),
        ("width", 100),
        ("height", 5000),
        ("radius", -1),
        ("offset_x", 401),
        ("launcher_text", "x" * 41),
        ("z_index", 1),
    ],
)
def test_what_the_widget_cannot_be_is_refused(field, value):
    with pytest.raises(ValidationError) as refused:
        WidgetLook(**{field: value})
    assert refused.value.errors()[0]["loc"] == (field,)


async def test_the_owners_behaviour_reaches_the_widget(alice, alices_bot, config):
    hosts = ["https://CDN.example.com/pictures/", "localhost:8100", "bücher.example"]
    wanted = WidgetBehaviour(auto_open=5, sound=True, show_branding=False, image_hosts=hosts)
    await set_behaviour(alice, alices_bot.id, wanted)

    told = await config()
    assert (told["auto_open"], told["sound"], told["show_branding"]) == ("5", True, False)
    assert told["image_hosts"] == ["cdn.example.com", "localhost:8100", "xn--bcher-kva.example"]


@pytest.mark.parametrize(
    "host", ["", "*", "*.example.com", "a b", "javascript:alert(1)", "cdn.example.com;", "a@b.test"]
)
def test_a_server_of_pictures_is_one_exact_name(host):
    with pytest.raises(ValidationError):
        WidgetBehaviour(image_hosts=[host])


async def test_looks_and_behaviour_do_not_overwrite_each_other(alice, alices_bot):
    await set_behaviour(alice, alices_bot.id, WidgetBehaviour(sound=True))
    await set_look(alice, alices_bot.id, WidgetLook(radius=0), "#000000")

    kept = await get_widget(alice, alices_bot.id)
    assert kept == WidgetSettings(look=WidgetLook(radius=0), behaviour=WidgetBehaviour(sound=True))


async def test_a_live_bots_looks_are_versions_that_can_be_gone_back_to(alice, alices_bot, config):
    await set_look(alice, alices_bot.id, WidgetLook(**LOOK), "#0f766e")
    await set_behaviour(alice, alices_bot.id, WidgetBehaviour(auto_open=0))
    [latest, before, *_] = await versions.list_versions(alice, alices_bot.id)
    assert latest.settings["widget"]["behaviour"] == {"auto_open": 0}

    await versions.roll_back(alice, alices_bot.id, before.number)
    told = await config()
    assert (told["auto_open"], style_of(told)) == ("never", style_of(TOLD))
    await versions.roll_back(alice, alices_bot.id, 1)
    assert style_of(await config()) == {}


async def test_only_editors_of_the_workspace_change_looks(alice, mallory, alices_bot):
    onlooker = replace(alice, role=Role.VIEWER)
    for change in (
        set_look(onlooker, alices_bot.id, WidgetLook(), "#000000"),
        set_behaviour(onlooker, alices_bot.id, WidgetBehaviour()),
    ):
        with pytest.raises(Forbidden):
            await change
    for call in (
        set_look(mallory, alices_bot.id, WidgetLook(), "#000000"),
        set_behaviour(mallory, alices_bot.id, WidgetBehaviour()),
        get_widget(mallory, alices_bot.id),
    ):
        with pytest.raises(NotFound):
            await call
