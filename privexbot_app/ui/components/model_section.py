"""The section “Model” of a chatbot's settings: who answers, in which order, and for how much."""

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from privexbot_app.ui.components.forms import field, text_field
from privexbot_app.ui.components.parts import card
from privexbot_app.ui.states.model_plan import NONE, QUOTE, RERANK, SLOTS, ModelPlanState, SourceOption

LABELS = {
    "1": "Model",
    "2": "If it fails or is too dear",
    "3": "If that fails, too",
    RERANK: "Rerank model",
}

RERANKING = (
    "A rerank model reads the question and up to 30 passages, and puts the best first. When it fails or takes more "
    "than 2.5 seconds, they stay as search finds them. This install’s own is not asked by a chatbot that only quotes."
)


def model_section() -> rx.Component:
    return card(
        rx.form(
            rx.el.div(
                *[_slot(slot, ModelPlanState.options) for slot in SLOTS],
                rx.el.div(*_manner(), class_name="fields-row"),
                rx.el.h3("Order of what is found", class_name="legend"),
                rx.el.p(RERANKING, class_name="hint"),
                _slot(RERANK, ModelPlanState.rerank_options),
                rx.el.h3("Budget", class_name="legend"),
                rx.el.p(
                    "When it is used up, the chatbot quotes its sources. Empty is no limit. ",
                    ModelPlanState.spent,
                    class_name="hint",
                    id="spent",
                ),
                rx.el.div(*_caps(), class_name="fields-row"),
                rx.el.div(rx.button("Save model", id="save-model", type="submit", size="3"), class_name="form-foot"),
                class_name="form",
            ),
            on_submit=ModelPlanState.save_plan,
            key=ModelPlanState.plan_version.to_string(),
            id="model-form",
        ),
        title="Model",
        note="The next one is asked when one fails before its first word. When none is left, it quotes its sources.",
    )


def _problem(name: str) -> rx.Var[str]:
    return rx.cond(ModelPlanState.plan_problem_field == name, ModelPlanState.plan_problem, "")


def _slot(slot: str, options: ArrayVar[list[SourceOption]]) -> rx.Component:
    picked = ModelPlanState.picked[slot]
    needs_name = (picked != QUOTE) & (picked != NONE) & (picked != "platform")
    return rx.el.div(
        field(f"source_{slot}", LABELS[slot], _select(slot, options), problem=_problem(f"source_{slot}")),
        rx.cond(
            needs_name,
            text_field(
                f"model_{slot}",
                "Name of the model",
                default_value=ModelPlanState.names[slot],
                placeholder="as the provider calls it",
                max_length=100,
                problem=_problem(f"model_{slot}"),
            ),
        ),
        class_name="fields-row",
    )


def _select(slot: str, options: ArrayVar[list[SourceOption]]) -> rx.Component:
    return rx.select.root(
        rx.select.trigger(id=f"source_{slot}", aria_label=LABELS[slot]),
        rx.select.content(rx.foreach(options, _option)),
        value=ModelPlanState.picked[slot],
        on_change=lambda source: ModelPlanState.pick(slot, source),
        name=f"source_{slot}",
        size="3",
    )


def _option(option: ObjectVar[SourceOption]) -> rx.Component:
    return rx.select.item(option.label, value=option.value)


def _manner() -> list[rx.Component]:
    return [
        _number("temperature", "Temperature", "0 is sober, 2 is wild. Empty is the model’s own."),
        _number("max_output_tokens", "Longest answer, in tokens", "100 tokens are about 75 English words."),
    ]


def _caps() -> list[rx.Component]:
    return [
        _number("messages_per_day", "Answers a day"),
        _number("messages_per_month", "Answers a month"),
        _number("dollars_per_day", "Dollars a day"),
        _number("dollars_per_month", "Dollars a month"),
    ]


def _number(name: str, label: str, hint: str = "") -> rx.Component:
    return text_field(
        name,
        label,
        hint=hint,
        input_mode="decimal",
        default_value=ModelPlanState.numbers[name],
        problem=_problem(name),
    )
