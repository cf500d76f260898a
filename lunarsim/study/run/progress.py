"""What a long sweep shows: a bar of its runs with rate, remaining time and failures."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lunarsim.study.run.executors import BlockDone, UnderWay
from lunarsim.words.terminal import bare

if TYPE_CHECKING:
    from rich.progress import Progress

REFRESH_SECONDS = 0.1
"""Time between two steps of the bar within blocks, at least [s]."""


class Bar:
    """Takes finished blocks and the runs that have been made of others; draws nothing without a bar.

    Parameters
    ----------
    runs : int
        Runs of the whole sweep.
    drawn : Progress, optional
        The bar.
    """

    def __init__(self, runs: int, drawn: Progress | None = None) -> None:
        self._runs = runs
        self._drawn = drawn
        self._finished = self._failed = self._shown = 0
        self._time = 0.0
        if drawn is not None:
            self._task = drawn.add_task("runs", total=runs, rate="", failures="")

    def done(self, block: BlockDone) -> None:
        """Take a finished block."""
        self._finished += block.runs
        self._failed += block.failed
        self._show(self._finished)

    @property
    def under_way(self) -> UnderWay | None:
        """What takes the number of runs that have been made in blocks under way; None where nobody sees it."""
        return None if self._drawn is None else self._take

    def _take(self, runs: int) -> None:
        now = time.monotonic()
        if now - self._time >= REFRESH_SECONDS:
            self._time = now
            self._show(self._finished + runs)

    def _show(self, runs: int) -> None:
        if self._drawn is None:
            return
        # A worker that is replaced begins its block again: the bar waits for it and never goes back.
        self._shown = max(self._shown, min(runs, self._runs))
        failures = f"[red]{self._failed} failed" if self._failed else ""
        self._drawn.update(self._task, completed=self._shown, failures=failures)
        task = self._drawn.tasks[0]
        speed = task.finished_speed or task.speed
        if speed:
            self._drawn.update(self._task, rate=f"{speed:,.0f}/s")


@contextmanager
def progress(runs: int, shown: bool) -> Iterator[Bar]:
    """Give a bar that draws nothing where standard error is no terminal.

    Parameters
    ----------
    runs : int
        Runs of the whole sweep.
    shown : bool
        Whether a bar is shown.
    """
    if not (shown and sys.stderr.isatty()):
        yield Bar(runs)
        return
    from rich import progress as parts
    from rich.console import Console

    columns = (
        parts.TextColumn("runs"),
        parts.BarColumn(),
        parts.MofNCompleteColumn(),
        parts.TextColumn("{task.fields[rate]}"),
        parts.TimeElapsedColumn(),
        parts.TextColumn("remaining"),
        parts.TimeRemainingColumn(),
        parts.TextColumn("{task.fields[failures]}"),
    )
    with parts.Progress(*columns, console=Console(file=bare(sys.stderr))) as drawn:
        yield Bar(runs, drawn)
