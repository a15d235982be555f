"""The few kinds of value that the compiler tells apart, since JavaScript treats each of them in its own way."""

from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    Overloaded,
    ProperType,
    TupleType,
    Type,
    TypedDictType,
    TypeType,
    UninhabitedType,
    UnionType,
    get_proper_type,
)

BROWSER = "widget_py.browser."
NUMBERS = frozenset({"int", "float"})
SCALARS = frozenset({"str", "int", "float", "bool", "none"})
OBJECTS = frozenset({"own", "data", "js", "function", "error"})
_BUILTIN = {
    "builtins.bool": "bool",
    "builtins.int": "int",
    "builtins.float": "float",
    "builtins.str": "str",
    "builtins.list": "list",
    "builtins.tuple": "tuple",
    "builtins.dict": "dict",
    "builtins.set": "set",
    "typing.Coroutine": "coroutine",
}


def kinds_of(type_: Type | None) -> frozenset[str]:
    """The kinds a value of this type may have; `any` and `other` are those nothing may be assumed of."""
    proper = get_proper_type(type_) if type_ is not None else None
    if isinstance(proper, UnionType):
        return frozenset().union(*(kinds_of(item) for item in proper.items))
    if isinstance(proper, LiteralType):
        return kinds_of(proper.fallback)
    return frozenset({_kind(proper)}) if not isinstance(proper, UninhabitedType) else frozenset()


def _kind(type_: ProperType | None) -> str:  # noqa: PLR0911 - a table of cases
    match type_:
        case None | AnyType():
            return "any"
        case NoneType():
            return "none"
        case TypedDictType():
            return "record"
        case TupleType():
            return "tuple"
        case CallableType() | Overloaded() | TypeType():
            return "function"
        case Instance():
            return _kind_of_instance(type_)
    return "other"


def _kind_of_instance(type_: Instance) -> str:  # noqa: PLR0911 - a table of cases
    if kind := _BUILTIN.get(type_.type.fullname):
        return kind
    if type_.type.fullname in {"re.Pattern", "re.Match"}:
        return type_.type.fullname
    if type_.type.fullname.startswith(BROWSER):
        return "js"
    if type_.type.has_base("builtins.BaseException"):
        return "error"
    if type_.type.module_name in {"builtins", "typing", "collections.abc", "types", "_typeshed"} or type_.type.is_enum:
        return "other"
    if type_.type.is_protocol:
        return "other"
    return "data" if any("dataclass" in base.metadata for base in type_.type.mro) else "own"


def words(kinds: frozenset[str]) -> str:
    return "/".join(sorted(kinds)) or "nothing"


_PAIRS = {"_collections_abc.dict_items", "builtins.enumerate"}


def item_type(type_: ProperType | None) -> ProperType | None:
    """What a loop over it yields; None where that is not told here."""
    if not isinstance(type_, Instance) or type_.type.fullname in _PAIRS:
        return None
    if type_.type.fullname == "builtins.str":
        return type_
    values = type_.type.fullname == "_collections_abc.dict_values"
    return get_proper_type(type_.args[1 if values else 0]) if type_.args else None


def items_of(type_: ProperType | None) -> frozenset[str]:
    """The kinds of what a list, set or tuple holds, or of a dict's keys."""
    if isinstance(type_, TupleType):
        return frozenset().union(*(kinds_of(item) for item in type_.items))
    if isinstance(type_, Instance) and type_.type.fullname == "builtins.range":
        return frozenset({"int"})
    return kinds_of(item_type(type_))


def values_of(type_: ProperType | None) -> frozenset[str]:
    """The kinds of a dict's values."""
    return kinds_of(type_.args[1]) if isinstance(type_, Instance) and len(type_.args) > 1 else frozenset({"any"})
