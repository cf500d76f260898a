"""Ways to print the summary of a sweep in a test."""

import pytest

from lunarsim.reading.tables.summary_table import show, summarize
from lunarsim.reading.tables.view import View
from tests.reading.stored_made import store


@pytest.fixture
def wide(monkeypatch):
    """Let lines have the width of those of a file."""
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def printed(capsys):
    """Return what prints a dataset and returns the text."""

    def text(dataset):
        summarize(dataset)
        return capsys.readouterr().out

    return text


@pytest.fixture
def shown(tmp_path, capsys):
    """Return what ``lunarsim show`` prints of a sweep."""

    def text(dataset, **asked):
        store(dataset, tmp_path / f"{len(list(tmp_path.iterdir()))}.zarr")
        capsys.readouterr()
        show(max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns), View(**asked))
        return capsys.readouterr().out

    return text


def line(text, title):
    """Return the line of a table that begins with a title."""
    return next(each for each in text.splitlines() if each.startswith(title))
