"""The image that runs holds what runs, and runs it as nobody in particular."""

import re
from fnmatch import fnmatch
from pathlib import Path

from privexbot_app.cli import _parser
from privexbot_app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
STAGES = re.split(r"^(?=FROM )", DOCKERFILE, flags=re.MULTILINE)[1:]


def instructions(stage: str, word: str) -> list[str]:
    return re.findall(rf"^{word} (.+)$", stage, re.MULTILINE)


def test_there_are_two_stages_on_the_same_base() -> None:
    assert [instructions(stage, "FROM")[0].split()[0] for stage in STAGES] == ["python:3.11-slim"] * 2


def test_the_image_that_runs_has_no_tools_and_no_node() -> None:
    installs = [run for run in instructions(STAGES[1], "RUN") if ("install " in run and "pip" in run) or "apt" in run]

    assert installs == ["pip install --no-cache-dir --require-hashes -r requirements.txt"]
    assert set(re.findall(r"COPY --from=build /app/(\S+)", STAGES[1])) == {"assets", "frontend"}
    assert not re.search(r"requirements-dev|node|npm|\.build", STAGES[1])


def test_the_image_holds_every_package_of_ours_that_the_server_imports() -> None:
    imported = {
        name
        for file in (ROOT / "privexbot_app").rglob("*.py")
        for name in re.findall(r"^\s*(?:from|import) (widget_py\.?\w*|demo_shop)", file.read_text(), re.MULTILINE)
    }

    for name in imported:
        place = name.replace(".", "/")
        assert re.search(rf"^COPY .*\b{place}(\.py)?\s", STAGES[1], re.MULTILINE), name


def test_it_runs_as_a_user_without_rights() -> None:
    last_user = instructions(STAGES[1], "USER")[-1]

    assert last_user not in ("root", "0")
    assert DOCKERFILE.index(f"USER {last_user}") < DOCKERFILE.rindex("\nCMD")
    assert f"-o {last_user}" in STAGES[1]  # owns the data folder


def test_its_command_and_its_variables_exist() -> None:
    command = re.findall(r'"([^"]+)"', instructions(STAGES[1], "CMD")[-1])
    variables = dict(re.findall(r"([A-Z_]+)=(\S+)", " ".join(instructions(STAGES[1], "ENV"))))

    assert command[:3] == ["python", "-m", "privexbot_app"]
    assert _parser().parse_args(command[3:]).command.__name__ == "serve"
    assert {name.lower() for name in variables} - {"pythonunbuffered"} <= set(Settings.model_fields)
    assert instructions(STAGES[1], "VOLUME") == [variables["DATA_DIR"]]
    assert instructions(STAGES[1], "EXPOSE") == [str(Settings.model_fields["port"].default)]


def test_it_says_when_it_is_ready() -> None:
    assert "/readyz" in re.findall(r"^HEALTHCHECK .+$", STAGES[1], re.MULTILINE)[0]


def test_everything_that_is_copied_exists_and_is_not_ignored() -> None:
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", STAGES[1], re.MULTILINE):
        for name in copied.split():
            assert (ROOT / name).exists(), name
            assert not any(fnmatch(name, pattern) for pattern in ignored), name


def test_secrets_and_what_was_built_elsewhere_stay_out_of_the_build() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert {".git", ".env", "**/.env", "data", "frontend", ".venv"} <= set(ignored)
