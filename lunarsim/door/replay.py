"""The verb ``replay``: one run of a stored sweep again, with its log of events."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lunarsim.door.stores import find_store
from lunarsim.words.errors import Fault, InputError

if TYPE_CHECKING:
    from lunarsim.study.replay import Replayed

DIFFERS = 1
WIDTH_OF_FILES = 160


def replay(names: Sequence[str], words: Sequence[str]) -> int:
    """Make a run again, say whether it equals its stored row, print its events, and return the exit code.

    Parameters
    ----------
    names : sequence of str
        The store, or nothing for the newest one.
    words : sequence of str
        ``LEVER=VALUE``, ``sample=N``, ``replicate=N``.
    """
    pairs = [word.partition("=")[::2] for word in words]
    keys = [key for key, _ in pairs]
    doubled = [Fault(key, f"is given {keys.count(key)} times") for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if doubled:
        raise InputError(doubled)
    path = find_store(*names)

    from lunarsim.study.model import OK
    from lunarsim.study.replay import replay_run

    run = replay_run(path, dict(pairs))
    where = ", ".join(f"{name}={label}" for name, label in run.labels.items())
    print(f"run: {where} (seed {run.seed}) of {path}")
    print(_verdict(run))
    if run.status == OK:
        _print_events(run)
    return DIFFERS if run.different else 0


def _verdict(run: Replayed) -> str:
    from lunarsim.study.model import NOT_NEEDED, STATUS_FLAGS

    status = dict(STATUS_FLAGS)[run.status].replace("_", " ")
    text = f"status: {status}" + (f", {run.error}" if run.error else "")
    if run.stored == NOT_NEEDED:
        return f"{text}\nnot compared: by design.until, the sweep had no need of this run"
    if not run.compared:
        return f"{text}\nnot compared: the sweep has not made this run yet"
    if run.different:
        return f"{text}\nDIFFERS from its stored row in {', '.join(run.different)}: other versions or another machine?"
    return f"{text}\nequal to its stored row, bit for bit, in {run.compared} variables"


def _print_events(run: Replayed) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=WIDTH_OF_FILES)
    table = Table("date", "day", "what", "who", "cause", title=f"{len(run.events)} events", title_justify="left")
    table.columns[1].justify = "right"
    start = dt.date.fromisoformat(run.start)
    for event in run.events:
        date = (start + dt.timedelta(days=int(event.day // 1))).isoformat()
        table.add_row(date, f"{event.day:,.1f}", event.what, event.who, event.cause)
    console.print(table)
