"""Signing up, in and out."""

from datetime import timedelta

import pytest
from sqlmodel import select

from privexbot_app import db, security
from privexbot_app.errors import Invalid, Unauthorized
from privexbot_app.models import SignIn, User, now
from privexbot_app.services import accounts


async def test_signing_up_makes_a_user_with_a_workspace_of_her_own(database):
    viewer = await accounts.find_viewer(await accounts.sign_up(" Ada@Example.com ", "correct horse"))

    assert (viewer.email, viewer.role, viewer.workspace_name) == ("ada@example.com", "owner", "ada's workspace")


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("ada", "correct horse", "email"),
        ("a b@c.de", "correct horse", "email"),
        ("ada@example.com", "short", "password"),
    ],
)
async def test_wrong_input_names_the_field(database, email, password, field):
    with pytest.raises(Invalid) as wrong:
        await accounts.sign_up(email, password)

    assert wrong.value.field == field


async def test_an_address_can_sign_up_only_once(database, alice):
    with pytest.raises(Invalid) as taken:
        await accounts.sign_up("ALICE@example.com", "another horse")

    assert taken.value.field == "email"


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(database, alice):
    answers = []
    for email in ("alice@example.com", "nobody@example.com"):
        with pytest.raises(Unauthorized) as refused:
            await accounts.sign_in(email, "wrong horse")
        answers.append((refused.value.message, refused.value.field))

    assert answers[0] == answers[1]


async def test_signing_out_ends_the_session_on_the_server(database, alice):
    token = await accounts.sign_in("alice@example.com", "correct horse")
    assert await accounts.find_viewer(token) == alice

    await accounts.sign_out(token)

    assert await accounts.find_viewer(token) is None


async def test_a_session_that_was_idle_too_long_is_over(database, alice):
    token = await accounts.sign_in("alice@example.com", "correct horse")

    def expire(session):
        session.get_one(SignIn, security.hash_token(token)).expires_at = now() - timedelta(seconds=1)

    db.in_session(expire)

    assert await accounts.find_viewer(token) is None


async def test_neither_password_nor_token_is_kept_as_it_is(database, alice):
    token = await accounts.sign_in("alice@example.com", "correct horse")

    def read(session):
        return session.exec(select(User)).one(), list(session.exec(select(SignIn)))

    user, sign_ins = db.in_session(read)

    assert user.password_hash.startswith("$argon2id$")
    assert token not in str(sign_ins)


def test_a_problem_for_the_form_cannot_be_forged():
    token = accounts.sign_problem(accounts.FormProblem("email", "Enter an address.", "ada"))

    assert accounts.read_problem(token) == accounts.FormProblem("email", "Enter an address.", "ada")
    assert accounts.read_problem(token[:-2] + "xx") is None
    assert accounts.read_problem(security.sign("visit", "email", "Call this number", "x")) is None
