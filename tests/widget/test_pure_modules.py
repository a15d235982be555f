"""Markdown, links, lead rules and the stream reader: right in CPython, and the same compiled in Node."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.widget import probes
from tests.widget.twins import run_in_node
from widget_py.build import SOURCES
from widget_py.compiler import Module, compile_modules

PURE = ("blank", "lead_rules", "links", "markdown", "sse")
BATCH = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
MARKS = st.text("ab 1.*_`[]()!#>-\\:/\n\r\tö😀", max_size=60) | st.text(max_size=40)
PARTS = ["data: a", "data:b", "event: token", "\n", "\r\n", "\n\n", ": keep-alive", "id: 3", "\r"]
STREAMS = st.lists(st.lists(st.sampled_from(PARTS), max_size=9), min_size=100, max_size=150)
Twin = Callable[..., None]


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    files = {f"widget_py.widget.{name}": SOURCES / f"{name}.py" for name in PURE}
    return compile_modules(files | {"tests.widget.probes": Path(probes.__file__)})


@pytest.fixture(scope="module")
def same(modules: list[Module], tmp_path_factory: pytest.TempPathFactory) -> Twin:
    folder = tmp_path_factory.mktemp("js")

    def check(name: str, *arguments: object) -> None:
        [result] = run_in_node(modules, folder, [("tests.widget.probes", name, list(arguments))])
        assert result == {"value": json.loads(json.dumps(getattr(probes, name)(*arguments)))}

    return check


@BATCH
@given(texts=st.lists(MARKS, min_size=150, max_size=250))
def test_markdown_reads_the_same_in_both(same: Twin, texts: list[str]) -> None:
    same("markdown", texts)


@BATCH
@given(
    texts=st.lists(
        st.builds("".join, st.tuples(st.sampled_from(["http://", "HTTPS://a", "mailto:", "javascript:", ""]), MARKS)),
        min_size=150,
    )
)
def test_links_are_judged_the_same_in_both(same: Twin, texts: list[str]) -> None:
    same("hrefs", texts)


@BATCH
@given(
    kind=st.sampled_from(["email", "tel", "text"]),
    texts=st.lists(st.text("a@. 0123+-()\t", max_size=14) | st.emails() | st.text(), min_size=150),
)
def test_leads_are_judged_the_same_in_both(same: Twin, kind: str, texts: list[str]) -> None:
    same("complaints", kind, texts)


@BATCH
@given(streams=STREAMS)
def test_streams_are_read_the_same_in_both(same: Twin, streams: list[list[str]]) -> None:
    same("events", streams)


@given(cuts=st.lists(st.integers(0, 60), max_size=8))
def test_a_stream_means_the_same_however_it_is_cut(cuts: list[int]) -> None:
    text = 'event: token\r\ndata: {"text": "a"}\r\n\r\n: hi\n\nevent: done\ndata: {}\ndata: x\n\n'
    edges = [0, *sorted(cuts), len(text)]
    assert probes.read([text[a:b] for a, b in pairwise(edges)]) == [
        ("token", '{"text": "a"}'),
        ("done", "{}\nx"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("plain", ["text"]),
        ("a **b** *c* _d_ `e`", ["text", "strong", "text", "em", "text", "em", "text", "code"]),
        ("[x](https://a.test/b_(c)) [1]", ["a", "text", "cite"]),
        ("see https://a.test/x_y_z.", ["text", "a", "text"]),
        ("2 * 3 * 4 and snake_case_name", ["text"]),
        (r"\*no\*", ["text", "text", "text"]),
        ("`**code**`", ["code"]),
    ],
)
def test_inline_marks_are_found(text: str, kinds: list[str]) -> None:
    [block] = probes.markdown([text])[0]
    assert [piece["kind"] for piece in block["rows"][0]] == kinds


def test_blocks_are_found() -> None:
    text = "# T\npara\nmore\n\n- a\n- b\n1. c\n> q\n```py\nx = 1\n\ny\n```\nend"
    blocks = probes.markdown([text])[0]
    assert [(block["kind"], len(block["rows"])) for block in blocks] == [
        ("h4", 1),
        ("p", 2),
        ("ul", 2),
        ("ol", 1),
        ("blockquote", 1),
        ("pre", 3),
        ("p", 1),
    ]


def test_an_open_fence_is_code_while_it_streams() -> None:
    assert [block["kind"] for block in probes.markdown(["a\n```\n**x"])[0]] == ["p", "pre"]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:x",
        " https://a.test",
        "data:text/html,x",
        "//evil.test",
        "https://a.test/\nb",
        'https://a.test/"x',
        "",
        "blob:x",
        "vbscript:x",
        "https:/x",
    ],
)
def test_an_address_that_is_not_plainly_web_or_mail_becomes_no_link(href: str) -> None:
    assert probes.hrefs([href]) == [""]


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        ("email", "a@b.co", ""),
        ("email", "a@b", "email"),
        ("tel", "+49 (30) 123-456", ""),
        ("tel", "12", "tel"),
        ("text", " ", "required"),
        ("text", " \t\r\n", "required"),
        ("email", "\t a@b.co\r\n", ""),
    ],
)
def test_lead_fields_are_checked(kind: str, value: str, wrong: str) -> None:
    assert probes.complaints(kind, [value]) == [wrong]
