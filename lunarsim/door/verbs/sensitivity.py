"""``lunarsim sensitivity``: what matters in a stored sweep, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lunarsim.door.completing.suggestions import lever_values, outcomes, stores
from lunarsim.door.options import JSON, Arguments, Option, of_lever_values
from lunarsim.door.verb import Verb, store_details
from lunarsim.words.errors import Fault, InputError

TOP = 10
"""Factors that a table shows for an outcome."""

BY = 2030.0
"""Year until which signposts are seen."""


def run(arguments: Arguments) -> int:
    """Print what matters in a stored sweep and return the exit code.

    Raises
    ------
    InputError
        If an option has a value that means nothing.
    AnalysisError
        If the sweep does not say what matters, with the line that makes one that does.
    """
    name, options = arguments.argument(), arguments.verb_options
    top = TOP if options["top"] is None else options["top"]
    faults = list(_faults(options, top))
    if faults:
        raise InputError(faults)
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.outcome_names import split_patterns

    given = [part for text in options["given"] for part in split_patterns(text)]
    if options["signposts"]:
        from lunarsim.reading.tables.signposts_table import show_signposts

        by, rule = BY if options["by"] is None else options["by"], options["dates"] or "judged"
        show_signposts(find_store(name), options["signposts"], by, rule, top, bool(options["json"]), given, name)
        return 0
    chosen = None if options["outcomes"] is None else split_patterns(options["outcomes"])
    dates = options["dates"] or "judged"
    store = find_store(name)
    if options["json"]:
        from lunarsim.reading.tables.what_matters_json import show_what_matters_json

        show_what_matters_json(store, chosen, dates, given)
    else:
        from lunarsim.reading.tables.what_matters_table import show_what_matters

        show_what_matters(store, chosen, dates, top, given)
    return 0


def _faults(options: Mapping[str, Any], top: int) -> Iterator[Fault]:
    if top < 1:
        yield Fault("--top", f"is {top}; how many to show, at least 1")
    if options["signposts"] is not None and not options["signposts"].strip():
        yield Fault("--signposts", "names no outcome, such as station_extended")
    if options["signposts"] and options["outcomes"]:
        yield Fault("--outcomes", f"is given beside --signposts {options['signposts']}, which names the outcome itself")
    if options["by"] is not None and not options["signposts"]:
        yield Fault("--by", "is the year until which signposts are seen; it needs --signposts OUTCOME")
    if options["by"] is not None and not math.isfinite(options["by"]):
        yield Fault("--by", f"is {options['by']}, must be a year such as {BY:g}")


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "How it is found depends on the design of the sweep: Sobol' indices (saltelli), elementary effects (morris), "
        "swings (one_at_a_time), else lines through values or ranks, or with fewer than five samples a factor a "
        "screening. Only factors that matter beyond luck are listed; the rest is chance, or what is missed."
    )


VERB = Verb(
    run,
    (
        Option(
            "--outcomes",
            value=str,
            shown="NAMES",
            about="which outcomes: names or patterns, comma between; left out, the headlines",
            suggestions=outcomes,
        ),
        Option(
            "--dates",
            value=str,
            choices=("judged", "capped", "reached"),
            about="a date not reached: judged counts it to the end, or takes the probability where most never come",
        ),
        Option(
            "--signposts",
            value=str,
            shown="OUTCOME",
            about="what can be seen by a year that would change the forecast of an outcome most",
            suggestions=outcomes,
        ),
        Option("--by", value=float, shown="YEAR", about=f"until when signposts are seen; {BY:g} if left out"),
        of_lever_values(lever_values),
        Option("--top", value=int, shown="N", about=f"how many factors or signposts to show; {TOP} if left out"),
        JSON,
    ),
    stores,
    details,
)
