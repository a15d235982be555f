"""The lead form in the dashboard: fields are added, moved, removed and named, and the widget draws them so."""

from privexbot_app.ui.states.lead_form import LeadFormState


async def lead_page(open_page):
    page = await open_page(LeadFormState)
    await LeadFormState.load.fn(page)
    return page


def form_of(page, **more):
    """What a browser would send of the page as it is drawn."""
    form = {"title": page.texts["title"], "consent": page.texts["consent"], "after": page.texts["after"]}
    form |= {name: "on" for name, is_on in page.switches.items() if is_on}
    for row in page.rows:
        form |= {f"label-{row.key}": row.label, f"help-{row.key}": row.help}
        form |= {f"required-{row.key}": "on"} if row.required else {}
    return form | more


async def test_fields_are_added_moved_and_removed_and_the_widget_draws_them_so(open_page, told):
    page = await lead_page(open_page)
    LeadFormState.append_field.fn(page)
    LeadFormState.append_field.fn(page)
    topic, order = page.rows[2].key, page.rows[3].key
    LeadFormState.choose_type.fn(page, topic, "Choice from a list")
    LeadFormState.move_field.fn(page, order, -1)
    LeadFormState.remove_field.fn(page, page.rows[0].key)
    labels = {f"label-{topic}": "Topic", f"choices-{topic}": "Sizes\n Returns\n", f"label-{order}": "Order number"}
    await LeadFormState.save.fn(page, form_of(page, **labels, consent="I agree.", after="2", can_skip=None))

    form = (await told())["lead_form"]
    assert page.problem == ""
    assert [field["name"] for field in form["fields"]] == ["email", "order_number", "topic", "consent"]
    assert form["fields"][2]["choices"] == ["", "Sizes", "Returns"]
    assert form["when"] == {"before": False, "after": 2, "unanswered": True, "handoff": True} and form["no"] == ""


async def test_a_field_keeps_its_name_when_its_label_changes(open_page, told):
    page = await lead_page(open_page)
    await LeadFormState.save.fn(page, form_of(page, **{f"label-{page.rows[0].key}": "Who are you?"}))

    [first, *_] = (await told())["lead_form"]["fields"]
    assert (first["name"], first["label"]) == ("name", "Who are you? *")


async def test_names_are_made_of_labels_and_are_never_the_same(open_page, told):
    page = await lead_page(open_page)
    labels = ["E-mail", "Name", "Имя", "2nd name", "Consent"]
    for _ in labels:
        LeadFormState.append_field.fn(page)
    given = {f"label-{row.key}": label for row, label in zip(page.rows[2:], labels, strict=True)}
    LeadFormState.choose_type.fn(page, page.rows[2].key, "E-mail address")
    await LeadFormState.save.fn(page, form_of(page, **given))

    assert page.problem == ""
    names = [field["name"] for field in (await told())["lead_form"]["fields"]]
    assert names == ["name", "email", "email_2", "name_2", "field", "nd_name", "consent_2"]


async def test_what_is_wrong_with_a_field_is_said_beside_it(open_page, told):
    page, before = await lead_page(open_page), await told()
    key = page.rows[1].key
    LeadFormState.choose_type.fn(page, key, "Choice from a list")
    await LeadFormState.save.fn(page, form_of(page))
    assert (page.problem_field, page.problem) == (f"choices-{key}", "Give at least one choice.")

    for wrong, field in (
        ({f"label-{key}": " "}, f"label-{key}"),
        ({"after": "51"}, "after"),
        ({"title": "x" * 121}, "title"),
    ):
        LeadFormState.choose_type.fn(page, key, "Text")
        await LeadFormState.save.fn(page, form_of(page, **wrong))
        assert page.problem_field == field
    for nonsense in (None, [], "x", {"title": 7, f"label-{key}": {"$ne": 1}}):
        await LeadFormState.save.fn(page, nonsense)
        assert page.problem
    assert await told() == before


async def test_there_is_room_for_so_many_fields(open_page):
    page = await lead_page(open_page)
    for _ in range(20):
        LeadFormState.append_field.fn(page)
    assert len(page.rows) == 12
    LeadFormState.move_field.fn(page, "nonsense", 1)
    LeadFormState.choose_type.fn(page, page.rows[0].key, {"$ne": 1})
    assert len(page.rows) == 12
