"""The webhook of a website: a secret that is shown once has it read again, and nothing else does."""

import pytest

from privexbot_app.errors import Forbidden
from privexbot_app.models import Role
from privexbot_app.services import crawl_calendar, crawls, site_webhooks, sites
from privexbot_app.settings import settings
from tests.api.conftest import client  # noqa: F401


async def refresh(client, source_id, token):  # noqa: F811
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return (await client.post(f"/api/v1/sites/{source_id}/refresh", headers=headers)).status_code


async def test_the_secret_has_the_website_read_again(alice, read, client):  # noqa: F811
    source = await read()
    token = await site_webhooks.renew_token(alice, source.id)

    assert await refresh(client, source.id, token) == 202
    assert await crawl_calendar.queue_due() == [(source.id, 2)]


async def test_asking_during_a_crawl_has_it_read_once_more_afterwards(alice, read, client):  # noqa: F811
    source = await read()
    token = await site_webhooks.renew_token(alice, source.id)
    await sites.crawl_now(alice, source.id)

    for _ in range(3):
        assert await refresh(client, source.id, token) == 202
    assert await crawl_calendar.queue_due() == []
    crawls.fail_crawl(source.id, 2, "The website could not be reached.")

    assert await crawl_calendar.queue_due() == [(source.id, 3)]
    assert await crawl_calendar.queue_due() == []


@pytest.mark.parametrize("token", ["", "guess", "x" * 4000])
async def test_whoever_does_not_know_the_secret_starts_nothing(alice, read, client, token):  # noqa: F811
    source = await read()
    assert await refresh(client, source.id, token) in (401, 404)
    await site_webhooks.renew_token(alice, source.id)

    assert await refresh(client, source.id, token) in (401, 404)
    assert await refresh(client, alice.workspace_id, token) in (401, 404)
    assert await crawl_calendar.queue_due() == []


async def test_a_secret_that_was_replaced_or_removed_opens_nothing(alice, read, client):  # noqa: F811
    source = await read()
    first = await site_webhooks.renew_token(alice, source.id)
    second = await site_webhooks.renew_token(alice, source.id)
    assert await refresh(client, source.id, first) == 404

    await site_webhooks.remove_token(alice, source.id)
    assert await refresh(client, source.id, second) == 404
    assert not (await sites.get_site(alice, source.id)).has_token


async def test_it_works_so_many_times_an_hour(alice, read, client, monkeypatch):  # noqa: F811
    source = await read()
    token = await site_webhooks.renew_token(alice, source.id)
    monkeypatch.setattr(settings(), "site_refreshes_per_hour", 2)

    assert [await refresh(client, source.id, token) for _ in range(3)] == [202, 202, 429]


async def test_who_may_only_look_changes_nothing(alice, read):
    source = await read()
    looking = alice.__class__(**vars(alice) | {"role": Role.VIEWER})
    for call in (site_webhooks.renew_token, sites.crawl_now, sites.stop_crawl, site_webhooks.remove_token):
        with pytest.raises(Forbidden):
            await call(looking, source.id)
    assert (await sites.get_site(looking, source.id)).total == 5
