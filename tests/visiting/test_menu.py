"""What the config says of the menu, the rating and files: what the owner allows, in the visitor's language."""

from dataclasses import replace

import pytest

from privexbot_app.errors import Forbidden, NotFound
from privexbot_app.models import Role
from privexbot_app.services import texts, versions, visitor_menu
from privexbot_app.services.visitor_menu import VisitorMenu
from tests.visiting.conftest import get_config
from widget_py.strings import STRINGS

TASK = {"label", "path", "method", "title", "fields", "go", "no", "thanks", "file"}


def called(menu):
    return [(task["method"], task["path"].partition("?")[0]) for task in menu]


async def test_the_menu_has_everything_but_mails_where_no_server_takes_them(client, taught_bot):
    config = await get_config(client, taught_bot)

    assert called(config["menu"]) == [
        ("GET", "/transcript"),
        ("POST", "/rating"),
        ("GET", "/my-data/summary"),
        ("GET", "/my-data"),
        ("DELETE", "/my-data"),
    ]
    assert all(set(task) == TASK for task in [*config["menu"], config["rating"]])
    assert config["uploads"] is None


async def test_with_a_server_a_copy_by_mail_comes_first(client, taught_bot, smtp):
    [mail, *_] = (await get_config(client, taught_bot))["menu"]

    assert (mail["method"], mail["path"], mail["label"]) == (
        "POST",
        "/transcript?language=en",
        "E-mail me this conversation",
    )
    [address] = mail["fields"]
    assert (address["name"], address["type"], address["required"]) == ("email", "email", True)


async def test_what_the_owner_turns_off_is_gone(client, taught_bot, smtp, allow):
    names = [name for name, field in VisitorMenu.model_fields.items() if field.annotation is bool]
    await allow(**dict.fromkeys(names, False))

    config = await get_config(client, taught_bot)
    assert (config["menu"], config["rating"], config["uploads"]) == ([], None, None)


async def test_the_rating_asks_for_stars_and_a_comment_that_may_be_left_out(client, taught_bot):
    stars, comment = (await get_config(client, taught_bot))["rating"]["fields"]

    assert (stars["name"], stars["type"], stars["required"]) == ("stars", "select", True)
    assert stars["choices"] == ["", "★★★★★", "★★★★", "★★★", "★★", "★"]
    assert (comment["name"], comment["type"], comment["required"]) == ("comment", "textarea", False)


async def test_files_are_told_by_type_ending_and_size(client, taught_bot, allow):
    await allow(uploads=True, upload_kinds=["images", "pdf"])

    uploads = (await get_config(client, taught_bot))["uploads"]
    assert uploads["accept"].split(",") == [
        *("image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"),
        *(".png", ".jpg", ".jpeg", ".webp", ".gif", ".pdf"),
    ]
    assert (uploads["max_bytes"], uploads["max_files"]) == (5_000_000, 3)


async def test_the_menu_speaks_the_visitors_language_and_the_owners_words(client, alice, taught_bot):
    await texts.set_texts(alice, taught_bot.id, "de", {"task_delete_label": "Weg damit"})

    german = await get_config(client, taught_bot, "de")
    assert german["menu"][0]["label"] == "Diesen Chat herunterladen"
    assert german["menu"][-1]["label"] == "Weg damit"
    assert not [key for key in german["strings"] if key.startswith("task_")]


@pytest.mark.parametrize("language", sorted(STRINGS))
async def test_no_menu_is_half_in_english(client, taught_bot, smtp, language):
    if language == "en":
        return
    theirs, ours = await get_config(client, taught_bot, language), await get_config(client, taught_bot)

    for task, english in zip(theirs["menu"], ours["menu"], strict=True):
        assert task["label"] != english["label"] and task["title"] != english["title"]


async def test_a_change_on_a_live_bot_is_a_version_that_can_be_gone_back_to(alice, taught_bot, allow):
    await allow(rating=False)
    await allow(rating=True)
    kept = await versions.list_versions(alice, taught_bot.id)
    before = next(one.number for one in kept if one.settings["visitor_menu"].get("rating") is False)

    bot = await versions.roll_back(alice, taught_bot.id, before)
    assert bot.visitor_menu["rating"] is False


async def test_only_editors_of_the_workspace_change_the_menu(alice, mallory, taught_bot):
    with pytest.raises(Forbidden):
        await visitor_menu.set_visitor_menu(replace(alice, role=Role.VIEWER), taught_bot.id, VisitorMenu())
    for call in (
        visitor_menu.set_visitor_menu(mallory, taught_bot.id, VisitorMenu()),
        visitor_menu.get_visitor_menu(mallory, taught_bot.id),
    ):
        with pytest.raises(NotFound):
            await call
