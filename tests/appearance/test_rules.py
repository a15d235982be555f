"""Messages of the chatbot's own accord: kept in their order, told to the widget, said in plain words to the owner."""

import pytest
from pydantic import ValidationError

from privexbot_app.errors import Conflict, NotFound
from privexbot_app.services import proactive, versions
from privexbot_app.services.widget_rules import MOST_RULES, Rule, RuleForm
from privexbot_app.services.widget_settings import get_widget

SIZES = RuleForm(text=" Need help \n with sizes? ", seconds=10, path="/shoes/*")
BYE = RuleForm(text="Before you go …", exit=True, open=True)


async def texts(viewer, bot):
    return [rule.text for rule in (await get_widget(viewer, bot.id)).rules]


async def test_a_rule_is_told_to_the_widget_as_the_owner_wrote_it(alice, alices_bot, config):
    rule = await proactive.add_rule(alice, alices_bot.id, SIZES)

    told = {"id": rule.id, "text": "Need help with sizes?", "seconds": 10, "scroll": 0, "pattern": r"^/shoes/.*$"}
    assert (await config())["rules"] == [told | {"exit": False, "open": False}]


async def test_rules_are_moved_edited_and_deleted(alice, alices_bot):
    first = await proactive.add_rule(alice, alices_bot.id, SIZES)
    second = await proactive.add_rule(alice, alices_bot.id, BYE)

    await proactive.move_rule(alice, alices_bot.id, second.id, -1)
    await proactive.move_rule(alice, alices_bot.id, second.id, -1)
    assert await texts(alice, alices_bot) == [BYE.text, SIZES.text]

    await proactive.move_rule(alice, alices_bot.id, second.id, 1)
    await proactive.edit_rule(alice, alices_bot.id, first.id, SIZES.model_copy(update={"seconds": 20}))
    [edited, _] = (await get_widget(alice, alices_bot.id)).rules
    assert (edited.id, edited.seconds) == (first.id, 20)

    await proactive.delete_rule(alice, alices_bot.id, first.id)
    assert await texts(alice, alices_bot) == [BYE.text]


async def test_the_first_and_the_last_stay_where_they_are(alice, alices_bot):
    rules = [await proactive.add_rule(alice, alices_bot.id, RuleForm(text=text)) for text in "abc"]

    await proactive.move_rule(alice, alices_bot.id, rules[0].id, -1)
    await proactive.move_rule(alice, alices_bot.id, rules[2].id, 1)
    assert await texts(alice, alices_bot) == ["a", "b", "c"]


async def test_other_words_are_another_message_to_who_has_seen_the_old_one(alice, alices_bot):
    rule = await proactive.add_rule(alice, alices_bot.id, SIZES)
    await proactive.edit_rule(alice, alices_bot.id, rule.id, BYE)

    [edited] = (await get_widget(alice, alices_bot.id)).rules
    assert edited.id != rule.id


async def test_there_is_room_for_so_many(alice, alices_bot):
    for _ in range(MOST_RULES):
        await proactive.add_rule(alice, alices_bot.id, BYE)
    with pytest.raises(Conflict):
        await proactive.add_rule(alice, alices_bot.id, BYE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", " "),
        ("text", "x" * 201),
        ("seconds", -1),
        ("seconds", 3601),
        ("scroll", 101),
        ("path", "shoes"),
        ("path", "https://shop.example/shoes"),
        ("path", "/shoes?size=9"),
        ("path", "/" + "x" * 200),
    ],
)
def test_a_rule_that_could_never_hold_is_refused(field, value):
    with pytest.raises(ValidationError) as refused:
        RuleForm(**({"text": "Hi"} | {field: value}))
    assert refused.value.errors()[0]["loc"] == (field,)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"seconds": 1, "path": "/shoes/*"}, "After 1 second, on /shoes/*, beside the launcher."),
        (
            {"seconds": 10, "scroll": 50},
            "After 10 seconds and once 50% of the page was seen, on every page, beside the launcher.",
        ),
        ({"exit": True, "open": True}, "When the visitor is about to leave, on every page, in the opened window."),
        ({"path": "*"}, "At once, on every page, beside the launcher."),
    ],
)
def test_a_rule_is_said_in_plain_words(form, said):
    assert Rule(id="abcd", text="Hi", **form).summary() == said


async def test_rules_are_part_of_versions(alice, alices_bot):
    await proactive.add_rule(alice, alices_bot.id, SIZES)
    await versions.roll_back(alice, alices_bot.id, 1)
    assert await texts(alice, alices_bot) == []


async def test_a_stranger_and_an_unknown_rule_find_nothing(alice, mallory, alices_bot):
    rule = await proactive.add_rule(alice, alices_bot.id, SIZES)
    for call in (
        proactive.add_rule(mallory, alices_bot.id, BYE),
        proactive.edit_rule(mallory, alices_bot.id, rule.id, BYE),
        proactive.delete_rule(mallory, alices_bot.id, rule.id),
        proactive.move_rule(mallory, alices_bot.id, rule.id, 1),
        proactive.delete_rule(alice, alices_bot.id, "zzzz"),
    ):
        with pytest.raises(NotFound):
            await call
    assert await texts(alice, alices_bot) == ["Need help with sizes?"]
