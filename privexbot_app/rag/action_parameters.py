"""The parameters of an action: what a model is told about them, what a form asks, and whether values fit them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model
from pydantic_core import ErrorDetails, SchemaError

from privexbot_app.errors import Invalid

NAME = r"^[a-z][a-z0-9_]{0,39}$"
LONGEST_TEXT = 500
LARGEST = 2**53  # what every JSON reader still counts exactly
JSON_TYPES = {"choice": "string"}
CONTROLS = frozenset(chr(code) for code in (*range(32), 127)) - {"\n", "\t"}
SENTENCES = {
    "missing": "{label} is missing.",
    "string_too_long": "{label} is too long.",
    "string_pattern_mismatch": "{label} does not have the right form.",
    "literal_error": "{label} must be one of: {expected}.",
    "int_parsing": "{label} must be a whole number.",
    "int_type": "{label} must be a whole number.",
    "int_from_float": "{label} must be a whole number.",
    "float_parsing": "{label} must be a number.",
    "float_type": "{label} must be a number.",
    "finite_number": "{label} must be a number.",
    "bool_parsing": "{label} must be yes or no.",
    "bool_type": "{label} must be yes or no.",
    "greater_than_equal": "{label} must be at least {ge:g}.",
    "less_than_equal": "{label} may be at most {le:g}.",
    "extra_forbidden": "There is no parameter {label}.",
}

Value = str | int | float | bool


class Parameter(BaseModel):
    """As the owner describes it; `pattern` is what the whole text must look like, `choices` belong to type choice."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(pattern=NAME)
    type: Literal["string", "integer", "number", "boolean", "choice"] = "string"
    label: str = Field("", max_length=80)
    description: str = Field("", max_length=300)
    required: bool = True
    choices: tuple[Annotated[str, Field(min_length=1, max_length=100)], ...] = Field((), max_length=30)
    pattern: str = Field("", max_length=200)
    minimum: float | None = Field(None, ge=-LARGEST, le=LARGEST)
    maximum: float | None = Field(None, ge=-LARGEST, le=LARGEST)

    @property
    def shown(self) -> str:
        """What people read beside its value."""
        return self.label or self.name.replace("_", " ").capitalize()


def check_parameters(parameters: Sequence[Parameter]) -> None:
    """Raises Invalid for parameters that nothing could ever fit, or that cannot be told apart."""
    names = [parameter.name for parameter in parameters]
    if len(set(names)) < len(names):
        raise Invalid("Two parameters have the same name.", field="parameters")
    for parameter in parameters:
        if parameter.type == "choice" and not parameter.choices:
            raise Invalid(f"{parameter.shown} has no choices.", field="parameters")
        if None not in (low := parameter.minimum, high := parameter.maximum) and low > high:  # type: ignore[operator]
            raise Invalid(f"The least value of {parameter.shown} is above the greatest.", field="parameters")
        try:
            _model((parameter,))
        except SchemaError:
            raise Invalid(f"The pattern of {parameter.shown} cannot be read.", field="parameters") from None


def check_values(parameters: Sequence[Parameter], given: Mapping[str, object]) -> dict[str, Value]:
    """The values as their types say. Empty ones count as left out; raises Invalid with the parameter's name."""
    filled = {name: value for name, value in given.items() if value not in (None, "")}
    try:
        checked = _model(parameters).model_validate(filled)
    except ValidationError as wrong:
        raise _invalid(parameters, wrong.errors(include_url=False)[0]) from None
    return {name: _plain(value) for name, value in checked.model_dump().items() if value is not None}


def schema_of(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """JSON Schema, as models are told it."""
    return {
        "type": "object",
        "properties": {parameter.name: _property(parameter) for parameter in parameters},
        "required": [parameter.name for parameter in parameters if parameter.required],
        "additionalProperties": False,
    }


def fields_of(parameters: Sequence[Parameter]) -> list[dict[str, Any]]:
    """The fields of a form, as the contract's objects."""
    return [
        {
            "name": parameter.name,
            "label": parameter.shown,
            "type": parameter.type,
            "required": parameter.required,
            "choices": list(parameter.choices),
            "help": parameter.description,
        }
        for parameter in parameters
    ]


def summary_of(parameters: Sequence[Parameter], values: Mapping[str, Value]) -> str:
    """`Order number: 7, Size: 9`."""
    shown = {True: "✓", False: "✗"}
    parts = [(parameter.shown, values[parameter.name]) for parameter in parameters if parameter.name in values]
    return ", ".join(f"{label}: {shown[value] if isinstance(value, bool) else value}" for label, value in parts)


def _property(parameter: Parameter) -> dict[str, Any]:
    described = {
        "type": JSON_TYPES.get(parameter.type, parameter.type),
        "description": ": ".join(part for part in (parameter.label, parameter.description) if part),
        "enum": list(parameter.choices) if parameter.type == "choice" else None,
        "pattern": parameter.pattern if parameter.type == "string" else None,
        "minimum": parameter.minimum if parameter.type in ("integer", "number") else None,
        "maximum": parameter.maximum if parameter.type in ("integer", "number") else None,
    }
    return {name: value for name, value in described.items() if value not in (None, "")}


def _model(parameters: Sequence[Parameter]) -> type[BaseModel]:
    """Patterns are matched in linear time, so that no owner's pattern can be made to hang."""
    fields: dict[str, Any] = {
        parameter.name: (_type(parameter), ...) if parameter.required else (_type(parameter) | None, None)
        for parameter in parameters
    }
    config = ConfigDict(
        extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True, regex_engine="rust-regex"
    )
    return create_model("Values", __config__=config, **fields)


def _type(parameter: Parameter) -> Any:
    low = -LARGEST if parameter.minimum is None else parameter.minimum
    high = LARGEST if parameter.maximum is None else parameter.maximum
    match parameter.type:
        case "integer":
            return Annotated[int, BeforeValidator(_is_no_switch), Field(ge=low, le=high)]
        case "number":
            return Annotated[float, BeforeValidator(_is_no_switch), Field(ge=low, le=high, allow_inf_nan=False)]
        case "boolean":
            return bool
        case "choice":
            return Literal[parameter.choices]
    pattern = f"^(?:{parameter.pattern})$" if parameter.pattern else None
    return Annotated[str, Field(max_length=LONGEST_TEXT, pattern=pattern), AfterValidator(_is_plain)]


def _is_plain(text: str) -> str:
    if CONTROLS & set(text):
        raise ValueError("control character")
    return text


def _plain(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_no_switch(value: object) -> object:
    """`true` is no number, whatever Python says."""
    if isinstance(value, bool):
        raise ValueError("not a number")
    return value


def _invalid(parameters: Sequence[Parameter], error: ErrorDetails) -> Invalid:
    name = str(error["loc"][0]) if error["loc"] else ""
    label = next((one.shown for one in parameters if one.name == name), name[:40])
    facts: dict[str, Any] = error.get("ctx") or {}
    sentence = SENTENCES.get(error["type"], "{label} cannot be used.")
    if error["type"] == "literal_error":
        facts = {"expected": ", ".join(next(one.choices for one in parameters if one.name == name))}
    return Invalid(sentence.format(label=label, **facts), field=name[:40])
