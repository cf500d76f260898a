"""``lunarsim show``: what a stored sweep is of, and its summary, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from lunarsim.door.completing.suggestions import conditions, levers, outcomes, stores
from lunarsim.door.options import JSON, Arguments, Option
from lunarsim.door.verb import Verb, store_details
from lunarsim.words.errors import Fault, InputError


def run(arguments: Arguments) -> int:
    """Print what is asked for of a stored sweep and return the exit code."""
    name, options = arguments.argument(), arguments.verb_options
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.tables.view import View

    outcomes = _split(options["outcomes"])
    if outcomes == ():
        raise InputError([Fault("--outcomes", "names none; left out, the usual ones are shown")])
    given = [part for text in options["given"] for part in _split(text) or ()]
    if options["given"] and not given:
        raise InputError([Fault("--given", "names nothing; left out, all runs count")])
    view = View(outcomes, _split(options["by"]), tuple(given), options["differences"])
    store = find_store(name)
    if options["json"]:
        from lunarsim.reading.tables.json_summary import show_json

        show_json(store, view)
    else:
        from lunarsim.reading.tables.summary_table import show

        show(store, view)
    return 0


def _split(text: str | None) -> tuple[str, ...] | None:
    """Return the parts of a list of names, None where there is none."""
    if text is None:
        return None
    from lunarsim.reading.outcome_names import split_patterns

    return tuple(split_patterns(text))


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "Up to six combinations of lever values stand side by side. More are a map: what is the same in all of them is "
        "listed once, the rest has a line or a small table for each outcome."
    )
    yield "Examples:"
    yield "  lunarsim show --outcomes 'station_*,cost_musd[china]'"
    yield "  lunarsim show --outcomes 'first_return<=2045,first_return<=2050,npv_musd>0'"
    yield "  lunarsim show --by site,delivery_usd_per_kg --outcomes npv_musd"
    yield "  lunarsim show --given change_7.outcome=lost --outcomes station_basic"
    yield "  lunarsim show --given site=peary"
    yield "docs/conditions.md has the grammar of conditions."


VERB = Verb(
    run,
    (
        Option(
            "--outcomes",
            value=str,
            shown="NAME,...",
            about="which outcomes: names, with * for any characters and labels in brackets, or conditions, such as "
            "'first_return<=2045', for their probability; left out, the usual ones",
            suggestions=outcomes,
        ),
        Option(
            "--by",
            value=str,
            shown="LEVER,...",
            about="levers that stay side by side; the values of all others are pooled with equal weights",
            suggestions=levers,
        ),
        Option(
            "--given",
            value=str,
            repeated=True,
            shown="CONDITION",
            about="only what agrees: a condition, change_7.outcome=lost, or a lever's value, site=peary; repeatable",
            suggestions=conditions,
        ),
        Option(
            "--differences",
            about="paired differences between the values of each lever, of dates with those of their probabilities",
        ),
        JSON,
    ),
    stores,
    details,
)
