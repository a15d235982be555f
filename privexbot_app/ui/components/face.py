"""A member's picture, or their initials on their colour; the name stands beside it."""

import reflex as rx
from reflex.vars import ObjectVar

from privexbot_app.ui.states.person_rows import PersonRow


def face(person: ObjectVar[PersonRow]) -> rx.Component:
    return rx.cond(
        person.avatar,
        rx.el.img(src=person.avatar, alt="", class_name="face"),
        rx.el.span(
            person.initials,
            class_name="face",
            style={"background": person.color, "color": person.ink},
            aria_hidden="true",
        ),
    )
