"""``lunarsim sensitivity``: what matters in a stored sweep, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lunarsim.door.completing.suggestions import outcomes, stores
from lunarsim.door.options import Arguments, Option
from lunarsim.door.verb import Verb, store_details
from lunarsim.words.errors import Fault, InputError

TOP = 10
"""Factors that a table shows for an outcome."""

BY = 2030.0
"""When signposts must be seen, if nothing is said [year]."""


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
    if top < 1:
        raise InputError([Fault("--top", f"is {top}; how many factors to show, at least 1")])
    _check_together(options)
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.outcome_names import split_patterns

    chosen = None if options["outcomes"] is None else split_patterns(options["outcomes"])
    dates = options["dates"] or "judged"
    store = find_store(name)
    if options["signposts"] is not None:
        from lunarsim.reading.tables.signposts_table import show_signposts

        by = BY if options["by"] is None else _year(options["by"])
        show_signposts(store, options["signposts"], by, dates, top, bool(options["json"]))
    elif options["json"]:
        from lunarsim.reading.tables.what_matters_json import show_what_matters_json

        show_what_matters_json(store, chosen, dates)
    else:
        from lunarsim.reading.tables.what_matters_table import show_what_matters

        show_what_matters(store, chosen, dates, top)
    return 0


def _check_together(options: Mapping[str, Any]) -> None:
    """Refuse options that would be ignored beside others."""
    if options["signposts"] is not None and options["outcomes"] is not None:
        raise InputError([Fault("--outcomes", "has no meaning with --signposts, which names its own outcome")])
    if options["signposts"] is None and options["by"] is not None:
        raise InputError([Fault("--by", "has a meaning with --signposts only: by when they are seen")])


def _year(text: str) -> float:
    """Return a date, or a year that stands for its start, as a decimal year."""
    import datetime as dt

    from lunarsim.words.units import decimal_year

    try:
        year = float(text) if "-" not in text else decimal_year(dt.date.fromisoformat(text))
    except ValueError:
        year = 0.0
    if not 1900 <= year <= 2300:
        raise InputError([Fault("--by", f"is {text!r}; allowed: a year such as 2030, which is its start, or a date")])
    return year


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "How it is found depends on the design of the sweep: Sobol' indices (saltelli), elementary effects (morris), "
        "swings (one_at_a_time), else lines through values or ranks, or with fewer than five samples a factor a "
        "screening. Only factors that matter beyond luck are listed; the rest is chance, or what is missed."
    )
    yield (
        "Signposts are what can be seen by a date: launches, landings, losses, milestones, low and high budgets. They "
        "are ranked by what they tell of one outcome, beside how far its forecast would move: docs/conditions.md."
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
        Option("--top", value=int, shown="N", about=f"how many factors or signs to show; {TOP} if left out"),
        Option(
            "--signposts",
            value=str,
            shown="OUTCOME",
            about="rank what can be seen by a date, by what it tells of this outcome",
            suggestions=outcomes,
        ),
        Option("--by", value=str, shown="DATE", about=f"by when signposts are seen; {BY:.0f} if left out"),
        Option("--json", about="print JSON for other programs"),
    ),
    stores,
    details,
)
