"""The section “Your profile for visitors”."""

import reflex as rx

from privexbot_app.services.operators import AVATAR_BYTES
from privexbot_app.ui.components.face import face
from privexbot_app.ui.components.forms import field, problem_line, text_field
from privexbot_app.ui.components.parts import card
from privexbot_app.ui.states.profile import ProfileState

UPLOAD = "avatar"
PICTURES = {"image/png": [".png"], "image/jpeg": [".jpg", ".jpeg"], "image/webp": [".webp"]}


def profile_section() -> rx.Component:
    return card(
        rx.el.div(_picture(), _form(), class_name="profile"),
        title="Your profile for visitors",
        note="They see this name and picture beside your replies, and never your e-mail address.",
        id="profile",
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(ProfileState.problem_field == name, ProfileState.problem, "")


def _form() -> rx.Component:
    return rx.form(
        rx.el.div(
            text_field(
                "name",
                "Name",
                default_value=ProfileState.name,
                max_length=60,
                placeholder="Support",
                hint="Without one you are “Support”.",
                problem=_problem("name"),
            ),
            field("color", "Colour behind your initials", _color(), problem=_problem("color")),
            rx.el.div(rx.button("Save profile", id="save-profile", type="submit", size="3"), class_name="form-foot"),
            class_name="form",
        ),
        on_submit=ProfileState.save,
        key=ProfileState.version.to_string(),
        id="profile-form",
    )


def _color() -> rx.Component:
    return rx.el.div(
        rx.el.input(id="color", name="color", type="color", default_value=ProfileState.me.color),
        class_name="color-row",
    )


def _picture() -> rx.Component:
    return rx.el.div(
        rx.el.div(face(ProfileState.me), rx.el.strong(ProfileState.me.name), class_name="me", id="me"),
        _upload(),
        rx.cond(
            ProfileState.me.avatar,
            rx.button(
                "Remove picture",
                id="remove-avatar",
                type="button",
                on_click=ProfileState.remove_avatar,
                variant="ghost",
                color_scheme="gray",
            ),
        ),
        problem_line(ProfileState.avatar_problem, "avatar-problem"),
        class_name="picture",
    )


def _upload() -> rx.Component:
    zone = rx.upload.root(
        rx.button("Choose picture", id="choose-avatar", type="button", variant="soft"),
        rx.el.span(f"PNG, JPEG or WebP, up to {AVATAR_BYTES // 1000} kB", class_name="hint"),
        id=UPLOAD,
        accept=PICTURES,
        max_files=1,
        max_size=AVATAR_BYTES,
        multiple=False,
        no_keyboard=True,
        on_drop=ProfileState.upload_avatar(rx.upload_files(UPLOAD)),
        on_drop_rejected=ProfileState.reject_avatar([]),
        class_name="picture-zone",
    )
    file_input = zone.children[0].children[0]  # Reflex gives it neither a name nor an id
    file_input.custom_attrs = {"aria-label": "Picture", "id": "avatar-file"}
    return zone
