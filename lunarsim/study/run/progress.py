"""What a long sweep shows: a bar with rate, remaining time and failures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lunarsim.study.run.executors import BlockDone
from lunarsim.words.terminal import bare

Show = Callable[[BlockDone], None]


@contextmanager
def progress(runs: int, shown: bool) -> Iterator[Show]:
    """Give a function to call with each finished block; it draws nothing where standard error is no terminal.

    Parameters
    ----------
    runs : int
        Runs of the whole sweep.
    shown : bool
        Whether a bar is shown.
    """
    if not (shown and sys.stderr.isatty()):
        yield lambda done: None
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
    with parts.Progress(*columns, console=Console(file=bare(sys.stderr))) as bar:
        task = bar.add_task("runs", total=runs, rate="", failures="")
        failed = 0

        def show(done: BlockDone) -> None:
            nonlocal failed
            failed += done.failed
            bar.update(task, advance=done.runs, failures=f"[red]{failed} failed" if failed else "")
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            if speed:
                bar.update(task, rate=f"{speed:,.0f}/s")

        yield show
