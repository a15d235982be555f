"""Arrows point down only: a module may import its own layer's neighbours below it, and nothing above."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "privexbot_app"
OPEN_TO_ALL = {"settings", "errors", "security"}
BELOW = {
    "models": set(),
    "group_commit": set(),
    "db": {"group_commit"},
    "rag": set(),
    "adapters": set(),
    "store": {"models", "db", "rag"},
    "services": {"store", "rag", "adapters", "models", "db"},
    "jobs": {"services", "adapters"},
    "api": {"services", "adapters.limits"},
    "ui": {"services", "asgi"},
}
NETWORK = {"httpx", "httpcore", "requests", "aiohttp", "urllib.request", "socket", "http.client", "litellm"}
TO_CHILDREN = tuple(f"rag/parse/{name}.py" for name in ("fork_server", "child", "sandbox"))  # pairs of sockets
MAY_CALL_OUT = ("adapters/egress", "adapters/llm", "jobs/runner.py", "cli.py", *TO_CHILDREN)  # host name; its own probe


def imports_of(file: Path) -> set[str]:
    """Every module a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_allowed(layer: str, target: str) -> bool:
    parts = target.removeprefix("privexbot_app.").split(".")
    names = {parts[0], ".".join(parts[:2])}
    return parts[0] == layer or bool(names & (OPEN_TO_ALL | BELOW[layer]))


@pytest.mark.parametrize("layer", BELOW)
def test_nothing_imports_upwards(layer):
    files = sorted(PACKAGE.glob(f"{layer}/**/*.py")) + sorted(PACKAGE.glob(f"{layer}.py"))
    assert files
    wrong = [
        f"{file.relative_to(PACKAGE)} imports {target}: below it are only {sorted(BELOW[layer])}"
        for file in files
        for target in imports_of(file)
        if target.startswith("privexbot_app.") and not is_allowed(layer, target)
    ]
    assert not wrong, "\n".join(wrong)


def test_only_settings_reads_the_environment():
    allowed = {
        "settings.py",
        "cli.py",
        "ui/build.py",
        "ui/app.py",
        "adapters/llm/litellm_model.py",
        "rag/parse/fork_server.py",
    }
    wrong = [
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if "os.environ" in file.read_text() and str(file.relative_to(PACKAGE)) not in allowed
    ]
    assert not wrong


def test_only_the_egress_and_model_adapters_call_out():
    wrong = [
        f"{file.relative_to(PACKAGE)} imports {target}"
        for file in PACKAGE.rglob("*.py")
        for target in imports_of(file) & NETWORK
        if not str(file.relative_to(PACKAGE)).startswith(MAY_CALL_OUT)
    ]
    assert not wrong


def test_the_api_never_imports_reflex():
    files = [*PACKAGE.glob("api/**/*.py"), *PACKAGE.glob("services/**/*.py"), PACKAGE / "asgi.py"]
    assert not [file for file in files if any(name.startswith("reflex") for name in imports_of(file))]
