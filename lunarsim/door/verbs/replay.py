"""``lunarsim replay``: one run of a stored sweep again, with its log of events and its Gantt chart."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.door.completing.suggestions import runs
from lunarsim.door.options import Arguments, Option
from lunarsim.door.picture_files import faults_of, save, save_beside
from lunarsim.door.verb import Verb, store_details
from lunarsim.words.errors import AnalysisError, Fault, InputError, StoreError
from lunarsim.words.terminal import WIDTH_OF_FILES, as_typed, bare, one_line

if TYPE_CHECKING:
    from lunarsim.study.run.rerun import Replayed

DIFFERS = 1
LONGEST_NAME = 120


def run(arguments: Arguments) -> int:
    """Make a run again, compare it with its stored row, print its events, draw it, and return the exit code.

    ``LEVER=VALUE``, ``sample=N`` and ``replicate=N`` choose the run. ``--picture`` names the file of the Gantt chart;
    left out, it is named after the run and goes beside the dataset.
    """
    name, words = arguments.argument_and_overrides()
    picture: Path | None = arguments.verb_options["picture"]
    pairs = [word.partition("=")[::2] for word in words]
    keys = [key for key, _ in pairs]
    errors = [Fault(key, f"is given {keys.count(key)} times") for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if picture is not None:
        errors += faults_of(picture, "--picture")
    if errors:
        raise InputError(errors)
    from lunarsim.door.find_store import find_store

    path = find_store(name)

    from lunarsim.study.model.interface import OK
    from lunarsim.study.run.rerun import replay_run

    replayed = replay_run(path, dict(pairs))
    where = ", ".join(f"{name}={as_typed(label)}" for name, label in replayed.labels.items())
    print(one_line(f"run: {where} (seed {replayed.seed}) of {path}"))
    print(_verdict(replayed))
    if replayed.status == OK:
        _print_events(replayed)
        _draw(replayed, path, picture)
    elif picture is not None:
        print("no picture: the run did not end well")
    return DIFFERS if replayed.different else 0


def _verdict(run: Replayed) -> str:
    from lunarsim.study.model.interface import NOT_NEEDED, STATUS_FLAGS

    status = dict(STATUS_FLAGS)[run.status].replace("_", " ")
    text = f"status: {status}" + (f", {one_line(run.error)}" if run.error else "")
    if run.stored == NOT_NEEDED:
        return f"{text}\nnot compared: the sweep stopped before this run (design.until)"
    if not run.compared:
        return f"{text}\nnot compared: this run has not been made yet"
    if run.different:
        return f"{text}\nDIFFERS from its stored row in {', '.join(run.different)}: other versions or another machine?"
    return f"{text}\nequal to its stored row, bit for bit, in {run.compared} variables"


def _print_events(run: Replayed) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = bare(sys.stdout)
    console = Console(file=out, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(file=out, highlight=False, width=WIDTH_OF_FILES)
    table = Table("date", "day", "what", "who", "cause", title=f"{len(run.events)} events", title_justify="left")
    table.columns[1].justify = "right"
    start = dt.date.fromisoformat(run.start)
    for event in run.events:
        date = (start + dt.timedelta(days=int(event.day // 1))).isoformat()
        # As Text, lest a name in brackets count as Rich's markup.
        texts = (Text(one_line(text)) for text in (event.what, event.who, event.cause))
        table.add_row(date, f"{event.day:,.1f}", *texts)
    console.print(table)


def _draw(run: Replayed, store: Path | str, picture: Path | None) -> None:
    """Save the Gantt chart of a run; where nobody named a file, a directory that cannot be written is no error."""
    from lunarsim.reading.analysis.missions.run_spans import timeline
    from lunarsim.reading.plots.missions.run_gantt import run_gantt

    if not run.spans:
        return
    from lunarsim.reading.opening import open_sweep
    from lunarsim.reading.titles.levers import lever_is

    with open_sweep(store) as sweep:
        title = ", ".join(lever_is(sweep, name, label) for name, label in run.labels.items()) + f" (seed {run.seed})"
        spans = timeline(run.spans, run.start, sweep, run.labels)
    try:
        figure = run_gantt(spans, one_line(title), assets=True)
    except AnalysisError as error:
        # A run without missions is not an error; its log has been printed.
        print(f"no Gantt chart: {error}")
        return
    if picture is not None:
        print(f"Gantt chart: {save(figure, picture)}")
        return
    try:
        print(f"Gantt chart: {save_beside(figure, store, _name_of(run))}")
    except StoreError as error:
        print(f"no Gantt chart: {error}; name another file with --picture FILE")


def _name_of(run: Replayed) -> str:
    """Return a file name made of the labels of a run, without characters that may not stand in one."""
    labels = "_".join(re.sub(r"[^\w.-]+", "-", str(label)) for label in run.labels.values())
    return f"replay_{labels[-LONGEST_NAME:]}.png"


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield "KEY=VALUE names the run: a label of each lever, sample=N, replicate=N; what has one label may be left out."


VERB = Verb(
    run,
    (Option("--picture", value=Path, shown="FILE", about="where the Gantt chart goes: .png, .pdf or .svg"),),
    runs,
    details,
)
