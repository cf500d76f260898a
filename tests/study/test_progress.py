import io

import pytest

from lunarsim.study.run.executors import BlockDone
from lunarsim.study.run.progress import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("stream", "shown"), [(io.StringIO(), True), (Terminal(), False)])
def test_nothing_is_shown_without_a_terminal_or_on_request(monkeypatch, stream, shown):
    monkeypatch.setattr("sys.stderr", stream)
    with progress(10, shown) as show:
        show(BlockDone(0, 10, 1, 0.1))
    assert stream.getvalue() == ""


def test_a_terminal_shows_runs_and_failures(monkeypatch):
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress(20, True) as show:
        show(BlockDone(0, 10, 1, 0.1))
        show(BlockDone(1, 10, 2, 0.1))
    assert "20/20" in stream.getvalue()
    assert "3 failed" in stream.getvalue()
