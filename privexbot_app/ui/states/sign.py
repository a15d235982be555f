"""What the public pages know: whether somebody is signed in already, and what was wrong with their form."""

import reflex as rx

from privexbot_app.services import accounts
from privexbot_app.ui.cookies import token_in

HOME = "/chatbots"


class SignState(rx.State):
    """The problem of the last attempt comes back in the page's address, signed by us."""

    email_problem: str = ""
    password_problem: str = ""
    typed_email: str = ""
    next_page: str = ""

    @rx.event
    async def open_page(self):
        """Nobody who is signed in needs these pages."""
        if await accounts.find_viewer(token_in(self.router.headers.cookie)):
            return rx.redirect(HOME, replace=True)
        asked = self.router.url.query_parameters
        self.next_page = asked.get("next", "")
        problem = accounts.read_problem(asked.get("problem", ""))
        self.typed_email = problem.email if problem else ""
        self.email_problem = problem.message if problem and problem.field == "email" else ""
        self.password_problem = problem.message if problem and problem.field != "email" else ""
        return None
