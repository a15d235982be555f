"""`python -m tests.e2e.install`: makes sure that there is a Chromium to test in, or says loudly how to get one."""

import os
import shutil
import subprocess
import sys

from tests.browser import NoChromium, chromium


def main() -> None:
    """Look first; then Playwright's own download; then, as root on Debian, the package."""
    for install in (None, by_playwright, by_apt):
        if install is not None:
            install()
        try:
            sys.stdout.write(f"browser tests run in {chromium()}\n")
        except NoChromium:
            continue
        return
    sys.exit("No Chromium could be found or installed: the browser tests will fail. Install chromium or Google Chrome.")


def by_playwright() -> None:
    sys.stdout.write("no Chromium found: asking Playwright for one\n")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=300)


def by_apt() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stdout.write("no Chromium yet: installing the Debian package\n")
        subprocess.run(["apt-get", "update", "-q"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-q", "chromium"], check=False)


if __name__ == "__main__":
    main()
