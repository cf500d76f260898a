"""``lunarsim value``: what it would be worth to know more before an option is chosen."""

from __future__ import annotations

from collections.abc import Iterable

from lunarsim.door.completing.suggestions import factors, levers, outcomes, stores, ways
from lunarsim.door.options import JSON, Arguments, Option
from lunarsim.door.verb import Verb, store_details


def run(arguments: Arguments) -> int:
    """Print the value of information of a stored sweep and return the exit code."""
    name, options = arguments.argument(), arguments.verb_options
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.analysis.decisions.voi import value_of_information
    from lunarsim.reading.opening import open_runs, readable

    path = find_store(name)
    error = 0.3 if options["error"] is None else options["error"]
    with open_runs(path) as dataset, readable(path):
        result = value_of_information(
            dataset,
            options["outcome"] or "npv_musd",
            options["by"],
            options["measure"],
            error,
            better=options["better"],
        )
        if options["json"]:
            from lunarsim.reading.tables.deciding.value_table import value_json
            from lunarsim.words.terminal import json_text

            text = json_text(value_json(dataset, result, str(path), options["cost"]))
        else:
            from lunarsim.reading.tables.deciding.value_table import value_lines

            text = "\n".join(value_lines(dataset, result, options["cost"]))
    print(text)
    return 0


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "Options are the values of a lever and, for a net present value, doing nothing (worth 0). It "
        "says what it would be worth, at most, to know everything, or one factor, before the choice; and what a "
        "measurement is worth. It needs design=lhs, monte_carlo or sobol."
    )
    yield "Examples:"
    yield "  lunarsim value --by site"
    yield "  lunarsim value --measure deposit.thorium_multiplier --error 0.2 --cost 300"
    yield "docs/deciding.md says how it is computed."


VERB = Verb(
    run,
    (
        Option("--by", value=str, shown="LEVER", about="the lever whose values are the options", suggestions=levers),
        Option(
            "--outcome",
            value=str,
            shown="NAME",
            about="what an option is worth, an amount; left out, npv_musd",
            suggestions=outcomes,
        ),
        Option(
            "--better",
            value=str,
            shown="WAY",
            about="lower or higher, where the outcome's name does not say",
            suggestions=ways,
        ),
        Option(
            "--measure",
            value=str,
            shown="FACTOR",
            about="a factor that a mission could measure before the choice",
            suggestions=factors,
        ),
        Option(
            "--error",
            value=float,
            shown="SHARE",
            about="standard deviation of the measurement as a share of the true value; left out, 0.3",
        ),
        Option("--cost", value=float, shown="MUSD", about="what the mission costs, in units of the outcome"),
        JSON,
    ),
    stores,
    details,
)
