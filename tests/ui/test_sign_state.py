"""The public pages: what was wrong comes back beside its field, and who is signed in does not need them."""

from privexbot_app.services import accounts
from privexbot_app.services.accounts import FormProblem
from privexbot_app.ui.states.sign import SignState
from tests.ui.conftest import Tab


async def opened(token: str = "", query: str = "") -> tuple[SignState, object]:
    page = await Tab(token, f"/sign-up{query}").state(SignState)
    return page, await SignState.open_page.fn(page)


async def test_who_is_signed_in_goes_to_the_chatbots(app, alices_token):
    _page, away = await opened(alices_token)

    assert "/chatbots" in str(away.args)


async def test_a_problem_is_shown_beside_its_field_with_the_address_kept(app, database):
    signed = accounts.sign_problem(FormProblem("password", "Too short.", "ada@example.com"))

    page, _ = await opened(query=f"?problem={signed}&next=/chatbots/1")

    assert (page.password_problem, page.email_problem, page.typed_email) == ("Too short.", "", "ada@example.com")
    assert page.next_page == "/chatbots/1"


async def test_nobody_else_can_make_the_page_say_something(app, database):
    page, _ = await opened(query="?problem=Send+your+password+to+evil.example")

    assert (page.password_problem, page.email_problem, page.typed_email) == ("", "", "")
