"""Values become parts of a path, a query, a header or JSON, and never anything else."""

import json
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privexbot_app.errors import Invalid
from privexbot_app.rag.action_template import Template, check_template, fill, fill_url, origin_of

ORDER, SIZE = frozenset({"order"}), frozenset({"size"})
URL = "https://api.shop.example:8443/v1/orders/{order}/lines?q={size}&fixed=1"
NASTY = [
    *("../admin", "..", ".", "a/b", "a\\b", "%2e%2e", "%2F", "x;y", "x?admin=1", "x#y", "\r\nHost: evil", "a b\tc"),
    *(
        "@evil.example",
        "//evil.example",
        "https://evil.example",
        "'\"}{",
        "{order}",
        "&admin=true",
        "=",
        "+",
        "日本 🙂",
    ),
]


def written(url: str, **headers: str) -> Template:
    return Template("POST", url, headers, '{"order": "{order}", "text": "Order {order}!", "list": ["{size}"]}')


@given(st.text(max_size=30) | st.sampled_from(NASTY), st.text(max_size=30) | st.sampled_from(NASTY))
def test_no_value_leaves_its_place_in_the_address(order: str, size: str) -> None:
    try:
        filled = fill_url(URL, {"order": order, "size": size})
    except (Invalid, UnicodeEncodeError):  # half of a pair of surrogates cannot be written at all
        return
    parts = urlsplit(filled)
    segments = parts.path.split("/")

    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "api.shop.example:8443", "")
    assert segments[:3] + segments[4:] == ["", "v1", "orders", "lines"] and unquote(segments[3]) == order
    assert parse_qsl(parts.query, keep_blank_values=True) == [("q", size), ("fixed", "1")]


@pytest.mark.parametrize(
    "order", ["../admin", "..", ".", "", " ", "a/b", "a\\b", "%2e%2e", "..%2f", "x?y", "x#y", "x;y", ". ."]
)
def test_what_climbs_or_separates_has_no_place_in_a_path(order: str) -> None:
    with pytest.raises(Invalid) as refused:
        fill_url(URL, {"order": order, "size": "1"})
    assert refused.value.field == "order"


def test_a_part_of_the_query_whose_value_is_left_out_is_left_out() -> None:
    assert fill_url(URL, {"order": "7"}) == "https://api.shop.example:8443/v1/orders/7/lines?fixed=1"
    assert fill_url("https://a.example?x={size}", {}) == "https://a.example/"


@given(st.text(max_size=40) | st.sampled_from(NASTY))
def test_no_value_leaves_its_place_in_json(order: str) -> None:
    try:
        sent = json.loads(fill(written("https://a.example/"), {"order": order}, {}).body)
    except UnicodeEncodeError:
        return

    assert sent == {"order": order, "text": f"Order {order}!", "list": []}


def test_json_values_keep_their_type_and_those_left_out_are_left_out() -> None:
    template = Template("POST", "https://a.example/", {}, '{"n": "{n}", "yes": "{yes}", "gone": "{gone}", "t": "{n}x"}')

    sent = json.loads(fill(template, {"n": 9.5, "yes": False}, {}).body)

    assert sent == {"n": 9.5, "yes": False, "t": "9.5x"}


@pytest.mark.parametrize("value", ["1\r\nX-Admin: 1", "1\n", "\0", "Größe", "\x7f"])
def test_no_value_leaves_its_place_in_a_header(value: str) -> None:
    with pytest.raises(Invalid) as refused:
        fill(written("https://a.example/", **{"X-Order": "no {order}"}), {"order": value}, {})
    assert refused.value.field == "order"


def test_a_value_of_a_visitor_never_takes_the_place_of_one_we_vouch_for() -> None:
    template = Template("GET", "https://a.example/{conversation.id}", {})

    filled = fill(template, {"conversation.id": "mine"}, {"conversation.id": "ours"})

    assert filled.url == "https://a.example/ours"


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("https://{order}.shop.example/", "url"),
        ("https://shop.example:{order}/", "url"),
        ("{order}://shop.example/", "url"),
        ("{order}", "url"),
        ("https://shop.example{order}/", "url"),
        ("https://user:{order}@shop.example/", "url"),
        ("https://user@shop.example/", "url"),
        ("https://shop.example\\{order}/", "url"),
        ("https://shop.example/#{order}", "url"),
        ("https://shop.example/{order", "url"),
        ("https://shop.example/{Order}", "url"),
        ("https://shop.example/{other}", "url"),
        ("https://shop.example/{size}", "url"),  # may be left out
        ("ftp://shop.example/{order}", "url"),
        ("https://shop.example /{order}", "url"),
    ],
)
def test_an_address_that_values_could_lead_elsewhere_is_refused(url: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_template(written(url), ORDER, SIZE)
    assert refused.value.field == field


@pytest.mark.parametrize("body", ['{"n": {order}}', "{", "order={order}", '{"n": "{other}"}', "[" * 100_000])
def test_a_body_that_is_no_json_or_names_a_stranger_is_refused(body: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_template(Template("POST", "https://a.example/", {}, body), ORDER, SIZE)
    assert refused.value.field == "body"


def test_headers_may_name_parameters_in_their_values_only() -> None:
    check_template(Template("GET", "https://a.example/", {"X-A": "{order} {chatbot.id}"}), ORDER, SIZE)
    for headers in ({"X-{order}": "1"}, {"X-A": "{other}"}):
        with pytest.raises(Invalid) as refused:
            check_template(Template("GET", "https://a.example/", headers), ORDER, SIZE)
        assert refused.value.field == "headers"


def test_the_origin_of_an_address_is_read_as_it_is_filled() -> None:
    assert origin_of("HTTPS://Shop.example:8443/x?y={z}") == "https://shop.example:8443"
    assert origin_of("nonsense") == ""
