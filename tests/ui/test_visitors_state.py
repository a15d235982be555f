"""What an owner allows visitors to do, and what the dashboard shows of ratings and files."""

from dataclasses import replace
from uuid import uuid4

import pytest

from privexbot_app.errors import Forbidden, Invalid, NotFound
from privexbot_app.models import Role, now
from privexbot_app.services import accounts, visitor_menu
from privexbot_app.services.uploads import File
from privexbot_app.services.visitor_menu import VisitorMenu
from privexbot_app.ui.states.message_rows import FileRow
from privexbot_app.ui.states.overview import OverviewState
from privexbot_app.ui.states.thread import ThreadState
from privexbot_app.ui.states.visitors import SWITCHES, VisitorsState
from tests.api.conftest import browser, client
from tests.people.conftest import get_conversation
from tests.ui.conftest import Tab
from tests.visiting import files
from tests.visiting.conftest import allow, smtp
from tests.visiting.test_uploads import ask_with, open_door, send

__all__ = ["allow", "browser", "client", "open_door", "smtp"]


async def test_the_page_shows_what_is_allowed_and_keeps_what_is_changed(open_page, alice, bot):
    page = await open_page(VisitorsState, "/settings/visitors")
    await page.load()
    assert (page.switches["rating"], page.switches["uploads"], page.has_mail) == (True, False, False)

    await page.save({"uploads": "on", "kind_pdf": True, "see_data": True, "rating": None})

    kept = await visitor_menu.get_visitor_menu(alice, bot.id)
    assert {name for name in SWITCHES if getattr(kept, name)} == {"uploads", "see_data"}
    assert kept.upload_kinds == ["pdf"]
    assert [name for name, is_on in page.switches.items() if is_on] == ["see_data", "uploads", "kind_pdf"]


async def test_with_a_mail_server_nothing_is_missing(open_page, smtp):
    page = await open_page(VisitorsState, "/settings/visitors")
    await page.load()

    assert page.has_mail


async def test_a_form_that_was_made_up_changes_nothing(open_page, alice, bot):
    page = await open_page(VisitorsState, "/settings/visitors")
    with pytest.raises(Invalid):
        await page.save({"rating": {"$ne": 1}})

    assert await visitor_menu.get_visitor_menu(alice, bot.id) == VisitorMenu()


async def test_a_stranger_neither_reads_nor_changes_it(open_page, alice, mallorys_token, bot):
    page = await open_page(VisitorsState, "/settings/visitors", token=mallorys_token)
    for call in (page.load(), page.save({"uploads": True})):
        with pytest.raises(NotFound):
            await call
    with pytest.raises(Forbidden):
        await visitor_menu.set_visitor_menu(replace(alice, role=Role.VIEWER), bot.id, VisitorMenu())


async def open_tab(app, alice, bot, kind, **params):
    token = await accounts.sign_in(alice.email, "correct horse")
    return await Tab(token, f"/chatbots/{bot.id}", chatbot_id=str(bot.id), **params).state(kind)


async def test_the_overview_has_the_average_of_those_who_rated(app, alice, taught_bot, browser):
    page = await open_tab(app, alice, taught_bot, OverviewState)
    await page.load()
    assert (page.rating, page.ratings) == ("–", 0)
    await browser.ask("When is the shop open?")
    await browser.post("/rating", {"fields": {"stars": "4"}})

    await page.load()

    assert (page.rating, page.ratings) == ("4.0", 1)


async def test_the_thread_shows_the_rating_and_what_was_sent(app, alice, taught_bot, browser, open_door):
    await ask_with(browser, "Is this broken?", await send(browser, "shoe.png", files.PNG))
    await browser.post("/rating", {"fields": {"stars": "2", "comment": "<b>Slow.</b>"}})
    page = await open_tab(app, alice, taught_bot, ThreadState, conversation_id=str(get_conversation().id))

    await page.load()

    [file] = page.messages[0].files
    assert (page.stars, page.opinion) == (2, "<b>Slow.</b>")
    assert (file.name, file.size) == ("shoe.png", "1 kB") and file.link.startswith("/api/v1/uploads/")


@pytest.mark.parametrize(("size", "shown"), [(3, "1 kB"), (12_400, "12 kB"), (2_340_000, "2.3 MB")])
def test_a_size_is_said_as_people_say_it(size, shown):
    assert FileRow.of(File(uuid4(), "a.txt", "text/plain", size, "/x", now())).size == shown
