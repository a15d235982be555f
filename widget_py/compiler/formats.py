"""Values as text: `str()`, f-strings and their format specifications."""

import ast
import re

from mypy.types import Instance, ProperType, get_proper_type

from widget_py.compiler.context import Context, emits, expr
from widget_py.compiler.kinds import NUMBERS, kinds_of, words
from widget_py.compiler.literals import quoted
from widget_py.compiler.refused import Refused

_PLAIN = frozenset({"int", "bool", "none"})
_SPEC = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>^]))?(?P<zero>0)?(?P<width>\d+)?(?P<comma>,)?(?:\.(?P<digits>\d{1,2}))?(?P<kind>[sdf%])?"
)


@emits(ast.JoinedStr)
def f_string(ctx: Context, node: ast.JoinedStr) -> str:
    return "(" + " + ".join(['""', *(_piece(ctx, value) for value in node.values)]) + ")"


def _piece(ctx: Context, node: ast.expr) -> str:
    if not isinstance(node, ast.FormattedValue):
        return expr(ctx, node)
    if node.conversion == ord("r") and isinstance(node.value, ast.Constant) and not node.format_spec:
        return quoted(repr(node.value.value))
    if node.conversion not in (-1, ord("s")):
        raise ctx.refuse(node, "the code of a value is written differently by JavaScript", "leave `!r` out")
    return _formatted(ctx, node) if node.format_spec else text_of(ctx, node.value)


def text_of(ctx: Context, node: ast.expr) -> str:
    """What `str(node)` is, for the kinds that both languages write alike."""
    kinds = ctx.kinds(node)
    if kinds <= {"str", "int"}:
        return expr(ctx, node) if kinds == {"str"} else f"String({expr(ctx, node)})"
    if not _is_plain(ctx.type(node)) and not kinds <= _PLAIN | {"str"}:
        raise ctx.refuse(
            node,
            f"{words(kinds)} is written differently by JavaScript",
            'give a str, int, bool or None; of a float say the digits, as in f"{ratio:.2f}"; of a list, join the texts',
        )
    return f"{ctx.helper('text')}({expr(ctx, node)})"


def _is_plain(type_: ProperType) -> bool:
    """A list of ints, bools and None, or of such lists; texts inside would be quoted."""
    if kinds_of(type_) != {"list"} or not isinstance(type_, Instance):
        return False
    inner = get_proper_type(type_.args[0])
    return kinds_of(inner) <= _PLAIN or _is_plain(inner)


def _formatted(ctx: Context, node: ast.FormattedValue) -> str:
    match node.format_spec:
        case ast.JoinedStr(values=[ast.Constant(value=str(text))]) if found := _SPEC.fullmatch(text):
            spec = found.groupdict()
        case _:
            raise _unclear(ctx, node)
    written, kinds = expr(ctx, node.value), ctx.kinds(node.value)
    if kinds == {"str"}:
        if spec["kind"] not in (None, "s") or spec["zero"] or spec["comma"] or spec["digits"]:
            raise _unclear(ctx, node)
    else:
        written = _number(ctx, node, spec, written)
    if not spec["width"]:
        return written
    return _padded(ctx, spec, written, is_text=kinds == {"str"})


def _number(ctx: Context, node: ast.FormattedValue, spec: dict[str, str | None], written: str) -> str:
    kinds, kind = ctx.kinds(node.value), spec["kind"]
    if kind in ("f", "%") and kinds <= NUMBERS:
        value = f"{written} * 100" if kind == "%" else written
        text = f"{ctx.helper('fixed')}({value}, {int(spec['digits'] or 6)})"
    elif kind in (None, "d") and kinds == {"int"} and not spec["digits"]:
        text = f"String({written})"
    else:
        raise _unclear(ctx, node)
    if spec["comma"]:
        if spec["zero"]:
            raise _unclear(ctx, node)
        text = f"{ctx.helper('grouped')}({text})"
    return f'({text} + "%")' if kind == "%" else text


def _padded(ctx: Context, spec: dict[str, str | None], written: str, *, is_text: bool) -> str:
    zero = bool(spec["zero"]) and not spec["align"]
    align = "=" if zero else spec["align"] or ("<" if is_text else ">")
    fill = spec["fill"] or ("0" if spec["zero"] else " ")
    return f"{ctx.helper('pad')}({written}, {spec['width']}, {quoted(align)}, {quoted(fill)})"


def _unclear(ctx: Context, node: ast.FormattedValue) -> Refused:
    return ctx.refuse(
        node,
        "this format specification is outside the subset",
        "use width, `<` `>` `^`, `0` and `,` on a str or int, `.2f` and `.0%` on a number",
    )
