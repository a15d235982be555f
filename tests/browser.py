"""Finds a Chromium to test in, and opens it; a machine without one fails its browser tests, it does not skip them."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


class NoChromium(Exception):
    """Nothing to test in; the message says how to get it."""


def chromium() -> str:
    """The path of a Chromium or Chrome: the one on PATH, else Playwright's own. Raises NoChromium."""
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return found
    if kept := sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome")):
        return str(kept[-1])
    raise NoChromium("No Chromium was found: install one, or run `python -m playwright install --with-deps chromium`.")


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A headless browser; each test should open a context of its own in it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()
