"""Signing in and out over HTTP: forms in, cookies out."""

from urllib.parse import parse_qs, urlsplit

import pytest

from privexbot_app.services import accounts

ADA = {"email": "ada@example.com", "password": "correct horse"}
HERE = {"Origin": "http://testserver"}


async def sign_up(client, **form):
    return await client.post("/auth/sign-up", data=ADA | form, headers=HERE)


async def test_signing_up_sets_a_cookie_that_scripts_cannot_read(client):
    answer = await sign_up(client)

    cookie = answer.headers["set-cookie"]
    assert (answer.status_code, answer.headers["location"]) == (303, "/chatbots")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await accounts.find_viewer(answer.cookies["pb_session"])).email == "ada@example.com"


async def test_wrong_input_comes_back_with_a_sentence_for_the_field(client):
    answer = await sign_up(client, password="short")

    place = urlsplit(answer.headers["location"])
    problem = accounts.read_problem(parse_qs(place.query)["problem"][0])
    assert place.path == "/sign-up"
    assert (problem.field, problem.email) == ("password", "ada@example.com")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("away", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_signing_in_never_leads_to_another_website(client, away):
    await sign_up(client)
    answer = await client.post("/auth/sign-in", data=ADA | {"next": away}, headers=HERE)

    assert answer.headers["location"] == "/chatbots"


async def test_signing_in_leads_where_one_wanted_to_go(client):
    await sign_up(client)
    answer = await client.post("/auth/sign-in", data=ADA | {"next": "/chatbots/1"}, headers=HERE)

    assert answer.headers["location"] == "/chatbots/1"


async def test_a_form_on_another_website_cannot_sign_anybody_in(client):
    await sign_up(client)
    answer = await client.post("/auth/sign-in", data=ADA, headers={"Origin": "https://evil.example"})

    assert answer.headers["location"].startswith("/sign-in?problem=")
    assert "set-cookie" not in answer.headers


async def test_signing_out_ends_the_session_and_not_only_the_cookie(client):
    token = (await sign_up(client)).cookies["pb_session"]

    await client.post("/auth/sign-out", headers=HERE)

    assert await accounts.find_viewer(token) is None


async def test_guessing_passwords_is_slowed_down(client):
    answers = [
        await client.post("/auth/sign-in", data=ADA | {"password": f"guess {n}"}, headers=HERE) for n in range(12)
    ]

    problems = [accounts.read_problem(parse_qs(urlsplit(a.headers["location"]).query)["problem"][0]) for a in answers]
    assert "wrong" in problems[0].message
    assert "Too many" in problems[-1].message


async def test_the_cookie_is_secure_behind_a_proxy_that_speaks_https(client, monkeypatch):
    from privexbot_app.settings import settings

    monkeypatch.setattr(settings(), "trusted_proxy_hops", 1)
    answer = await client.post("/auth/sign-up", data=ADA, headers=HERE | {"X-Forwarded-Proto": "https"})

    assert "Secure" in answer.headers["set-cookie"]
