"""A headless Chromium for the tests that need one. The test is skipped, with the reason, where the machine has none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome, or what CHROMIUM says."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def open_browser() -> Iterator:
    """A playwright browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright (Python package) is not installed")
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (set CHROMIUM to its path)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
