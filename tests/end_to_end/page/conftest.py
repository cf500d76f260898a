"""Reports of small sweeps, opened in a headless Chromium without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import COMMAND
from tests.end_to_end.page.opened import NAMES, Opened

DESKTOP, PHONE = (1280, 900), (360, 740)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return a headless Chromium: that which ``LUNARSIM_CHROMIUM`` names, else one on the path."""
    named = os.environ.get("LUNARSIM_CHROMIUM")
    path = named or next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        reason = f"no browser: install one of {', '.join(NAMES)}, or name one: LUNARSIM_CHROMIUM=/path make check-page"
        pytest.fail(reason, pytrace=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens a report; what it said to its console is checked at the end of the test."""
    pages: list[Opened] = []

    def open_report(file: Path, size: tuple[int, int] = DESKTOP, fragment: str = "") -> Opened:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=False)
        pages.append(Opened(context, file, fragment))
        return pages[-1]

    yield open_report
    for page in pages:
        page.context.close()
    assert [said for page in pages for said in page.faults] == []
    assert [address for page in pages for address in page.fetched] == []


Reports = Callable[..., Path]


@pytest.fixture(scope="session")
def report_of(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Return a function that makes a sweep and its report with the command, once for each line."""
    made: dict[tuple[str, ...], Path] = {}

    def report(*line: str) -> Path:
        if line not in made:
            folder = tmp_path_factory.mktemp("sweep")
            run_command(*line, f"output.dir={folder}", "executor=serial")
            (store,) = folder.rglob("sweep.zarr")
            made[line] = folder / "report.html"
            run_command("report", str(store), "--output", str(made[line]))
        return made[line]

    return report


def run_command(*words: str) -> None:
    """Run the command as a user does."""
    done = subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def together(report_of: Reports) -> Path:
    """Return the report of a small sweep of the experiment that compares joint and separate stations."""
    return report_of("-m", "experiment=together_or_alone", "design.samples=90")
