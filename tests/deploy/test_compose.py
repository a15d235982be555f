"""The compose file, the proxy and the image fit the program they run."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from privexbot_app.cli import _parser
from privexbot_app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
OUR_SERVICES = ("app", "worker", "api")
NOT_SETTINGS = {"WEB_CONCURRENCY"}  # read by the `api` command itself
OUR_COMMAND = ["python", "-m", "privexbot_app"]


@lru_cache(maxsize=1)
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
    return found


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


@pytest.mark.parametrize("name", OUR_SERVICES)
def test_every_variable_that_a_process_gets_is_a_setting(name: str) -> None:
    given = {variable.lower() for variable in set(services()[name]["environment"]) - NOT_SETTINGS}

    assert given <= set(Settings.model_fields)


@pytest.mark.parametrize("name", OUR_SERVICES)
def test_every_process_runs_a_command_that_exists(name: str) -> None:
    command = services()[name].get("command", [*OUR_COMMAND, "serve"])

    assert command[:3] == OUR_COMMAND
    assert callable(_parser().parse_args(command[3:]).command)


def test_the_worker_is_the_only_one_that_is_asked_to_run_jobs() -> None:
    assert {services()[name]["environment"]["RUN_JOBS"] for name in ("app", "api")} == {"false"}
    assert services()["worker"]["command"][-1] == "worker"


@pytest.mark.parametrize("name", ["app", "worker", "api", "postgres", "valkey", "caddy"])
def test_every_service_restarts_and_says_whether_it_is_healthy(name: str) -> None:
    service = services()[name]

    assert service["restart"] == "unless-stopped"
    assert "healthcheck" in service or "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()


def test_nobody_starts_before_what_it_needs_is_healthy() -> None:
    for name, service in services().items():
        for needed, condition in service.get("depends_on", {}).items():
            assert condition == {"condition": "service_healthy"}, (name, needed)
            assert services()[needed].get("healthcheck", {}).get("disable") is not True
    assert {"postgres", "valkey"} <= set(services()["app"]["depends_on"]) & set(services()["worker"]["depends_on"])


def test_only_the_proxy_is_reachable_from_outside() -> None:
    assert [name for name, service in services().items() if "ports" in service] == ["caddy"]


def test_no_secret_has_a_default_and_each_is_in_the_example() -> None:
    text = (DEPLOY / "compose.yml").read_text()
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (DEPLOY / ".env.example").read_text(), re.MULTILINE))
    required = set(re.findall(r"\$\{([A-Z_]+):\?[^}]+\}", text))

    assert required == {"DOMAIN", "SECRET_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"}
    assert all(example[name] == "" for name in required)
    assert set(re.findall(r"\$\{(\w*(?:KEY|PASSWORD|SECRET)\b)(?!:\?|:-\})", text)) == set()
    assert set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text)) - {"PRIVEXBOT_VERSION"} == set(example)


def test_every_named_volume_is_declared_and_used() -> None:
    mounted = {mount.partition(":")[0] for service in services().values() for mount in service.get("volumes", [])}

    assert {name for name in mounted if not name.startswith(".")} == set(compose()["volumes"])
    assert all((DEPLOY / name).is_file() for name in mounted if name.startswith("."))


def test_the_processes_trust_exactly_the_proxy_in_front_of_them() -> None:
    for name in OUR_SERVICES:
        assert services()[name]["environment"]["TRUSTED_PROXY_HOPS"] == "1"
        assert services()[name]["environment"]["PUBLIC_URL"].startswith("https://${DOMAIN:?")


def test_the_proxy_keeps_no_query_in_its_logs_and_neither_buffers_nor_compresses() -> None:
    words = (DEPLOY / "Caddyfile").read_text()

    assert r'request>uri regexp \?.* ""' in words
    assert "log default {" in words
    assert not re.search(
        r"^\s*(encode|flush_interval|request_buffers|response_buffers|log_credentials)\b", words, re.MULTILINE
    )


def test_the_proxy_sends_visitors_and_owners_to_services_that_exist() -> None:
    words = (DEPLOY / "Caddyfile").read_text()

    assert set(re.findall(r"dynamic a \{\$\w+:(\w+)\} 8000", words)) == {"app"}
    assert "@visitors path /api/* /chatbots/*/message" in words
