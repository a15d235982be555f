"""The people behind the chatbots: how visitors see you, what you say often, and who is told that somebody waits."""

import reflex as rx

from privexbot_app.ui.components.canned_section import canned_section
from privexbot_app.ui.components.notices_section import notices_section
from privexbot_app.ui.components.parts import loading, page_head
from privexbot_app.ui.components.profile_section import profile_section
from privexbot_app.ui.components.shell import private
from privexbot_app.ui.states.canned import CannedState
from privexbot_app.ui.states.notices import NoticesState
from privexbot_app.ui.states.profile import ProfileState


@private("/people", "People", [ProfileState.load_profile, CannedState.load_replies, NoticesState.load_notices])
def add_people() -> rx.Component:
    is_loaded = ProfileState.is_loaded & CannedState.is_loaded & NoticesState.is_loaded
    return rx.fragment(
        page_head("People", note="For conversations that a person takes over from a chatbot."),
        rx.cond(
            is_loaded,
            rx.el.div(profile_section(), canned_section(), notices_section(), class_name="stack"),
            loading(3, "200px"),
        ),
    )
