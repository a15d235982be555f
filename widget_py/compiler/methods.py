"""Methods of the built-in types: who writes which, and what to use instead of the others."""

import ast

from widget_py.compiler.context import Context
from widget_py.compiler.list_methods import on_list
from widget_py.compiler.table_methods import on_dict, on_record, on_set
from widget_py.compiler.text_methods import on_text

WRITERS = {"str": on_text, "list": on_list, "dict": on_dict, "set": on_set, "record": on_record}
_INSTEAD = {
    "format": 'write an f-string: `f"{name} {n}"`',
    "title": "upper-case the words that you know",
    "capitalize": "`text[:1].upper() + text[1:]`",
    "casefold": "use `.lower()`",
    "encode": "use `TextEncoder` from the browser, after declaring it in browser.pyi",
    "isdigit": 'match a pattern: `compile("^[0-9]+$")`',
    "isalpha": "match a pattern of the letters you mean",
    "replace": "give two texts, the first written out and not empty",
    "split": "give a separator that is written out and not empty",
    "items": "loop over it: `for key, value in table.items()`",
    "keys": "loop over it, or write `list(table)`",
    "values": "loop over it, or write `list(table.values())`",
    "popitem": "`table.pop(key)`",
    "union": "`left | right`",
}


def call_method(ctx: Context, node: ast.Call, func: ast.Attribute, kind: str) -> str:
    keywords = node.keywords and func.attr != "sort"
    if keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
        raise ctx.refuse(node, f"`.{func.attr}` with keywords or stars", "pass plain arguments")
    if written := WRITERS[kind](ctx, node, func):
        return written
    instead = _INSTEAD.get(func.attr, "write a loop, or a small function of your own")
    raise ctx.refuse(node, f"`.{func.attr}` of a {kind} like this is outside the subset", instead)
