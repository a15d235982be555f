"""How the widget looks: colour and theme, launcher, window and pictures, with the widget itself beside the form."""

import reflex as rx

from privexbot_app.ui.components.chatbot_frame import chatbot_page
from privexbot_app.ui.components.choices import radio_cards
from privexbot_app.ui.components.forms import field, text_field
from privexbot_app.ui.components.parts import bot_face, card, loading
from privexbot_app.ui.components.picture_field import picture_field
from privexbot_app.ui.components.sections import SETTINGS, sections
from privexbot_app.ui.components.widget_preview import widget_preview
from privexbot_app.ui.states.appearance import AppearanceState

FONTS = ("Georgia, serif", "Arial, Helvetica, sans-serif", "Verdana, sans-serif", '"Courier New", monospace')
THEMES = {"auto": ("As the visitor’s", "sun-moon"), "light": ("Light", "sun"), "dark": ("Dark", "moon")}
ICONS = {
    "chat": ("Chat", "message-circle"),
    "help": ("Help", "circle-help"),
    "spark": ("Spark", "sparkles"),
    "hand": ("Hand", "hand"),
}
CORNERS = {
    "bottom-right": "Bottom right",
    "bottom-left": "Bottom left",
    "top-right": "Top right",
    "top-left": "Top left",
}


@chatbot_page("/settings/appearance", "Appearance", AppearanceState.load)
def add_appearance() -> rx.Component:
    return rx.fragment(sections(SETTINGS), rx.cond(AppearanceState.is_loaded, _page(), loading(3, "200px")))


def _page() -> rx.Component:
    return rx.el.div(
        rx.el.div(_form(), _pictures(), class_name="stack"),
        rx.el.div(widget_preview(), class_name="beside always"),
        class_name="two even",
    )


def _form() -> rx.Component:
    return rx.form(
        rx.el.div(
            _colors(),
            _launcher(),
            _window(),
            rx.el.div(rx.button("Save", id="save-look", type="submit", size="3"), class_name="form-foot save-bar"),
            class_name="stack",
        ),
        on_submit=AppearanceState.save,
        key=AppearanceState.version.to_string(),
        id="look-form",
    )


def _put(name: str):
    """For every field: the preview follows."""
    return lambda value: AppearanceState.put(name, value)


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(AppearanceState.problem_field == name, AppearanceState.problem, "")


def _cards(name: str, label: str, options: dict[str, tuple[str, rx.Component]]) -> rx.Component:
    return radio_cards(name, options, label=label, kept=AppearanceState.kept[name], on_choose=_put(name))


def _text(name: str, label: str, **props) -> rx.Component:
    return text_field(
        name,
        label,
        default_value=AppearanceState.kept[name],
        on_change=lambda value: AppearanceState.put(name, value).debounce(250),
        problem=_problem(name),
        auto_complete="off",
        **props,
    )


def _pixels(name: str, label: str, ours: str) -> rx.Component:
    return _text(name, label, placeholder=ours, input_mode="numeric", max_length=6)


def _colors() -> rx.Component:
    color = rx.el.div(
        rx.el.input(
            id="color",
            name="color",
            type="color",
            default_value=AppearanceState.kept["color"],
            on_change=lambda value: AppearanceState.put("color", value).debounce(120),
        ),
        rx.el.code(AppearanceState.color, class_name="muted"),
        class_name="color-row",
    )
    themes = {value: (text, rx.icon(icon, size=18, aria_hidden="true")) for value, (text, icon) in THEMES.items()}
    return card(
        rx.el.div(
            field(
                "color",
                "Colour",
                color,
                problem=_problem("color"),
                hint="Of buttons and of what the visitor says. Text on it is made readable whatever you choose.",
            ),
            _cards("theme", "Theme", themes),
            class_name="form",
        ),
        title="Colour and theme",
    )


def _launcher() -> rx.Component:
    icons = {value: (text, rx.icon(icon, size=20, aria_hidden="true")) for value, (text, icon) in ICONS.items()}
    corners = {
        value: (text, rx.el.span(class_name="corner", custom_attrs={"data-corner": value}, aria_hidden="true"))
        for value, text in CORNERS.items()
    }
    return card(
        rx.el.div(
            _cards("launcher_icon", "Drawing", icons),
            _text("launcher_text", "Text beside it", placeholder="None", max_length=40),
            _cards("position", "Corner of the page", corners),
            rx.el.div(
                _pixels("offset_x", "From the side (pixels)", "20"),
                _pixels("offset_y", "From above or below", "20"),
                class_name="fields-row",
            ),
            class_name="form",
        ),
        title="Launcher",
        note="What visitors click to open the window.",
    )


def _window() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.div(
                _pixels("width", "Width (pixels)", "392"),
                _pixels("height", "Height", "640"),
                _pixels("radius", "Round corners", "18"),
                class_name="fields-row tight",
            ),
            _text(
                "font",
                "Font",
                placeholder="The visitor’s own",
                list="fonts",
                hint='Names with commas between them: Georgia, "Open Sans", serif. Your website has to load it.',
            ),
            rx.el.datalist(*[rx.el.option(value=font) for font in FONTS], id="fonts"),
            class_name="form",
        ),
        title="Window",
        note="What is empty is the widget’s own. On a phone the window fills the screen.",
    )


def _pictures() -> rx.Component:
    drawing = rx.el.span(
        rx.icon("message-circle", size=22, aria_hidden="true"),
        class_name="bot-face round",
        style={"background": AppearanceState.color},
    )
    return card(
        rx.el.div(
            _picture("avatar", "The bot’s face", bot_face(AppearanceState.color), AppearanceState.upload_avatar),
            _picture("launcher", "Picture on the launcher", drawing, AppearanceState.upload_launcher),
            class_name="form",
        ),
        title="Pictures",
        note="Instead of the drawings. They are kept as soon as you choose them.",
        id="pictures",
    )


def _picture(place: str, label: str, drawing: rx.Component, upload: rx.EventHandler) -> rx.Component:
    kept = (AppearanceState.pictures[place], AppearanceState.picture_problems[place])
    events = (upload, AppearanceState.reject_picture, AppearanceState.remove_picture)
    return picture_field(place, label, kept, drawing, events)
