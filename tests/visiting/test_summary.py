"""What a visitor is told of what is kept about them, in a few lines."""

from privexbot_app.services import privacy
from privexbot_app.services.privacy import PrivacyChanges
from tests.api.conftest import open_browser

DETAILS = {"fields": {"name": "Ada", "email": "ada@example.com"}}


async def summary(browser, language="en"):
    return (await browser.get(f"/my-data/summary?language={language}")).json()["text"]


async def test_it_counts_what_is_theirs_and_says_how_long(browser, client, taught_bot):
    other = await open_browser(client, taught_bot.public_id)
    await other.ask("When is the shop open?")
    await browser.ask("When is the shop open?")
    await browser.post("/rating", {"fields": {"stars": "4"}})
    await browser.post("/leads", DETAILS)

    text = await summary(browser)

    for line in ("Conversations: 1", "Messages: 2", "Forms you sent: 1", "Ratings: 1", "Files you sent: 0"):
        assert f"- {line}" in text.splitlines()
    assert text.startswith("Kept about you here since 20")
    assert text.endswith("It is kept until you or the website’s owner deletes it.")


async def test_it_names_the_days_and_that_forms_are_kept_longer(browser, alice, taught_bot):
    await browser.post("/leads", DETAILS)
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_days=30))

    text = await summary(browser)
    assert "It is deleted 30 days after your last message." in text
    assert text.endswith("The forms that you sent are kept until somebody deletes them.")
    await privacy.change_settings(alice, taught_bot.id, PrivacyChanges(retention_covers_leads=True))
    assert "kept until somebody" not in await summary(browser)


async def test_it_speaks_the_visitors_language(browser):
    assert (await summary(browser, "fr")).startswith("Conservé ici à votre sujet depuis le ")


async def test_what_a_page_told_of_them_is_shown_and_is_no_markup(client, taught_bot):
    body = {"identity": {"id": "u-1", "name": "[Ada](https://evil.example)"}}
    opened = await client.post(f"/api/v1/chatbots/{taught_bot.public_id}/session", json=body)
    browser = await open_browser(client, taught_bot.public_id, opened.json()["visitor"])
    browser.token = opened.json()["token"]

    assert r"\[Ada\]\(https://evil.example\)" in await summary(browser)


async def test_who_was_erased_reads_nothing(browser):
    await browser.ask("When is the shop open?")
    await browser.client.delete(f"{browser.base}/my-data", headers=browser.pass_)

    assert (await browser.get("/my-data/summary")).status_code == 404
