"""The lead form as the owner makes it: what the widget draws, what is asked for, and what is taken."""

import pytest
from pydantic import ValidationError

from privexbot_app.errors import NotFound
from privexbot_app.services import leads, versions
from privexbot_app.services.lead_forms import LeadField, LeadForm, LeadOccasions, get_lead_form, set_lead_form

FIELDS = [
    LeadField(name="name", label="Your name"),
    LeadField(name="email", label="E-mail", type="email", help="For our answer"),
    LeadField(name="phone", label="Phone", type="tel", required=False),
    LeadField(name="topic", label="Topic", type="select", choices=["Sizes", "Returns"]),
    LeadField(name="news", label="Send me news", type="checkbox", required=False),
    LeadField(name="story", label="What happened", type="textarea", required=False),
]
FORM = LeadForm(title="Write to us", fields=FIELDS, consent="I agree.", can_skip=False)
GOOD = {"name": " Ada ", "email": "ada@example.com", "topic": "Sizes", "consent": True}


@pytest.fixture
async def form(alice, taught_bot) -> LeadForm:
    await set_lead_form(alice, taught_bot.id, FORM)
    return FORM


async def test_the_widget_is_told_every_field_and_when_to_ask(alice, alices_bot, config):
    when = LeadOccasions(before=True, after=3, unanswered=False)
    await set_lead_form(alice, alices_bot.id, FORM.model_copy(update={"when": when}))

    told = (await config("de"))["lead_form"]
    assert (told["path"], told["method"], told["title"], told["no"]) == ("/leads", "POST", "Write to us", "")
    assert told["when"] == {"before": True, "after": 3, "unanswered": False, "handoff": True}
    assert told["go"] == "Senden" and told["thanks"].startswith("Vielen Dank")
    assert [field["type"] for field in told["fields"]] == [
        "text",
        "email",
        "tel",
        "select",
        "checkbox",
        "textarea",
        "checkbox",
    ]
    assert told["fields"][3]["choices"] == ["", "Sizes", "Returns"] and told["fields"][1]["help"] == "For our answer"
    consent = {"name": "consent", "label": "I agree.", "type": "checkbox", "required": True}
    assert told["fields"][-1] == consent | {"choices": [], "help": "", "autocomplete": "on"}
    assert [field["autocomplete"] for field in told["fields"][:3]] == ["name", "email", "tel"]


async def test_a_form_that_nobody_changed_speaks_the_visitors_language(config):
    told = (await config("fr"))["lead_form"]

    assert (told["title"], told["no"]) == ("Laissez vos coordonnées", "Non, merci")
    assert [field["label"] for field in told["fields"]] == ["Nom *", "E-mail *"]
    assert told["when"] == {"before": False, "after": 0, "unanswered": True, "handoff": True}


@pytest.mark.parametrize(
    "form",
    [LeadForm(fields=[]), LeadForm(fields=FIELDS, when=LeadOccasions(unanswered=False, handoff=False))],
)
async def test_a_form_that_is_never_shown_is_not_told(alice, alices_bot, config, form):
    await set_lead_form(alice, alices_bot.id, form)

    assert (await config())["lead_form"] is None


async def test_every_kind_of_field_is_kept_as_text(browser, form, alice, taught_bot):
    more = {"phone": "+44 20 7946 0000", "news": True, "story": "x" * 2000}
    answer = await browser.post(
        "/leads",
        {"fields": GOOD | more, "confirm": True, "page": "https://shop.example/red", "conversation": None},
    )

    assert answer.status_code == 201, answer.text
    [lead] = await leads.list_leads(alice, taught_bot.id)
    assert lead.fields == {"name": "Ada", "email": "ada@example.com", "topic": "Sizes"} | more | {"news": "yes"}
    assert lead.consent is True


async def test_a_box_that_is_left_empty_is_a_no(browser, form, alice, taught_bot):
    await browser.post("/leads", {"fields": GOOD | {"news": False}})

    [lead] = await leads.list_leads(alice, taught_bot.id)
    assert lead.fields["news"] == "no"


async def test_the_body_of_before_is_still_taken(browser, form, alice, taught_bot):
    fields = {name: value for name, value in GOOD.items() if name != "consent"}
    answer = await browser.post("/leads", {"fields": fields, "consent": True, "page": ""})

    assert answer.status_code == 201 and (await leads.list_leads(alice, taught_bot.id))[0].consent


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "ada"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"topic": "Everything"}, "topic"),
        ({"topic": ""}, "topic"),
        ({"name": True}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"consent": False}, "consent"),
    ],
)
async def test_what_does_not_fit_is_named(browser, form, alice, taught_bot, wrong, field):
    answer = await browser.post("/leads", {"fields": GOOD | wrong})

    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert await leads.list_leads(alice, taught_bot.id) == []


async def test_a_box_that_must_be_ticked_is_missed(browser, alice, taught_bot):
    box = LeadField(name="adult", label="I am 18 or older", type="checkbox")
    await set_lead_form(alice, taught_bot.id, LeadForm(fields=[box]))

    assert (await browser.post("/leads", {"fields": {"adult": False}})).json()["error"]["field"] == "adult"
    assert (await browser.post("/leads", {"fields": {"adult": "true"}})).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Your name"},
        {"name": "consent"},
        {"label": ""},
        {"type": "password"},
        {"type": "select"},
        {"choices": ["x"] * 31},
        {"help": "x" * 201},
    ],
)
def test_a_field_that_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValidationError):
        LeadForm(fields=[LeadField(**({"name": "a", "label": "A"} | wrong))])


def test_two_fields_have_two_names():
    with pytest.raises(ValidationError):
        LeadForm(fields=[FIELDS[0], FIELDS[0]])


async def test_the_form_is_part_of_versions_and_nobody_elses(alice, mallory, alices_bot):
    await set_lead_form(alice, alices_bot.id, FORM)
    await versions.roll_back(alice, alices_bot.id, 1)
    assert [field.name for field in (await get_lead_form(alice, alices_bot.id)).fields] == ["name", "email"]

    for call in (set_lead_form(mallory, alices_bot.id, FORM), get_lead_form(mallory, alices_bot.id)):
        with pytest.raises(NotFound):
            await call
