"""The verb ``replay``: one run of a stored sweep again, with its log of events and its Gantt chart."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.door.verbs.find_store import find_store
from lunarsim.words.errors import AnalysisError, Fault, InputError

if TYPE_CHECKING:
    from lunarsim.study.run.rerun import Replayed

DIFFERS = 1
WIDTH_OF_FILES = 160
PICTURES = (".png", ".pdf", ".svg")
LONGEST_NAME = 120


def replay(names: Sequence[str], words: Sequence[str], picture: Path | None = None) -> int:
    """Make a run again, say whether it equals its stored row, print its events, draw it, and return the exit code.

    Parameters
    ----------
    names : sequence of str
        The store, or nothing for the newest one.
    words : sequence of str
        ``LEVER=VALUE``, ``sample=N``, ``replicate=N``.
    picture : Path, optional
        File of the Gantt chart; left out, it is named after the run and goes beside the dataset.
    """
    pairs = [word.partition("=")[::2] for word in words]
    keys = [key for key, _ in pairs]
    doubled = [Fault(key, f"is given {keys.count(key)} times") for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if picture is not None:
        doubled += _faults_of(picture)
    if doubled:
        raise InputError(doubled)
    path = find_store(*names)

    from lunarsim.study.model.interface import OK
    from lunarsim.study.run.rerun import replay_run

    run = replay_run(path, dict(pairs))
    where = ", ".join(f"{name}={label}" for name, label in run.labels.items())
    print(f"run: {where} (seed {run.seed}) of {path}")
    print(_verdict(run))
    if run.status == OK:
        _print_events(run)
        _draw(run, path, picture)
    elif picture is not None:
        print("no picture: the run did not end well")
    return DIFFERS if run.different else 0


def _verdict(run: Replayed) -> str:
    from lunarsim.study.model.interface import NOT_NEEDED, STATUS_FLAGS

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


def _faults_of(picture: Path) -> list[Fault]:
    """Return why a file cannot become a picture, before the run is made."""
    faults = []
    if picture.suffix.lower() not in PICTURES:
        faults.append(Fault("--picture", f"{picture} is no picture; allowed: names that end in {', '.join(PICTURES)}"))
    if not picture.parent.is_dir():
        faults.append(Fault("--picture", f"{picture.parent} is no folder"))
    return faults


def _draw(run: Replayed, store: Path | str, picture: Path | None) -> None:
    """Save the Gantt chart of a run; where nobody named a file, a folder that cannot be written is no fault."""
    from io import BytesIO

    from lunarsim.reading.analysis.dates.run_spans import timeline
    from lunarsim.reading.plots.gantt import run_gantt
    from lunarsim.study.store.places.chosen import place_of

    if not run.spans:
        return
    title = ", ".join(f"{name}={label}" for name, label in run.labels.items()) + f" (seed {run.seed})"
    try:
        figure = run_gantt(timeline(run.spans, run.start), title, assets=True)
    except AnalysisError as error:
        # A run without missions is no fault of the line; its log has been printed.
        print(f"no Gantt chart: {error}")
        return
    if picture is not None:
        figure.savefig(picture)
        print(f"Gantt chart: {picture}")
        return
    folder, drawn = place_of(store).parent, BytesIO()
    figure.savefig(drawn, format="png")
    file = folder.child(_name_of(run))
    try:
        folder.put_bytes(file.name, drawn.getvalue())
    except folder.errors as error:
        print(f"no Gantt chart: {file}: {folder.describe_write_error(error)}; name another file with --picture FILE")
        return
    print(f"Gantt chart: {file}")


def _name_of(run: Replayed) -> str:
    """Return a name that tells the run: its labels, without what a file's name must not hold."""
    labels = "_".join(re.sub(r"[^\w.-]+", "-", str(label)) for label in run.labels.values())
    return f"replay_{labels[-LONGEST_NAME:]}.png"
