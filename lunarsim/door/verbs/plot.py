"""``lunarsim plot``: any picture of the gallery, without Python."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

from lunarsim.door.completing.suggestions import lever_values, levers, missions, outcomes, stores
from lunarsim.door.completing.typed import Typed
from lunarsim.door.options import Arguments, Option
from lunarsim.door.picture_files import faults_of, save, save_beside
from lunarsim.door.verb import Verb, store_details
from lunarsim.reading.pictures.kinds import KINDS
from lunarsim.words.errors import Fault, InputError, StoreError, unknown_choice

STATISTICS = ("median", "mean", "probability")
LONGEST_NAME = 100

_ONE_RUN = ("run", "gantt", "timeline")
"""Names under which the chart of one run may be looked for."""


def run(arguments: Arguments) -> int:
    """Draw a picture of a stored sweep, print its path and return the exit code.

    Raises
    ------
    InputError
        With all that is wrong with the line.
    AnalysisError
        If the sweep does not allow the picture; the message says which would.
    """
    kind, name = _kind_and_store(arguments)
    options = arguments.verb_options
    file: Path | None = options["output"]
    if file is not None and (faults := faults_of(file, "--output")):
        raise InputError(faults)
    if options["statistic"] and kind != "heat_map":
        raise InputError([Fault("--statistic", f"is for heat_map, not for {kind}")])
    if options["better"] and kind != "regret":
        raise InputError([Fault("--better", f"is for regret, not for {kind}")])
    if not KINDS[kind].of_sweep:
        return _map_of_the_moon(kind, name, arguments)
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.opening import open_runs, readable
    from lunarsim.reading.outcome_names import split_patterns
    from lunarsim.reading.pictures.asked import Asked
    from lunarsim.reading.pictures.drawing import picture
    from lunarsim.words.terminal import one_line

    asked = {each: split_patterns(options[each] or "") for each in ("outcomes", "by")}
    given = [part for text in options["given"] for part in split_patterns(text)]
    how = {each: str(options[each] or "") for each in ("statistic", "better")}
    store = find_store(name)
    with open_runs(store) as dataset, readable(store):
        line = Asked(kind, asked["outcomes"], asked["by"], given, **how, store=name or "")
        figure, notes = picture(dataset, line)
    for note in notes:
        print(one_line(f"note: {note}"))
    if file is not None:
        print(one_line(f"picture: {save(figure, file)}"))
        return 0
    beside = _file_name(kind, [*asked["outcomes"], *asked["by"], *given, *filter(None, how.values())])
    try:
        print(one_line(f"picture: {save_beside(figure, store, beside)}"))
    except StoreError as error:
        raise StoreError(f"{error}; name another file with --output FILE") from error
    return 0


def _kind_and_store(arguments: Arguments) -> tuple[str, str | None]:
    """Return the kind and the name of the sweep, if there is one."""
    words = arguments.words[1:]
    if not words:
        raise InputError([Fault("plot", f"needs a kind: {', '.join(KINDS)}; see lunarsim plot --help")])
    kind, *names = words
    if kind in _ONE_RUN:
        raise InputError([Fault(kind, "the chart of one run is made by: lunarsim replay sample=0")])
    if kind not in KINDS:
        problem = unknown_choice(kind, KINDS, "kind of picture")
        raise InputError([Fault("plot", problem)])
    if len(names) > 1:
        line = shlex.join(["lunarsim", "plot", kind, names[0]])
        raise InputError([Fault(" ".join(names), f"too many words for plot: {line}")])
    line = shlex.join(["lunarsim", "plot", kind, "--given", *names])
    if names and "=" in names[0] and "://" not in names[0]:
        raise InputError([Fault(names[0], f"is not a sweep; conditions stand behind --given: {line}")])
    return kind, names[0] if names else None


def _map_of_the_moon(kind: str, name: str | None, arguments: Arguments) -> int:
    """Draw what needs no sweep, to a file that must be named."""
    options = arguments.verb_options
    asked = [f"--{each}" for each in ("outcomes", "by", "given") if options[each]]
    if name is not None or asked:
        problem = f"{kind} needs no sweep; leave out {', '.join([*asked, *filter(None, (name,))])}"
        raise InputError([Fault("plot", problem)])
    if options["output"] is None:
        raise InputError(
            [Fault("plot", f"{kind} needs no sweep, so name its file: lunarsim plot {kind} --output {kind}.png")]
        )
    from lunarsim.reading.plots.moon_map import moon_map
    from lunarsim.reading.site_maps import site_table
    from lunarsim.words.terminal import one_line

    print(one_line(f"picture: {save(moon_map(site_table()), options['output'])}"))
    return 0


def _file_name(kind: str, asked: Iterable[str]) -> str:
    """Return a name that says what was asked for, of characters that may stand in one."""
    parts = [re.sub(r"[^\w.-]+", "-", text).strip("-.") for text in asked]
    return f"{'_'.join(['plot', kind, *filter(None, parts)])[:LONGEST_NAME]}.png"


def _without_kind(typed: Typed) -> Typed:
    """Return a line without the word that names the kind, so that it is not taken for a sweep."""
    words = list(typed.words)
    at = next((at for at, word in enumerate(words) if word in KINDS), None)
    return typed if at is None else typed._replace(words=(*words[:at], *words[at + 1 :]))


def suggestions(typed: Typed) -> Iterable[str]:
    """Return the kinds, then stored sweeps."""
    return stores(_without_kind(typed)) if set(typed.words) & set(KINDS) else KINDS


def _outcomes(typed: Typed) -> Iterable[str]:
    return outcomes(_without_kind(typed))


def _levers(typed: Typed) -> Iterable[str]:
    return levers(_without_kind(typed))


def _given(typed: Typed) -> Iterable[str]:
    here = _without_kind(typed)
    return [*lever_values(here), *missions(here)]


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    widest = max(map(len, KINDS))
    yield "\n".join(["Kinds", *(f"  {name:<{widest}}  {kind.about}" for name, kind in KINDS.items())])
    yield "The chart of one run is made by lunarsim replay."
    yield from store_details()
    yield (
        "What the picture is of stands at its foot. A sweep that does not allow a picture is refused, with the line "
        "that makes one that does. docs/gallery.md shows all kinds."
    )


VERB = Verb(
    run,
    (
        Option(
            "--outcomes",
            value=str,
            shown="NAMES",
            about="names or patterns, labels in brackets: 'station_*,cost_musd[china]'",
            suggestions=_outcomes,
        ),
        Option(
            "--by",
            value=str,
            shown="LEVER[,LEVER]",
            about="what to compare by: a lever, two of a heat map, or program, station; left out, all levers that fit",
            suggestions=_levers,
        ),
        Option(
            "--given",
            value=str,
            repeated=True,
            shown="WHAT",
            about="a lever's value or a condition: site=peary, change_7.outcome=lost; repeatable",
            suggestions=_given,
        ),
        Option(
            "--statistic",
            value=str,
            choices=STATISTICS,
            about="of a heat map; left out, the median, or the mean where the median is the same in all cells",
        ),
        Option(
            "--better",
            value=str,
            choices=("lower", "higher"),
            about="of regret, where the outcome's name does not say",
        ),
        Option(
            "--output",
            value=Path,
            shown="FILE",
            about=".png, .pdf or .svg; left out, a .png beside the dataset",
        ),
    ),
    suggestions,
    details,
)
