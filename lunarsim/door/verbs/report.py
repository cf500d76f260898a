"""``lunarsim report``: a stored sweep as one HTML file that works offline."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.door.completing.suggestions import stores
from lunarsim.door.options import Arguments, Option
from lunarsim.door.verb import Verb, store_details

if TYPE_CHECKING:
    import xarray as xr


def run(arguments: Arguments) -> int:
    """Write the report of a stored sweep, print its path and return the exit code."""
    name = arguments.argument()
    from lunarsim.door.find_store import find_store

    path = find_store(name)
    from lunarsim.reading.report.writing import write_report
    from lunarsim.words.terminal import one_line

    written = write_report(path, arguments.verb_options["output"], question_of)
    print(one_line(f"report: {written}"))
    if arguments.verb_options["open"]:
        _show(written)
    return 0


def question_of(dataset: xr.Dataset) -> str:
    """Return what an experiment asks, as its file begins; empty for a sweep of no experiment that is known here.

    Parameters
    ----------
    dataset : Dataset
        A sweep, whose command names the experiment.
    """
    import shlex

    from lunarsim.door.line.headers import header
    from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
    from lunarsim.words.errors import InputError

    try:
        words = [word.partition("=") for word in shlex.split(str(dataset.attrs.get("command", "")))]
        names = [name for key, _, name in words if key.lstrip("+") == EXPERIMENT]
        return header(Catalog().option(EXPERIMENT, names[-1])).about if names else ""
    except (InputError, OSError, ValueError):
        return ""  # a damaged command, a file that is gone or no text: the page then has no question


def _show(written: Path | str) -> None:
    """Open a report in the browser of this computer, if it has one."""
    import webbrowser

    address = written if isinstance(written, str) else written.resolve().as_uri()
    if not webbrowser.open(address):
        print("no browser was found; open the file in one")


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "The page needs no network. Sliders over the ranges of the factors reweigh all runs; a click on a run shows "
        "its flights and prints the line that makes it again."
    )


VERB = Verb(
    run,
    (
        Option("--output", value=str, shown="FILE", about="where it goes; left out, report.html beside the dataset"),
        Option("--open", about="open it in the browser"),
    ),
    stores,
    details,
)
