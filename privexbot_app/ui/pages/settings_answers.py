"""The section "Answers" of a chatbot's settings: who speaks, how, and from what."""

from collections.abc import Callable, Iterable

import reflex as rx

from privexbot_app.ui.components.forms import field, text_area
from privexbot_app.ui.components.parts import card
from privexbot_app.ui.components.sureness_slider import sureness_slider
from privexbot_app.ui.states.answer_choices import GROUNDINGS, LANGUAGES, LENGTHS, TONES
from privexbot_app.ui.states.settings import SettingsState


def answers_section(problem: Callable[[str], rx.Var[str]]) -> rx.Component:
    return card(
        rx.el.div(
            _choice("grounding", "Answers come from", GROUNDINGS.values(), "Quote mode is always strict."),
            text_area(
                "persona",
                "Persona",
                rows="2",
                default_value=SettingsState.persona,
                placeholder="A patient shoe fitter who has worked here for years.",
                hint="Who it is, in a sentence or two. Quote mode has no use for it.",
                problem=problem("persona"),
            ),
            _choice("tone", "Tone", TONES.values(), "How a model speaks."),
            text_area(
                "instructions",
                "Rules",
                rows="4",
                default_value=SettingsState.instructions,
                hint="What it should mind. Quote mode has no use for them.",
                problem=problem("instructions"),
            ),
            _choice("language", "Language", LANGUAGES.values(), "Of a model’s answers, and of greetings and thanks."),
            _choice("answer_length", "Length of answers", LENGTHS.values(), "How much a model says."),
            text_area(
                "fallback",
                "When it does not know",
                rows="2",
                default_value=SettingsState.fallback,
                hint="It says this instead of guessing.",
                problem=problem("fallback"),
            ),
            sureness_slider(),
            class_name="form",
        ),
        title="Answers",
        id="answers",
    )


def _choice(name: str, label: str, options: Iterable[str], hint: str) -> rx.Component:
    select = rx.select(
        list(options), default_value=getattr(SettingsState, name), name=name, id=name, size="3", aria_label=label
    )
    return field(name, label, select, hint=hint)
