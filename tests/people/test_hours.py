"""Whether somebody is there: by the clock on the wall of the owner's time zone, over midnight, holidays and DST."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from privexbot_app.errors import Forbidden, NotFound
from privexbot_app.models import ConversationState
from privexbot_app.services import chatbots, handoff_settings, handoffs, versions
from privexbot_app.services.handoff_settings import HandoffSettings, Opening
from tests.people.conftest import PERSON, get_conversation, text_of, told

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
BERLIN = "Europe/Berlin"


def hours(*openings, zone=BERLIN, holidays=()):
    """`(day, "09:00", "17:00")` each."""
    return HandoffSettings(
        time_zone=zone,
        openings=[Opening(day=day, opens=opens, closes=closes) for day, opens, closes in openings],
        holidays=list(holidays),
    )


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T16:59:59", True),
        ("2026-11-23T17:00", False),
        ("2026-11-24T12:00", False),
    ],
)
def test_a_day_is_open_from_the_first_moment_to_just_before_the_last(moment, expected):
    assert hours((MONDAY, "09:00", "17:00")).is_open(at(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-27T21:59", False),
        ("2026-11-27T22:00", True),
        ("2026-11-28T01:59", True),
        ("2026-11-28T02:00", False),
        ("2026-11-27T01:00", False),
    ],
)
def test_an_opening_over_midnight_belongs_to_the_day_it_began_on(moment, expected):
    assert hours((FRIDAY, "22:00", "02:00")).is_open(at(moment)) is expected


def test_from_midnight_to_midnight_is_the_whole_day():
    whole = hours((SUNDAY, "00:00", "00:00"))

    assert whole.is_open(at("2026-11-29T00:00")) and whole.is_open(at("2026-11-29T23:59:59"))
    assert not whole.is_open(at("2026-11-30T00:00")) and not whole.is_open(at("2026-11-28T23:59"))


def test_a_holiday_is_closed_but_the_night_before_it_goes_on():
    weekend = hours((FRIDAY, "20:00", "04:00"), (SATURDAY, "20:00", "04:00"), holidays=[date(2026, 11, 28)])

    assert weekend.is_open(at("2026-11-28T03:59")), "Friday's night"
    assert not weekend.is_open(at("2026-11-28T21:00"))
    assert not weekend.is_open(at("2026-11-29T01:00")), "the holiday's own night"


def test_without_hours_somebody_is_always_there_but_on_holidays():
    always = hours(holidays=[date(2026, 12, 25)])

    assert always.is_open(at("2026-12-24T23:59:59")) and always.is_open(at("2026-12-26T00:00"))
    assert not always.is_open(at("2026-12-25T00:00")) and not always.is_open(at("2026-12-25T23:59"))


def test_when_the_clocks_change_nine_oclock_stays_nine_oclock():
    """Germany: on 2026-03-29 from UTC+1 to UTC+2, on 2026-10-25 back."""
    sunday = hours((SUNDAY, "09:00", "17:00"))
    before, after = datetime(2026, 3, 22, 8, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)
    for opens in (before, after, datetime(2026, 10, 25, 8, tzinfo=UTC)):
        assert sunday.is_open(opens) and not sunday.is_open(opens - timedelta(seconds=1))
    night = hours((SATURDAY, "22:00", "02:30"))  # 02:30 does not exist on 2026-03-29
    assert night.is_open(datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    assert not night.is_open(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)), "the clock says three"


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(["UTC", BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]),
    st.lists(st.tuples(st.integers(0, 6), st.times(), st.times()), min_size=1, max_size=4),
)
def test_open_means_that_the_minute_lies_in_an_opening_of_today_or_yesterday(moment, zone, openings):
    """The rule said a second time: every opening laid out on the wall clock of the days around it."""
    here = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    spans = []
    for back in (0, 1):
        day = here.date() - timedelta(days=back)
        for weekday, opens, closes in openings:
            if weekday == day.weekday():
                end = day if closes > opens else day + timedelta(days=1)
                spans.append((datetime.combine(day, opens), datetime.combine(end, closes)))

    assert hours(*openings, zone=zone).is_open(moment) == any(start <= here < end for start, end in spans)


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"unanswered_in_a_row": 0},
        {"phrases": [""]},
        {"openings": [{"day": 7, "opens": "09:00", "closes": "17:00"}]},
        {"openings": [{"day": 1, "opens": "25:00", "closes": "17:00"}]},
        {"away": "nowhere"},
        {"holidays": ["soon"]},
        {"away_message": "x" * 501},
    ],
)
def test_what_is_no_setting_is_refused(wrong):
    with pytest.raises(ValidationError):
        HandoffSettings(**wrong)


@pytest.fixture
def closed(monkeypatch):
    """It is three in the night on a Tuesday."""
    night = at("2026-11-24T03:00")
    monkeypatch.setattr(handoffs, "now", lambda: night)

    class Night(datetime):
        @classmethod
        def now(cls, tz=None):
            return night

    monkeypatch.setattr(handoff_settings, "datetime", Night)


OFFICE = [{"day": day, "opens": "09:00", "closes": "17:00"} for day in range(5)]


async def test_outside_of_the_hours_a_visitor_waits_all_the_same_and_is_told(browser, hand_off, closed):
    await hand_off(time_zone=BERLIN, openings=OFFICE, away_message="Back at nine.")
    first = told(await browser.ask(PERSON), "handoff")
    second = told(await browser.ask("Hello?"), "handoff")

    assert first == second == {"queue": 1, "state": "waiting", "away": "Back at nine."}


async def test_or_gets_the_lead_form_and_the_bot_goes_on(browser, hand_off, closed):
    await hand_off(time_zone=BERLIN, openings=OFFICE, away="form", away_message="Back at nine.")
    events = await browser.ask(PERSON)

    assert told(events, "handoff") == {"queue": None, "state": "bot", "away": "Back at nine."}
    assert told(events, "done")["grounded"] is False and "contact details" in text_of(events)
    assert get_conversation().state is ConversationState.BOT
    assert text_of(await browser.ask("When is the shop open?"))


async def test_during_the_hours_nothing_is_said_of_being_away(browser, hand_off, monkeypatch):
    noon = at("2026-11-24T12:00")
    monkeypatch.setattr(handoffs, "now", lambda: noon)
    await hand_off(time_zone=BERLIN, openings=OFFICE, away="queue", waiting_message="One moment.")

    assert told(await browser.ask(PERSON), "handoff") == {"queue": 1, "state": "waiting", "message": "One moment."}


async def test_settings_are_kept_exactly_and_are_part_of_a_version(alice, alices_bot):
    chosen = HandoffSettings(
        is_on=True,
        phrases=["cancel"],
        time_zone=BERLIN,
        openings=[Opening(day=1, opens=time(9, 30), closes=time(12))],
        holidays=[date(2026, 12, 25)],
        away="form",
    )
    await handoff_settings.set_handoff(alice, alices_bot.id, chosen)

    assert await handoff_settings.get_handoff(alice, alices_bot.id) == chosen
    assert (await versions.list_versions(alice, alices_bot.id))[0].settings["handoff"]["is_on"] is True
    await versions.roll_back(alice, alices_bot.id, 1)
    assert (await handoff_settings.get_handoff(alice, alices_bot.id)).is_on is False


async def test_a_stranger_and_who_may_only_look_change_nothing(alice, vera, mallory, alices_bot):
    for viewer, problem in ((vera, Forbidden), (mallory, NotFound)):
        with pytest.raises(problem):
            await handoff_settings.set_handoff(viewer, alices_bot.id, HandoffSettings(is_on=True))
    with pytest.raises(NotFound):
        await handoff_settings.get_handoff(mallory, alices_bot.id)

    assert (await chatbots.get_chatbot(alice, alices_bot.id)).handoff == {}
