"""The chatbot's face and its launcher as pictures: by their bytes, under their hash, for ever."""

import pytest

from privexbot_app.errors import Invalid, NotFound, TooLarge
from privexbot_app.services import versions, widget_pictures
from privexbot_app.services.widget_pictures import MOST_PICTURES, PICTURE_BYTES, delete_picture, set_picture
from tests.appearance.conftest import PNG

OTHERS = {
    "image/jpeg": b"\xff\xd8\xff\xe0" + b"0" * 20,
    "image/gif": b"GIF89a" + b"0" * 20,
    "image/webp": b"RIFF0000WEBPVP8 ",
}


async def test_a_face_is_served_from_our_origin_and_kept_for_ever(alice, alices_bot, client, config):
    await set_picture(alice, alices_bot.id, "avatar", PNG)

    path = (await config())["avatar_url"]
    assert path.startswith(f"/api/v1/chatbots/{alices_bot.public_id}/avatar/")
    answer = await client.get(path)
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_a_picture_takes_the_place_of_the_drawing_on_the_launcher(alice, alices_bot, client, config):
    await set_picture(alice, alices_bot.id, "launcher", PNG)
    path = (await config())["launcher_icon"]
    assert (await client.get(path)).content == PNG

    await delete_picture(alice, alices_bot.id, "launcher")
    assert (await config())["launcher_icon"] == ""
    assert (await config())["avatar_url"] is None


@pytest.mark.parametrize("media_type", sorted(OTHERS))
async def test_a_picture_is_what_its_bytes_say(alice, alices_bot, client, config, media_type):
    await set_picture(alice, alices_bot.id, "avatar", OTHERS[media_type])

    assert (await client.get((await config())["avatar_url"])).headers["content-type"] == media_type


@pytest.mark.parametrize(
    ("image", "wrong"),
    [
        (b"<svg onload='alert(1)'/>", Invalid),
        (b"<html>", Invalid),
        (b"", Invalid),
        (b"RIFF0000WAVE", Invalid),
        (PNG + b"0" * PICTURE_BYTES, TooLarge),
    ],
)
async def test_what_is_no_small_picture_is_refused(alice, alices_bot, config, image, wrong):
    with pytest.raises(wrong):
        await set_picture(alice, alices_bot.id, "avatar", image)
    assert (await config())["avatar_url"] is None


async def test_an_older_version_still_has_its_picture(alice, alices_bot, client, config):
    await set_picture(alice, alices_bot.id, "avatar", PNG)
    first = (await config())["avatar_url"]
    await set_picture(alice, alices_bot.id, "avatar", OTHERS["image/gif"])
    kept = await versions.list_versions(alice, alices_bot.id)

    await versions.roll_back(alice, alices_bot.id, kept[1].number)
    assert (await config())["avatar_url"] == first
    assert (await client.get(first)).content == PNG


async def test_pictures_do_not_pile_up_and_those_in_use_stay(alice, alices_bot, client, config):
    await set_picture(alice, alices_bot.id, "launcher", PNG)
    launcher, oldest = (await config())["launcher_icon"], None
    for number in range(MOST_PICTURES):
        await set_picture(alice, alices_bot.id, "avatar", b"GIF89a" + bytes([number]))
        oldest = oldest or (await config())["avatar_url"]
    await set_picture(alice, alices_bot.id, "avatar", b"GIF89a!!")

    assert (await client.get(launcher)).status_code == 200
    assert (await client.get(oldest)).status_code == 404


async def test_one_chatbots_picture_is_not_another_ones(alice, mallory, alices_bot, client, config):
    await set_picture(alice, alices_bot.id, "avatar", PNG)
    path = (await config())["avatar_url"]
    other = path.replace(alices_bot.public_id, "another-bot")

    assert (await client.get(other)).status_code == 404
    with pytest.raises(NotFound):
        await set_picture(mallory, alices_bot.id, "avatar", PNG)
    with pytest.raises(NotFound):
        await delete_picture(mallory, alices_bot.id, "avatar")
    with pytest.raises(NotFound):
        await widget_pictures.get_picture(alices_bot.public_id, "0" * 16)
