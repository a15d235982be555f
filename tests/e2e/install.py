"""`python -m tests.e2e.install`: makes sure that there is a Chromium to test in, or says loudly how to get one."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress

from tests.browser import NoChromium, chromium

INSTALL_SECONDS = 300


def main() -> None:
    """Look first; then, as root on Debian, the package; then Playwright's own download."""
    for install in (lambda: None, by_apt, by_playwright):
        install()
        with suppress(NoChromium):
            sys.stdout.write(f"browser tests run in {chromium()}\n")
            return
    sys.exit("No Chromium could be found or installed: the browser tests will fail. Install chromium or Google Chrome.")


def by_apt() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stdout.write("no Chromium found: installing the Debian package\n")
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")


def by_playwright() -> None:
    sys.stdout.write("no Chromium found: asking Playwright for one\n")
    run(sys.executable, "-m", "playwright", "install", "chromium")


def run(*command: str) -> None:
    """Whether it worked is seen by looking for the browser again."""
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, check=False, timeout=INSTALL_SECONDS, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
