"""What people are told when something goes wrong, and what the log is told."""

import logging

import pytest

from privexbot_app.errors import Conflict, Unauthorized
from privexbot_app.ui.links import safe_link
from privexbot_app.ui.logs import REFLEX_LOGGER, keep_headers_out
from privexbot_app.ui.problems import explain


def test_a_problem_of_ours_is_said_in_its_own_words():
    assert "already being read" in str(explain(Conflict("This is already being read.")).args)


def test_an_ended_session_leads_to_the_sign_in_page():
    assert "/sign-in" in str(explain(Unauthorized("Your session has ended.")).args)


def test_a_defect_is_told_by_reference_and_its_details_only_to_the_log(caplog):
    told = str(explain(RuntimeError("password=hunter2 at /srv/app")).args)

    assert "hunter2" not in told and "RuntimeError" not in told
    reference = told.split("Reference: ")[1][:8]
    assert reference in caplog.text and "hunter2" in caplog.text


def test_headers_of_an_event_never_reach_the_log(caplog):
    keep_headers_out()
    try:
        raise KeyError("No registered handler found")
    except KeyError:
        logging.getLogger(REFLEX_LOGGER).exception(
            "Error processing event queue entry for Event(name='state.gone', router_data={'headers': "
            "{'cookie': 'pb_session=SECRET'}}, payload={}) [txid=1]:"
        )

    assert "state.gone" in caplog.text
    assert "SECRET" not in caplog.text and "Traceback" not in caplog.text


def test_one_filter_is_enough(app):
    keep_headers_out()
    keep_headers_out()

    assert len(logging.getLogger(REFLEX_LOGGER).filters) == 1


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", None, 7, "https://", "http://["],
)
def test_what_a_browser_must_not_open_is_no_link(address):
    assert safe_link(address) == ""


@pytest.mark.parametrize("address", ["https://shop.example/a?b#:~:text=c", "http://127.0.0.1:8100/"])
def test_web_addresses_are_links(address):
    assert safe_link(address) == address
