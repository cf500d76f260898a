"""``lunarsim discover``: scenario discovery, the box of factors in which a target is met."""

from __future__ import annotations

from collections.abc import Iterable

from lunarsim.door.completing.suggestions import conditions, lever_values, levers, stores
from lunarsim.door.options import JSON, Arguments, Option, of_lever_values
from lunarsim.door.verb import Verb, store_details


def run(arguments: Arguments) -> int:
    """Print the box in which a target is met and return the exit code.

    Raises
    ------
    InputError
        With all faults of the target, or if there is none.
    AnalysisError
        If the sweep does not allow it.
    """
    name, options = arguments.argument(), arguments.verb_options
    from lunarsim.words.errors import Fault, InputError

    if not options["target"]:
        example = "lunarsim discover --target 'station_extended_year<=2045'"
        raise InputError([Fault("discover", f"needs a target, such as: {example}; see lunarsim discover --help")])
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.analysis.conditioning.lever_values import with_lever_values
    from lunarsim.reading.analysis.discovery.discover import discover
    from lunarsim.reading.opening import open_runs, readable
    from lunarsim.reading.outcome_names import split_patterns

    target = [part for text in options["target"] for part in split_patterns(text)]
    given = [part for text in options["given"] for part in split_patterns(text)]
    path = find_store(name)
    with open_runs(path) as sweep, readable(path):
        dataset = with_lever_values(sweep, given, "a condition on runs is part of the target: --target")
        result = discover(dataset, target, split_patterns(options["levers"] or ""))
        if options["json"]:
            from lunarsim.reading.tables.deciding.discovery_json import discovery_json
            from lunarsim.words.terminal import json_text

            text = json_text(discovery_json(dataset, result, str(path)))
        else:
            from lunarsim.reading.tables.deciding.discovery_table import discovery_lines

            text = "\n".join(discovery_lines(dataset, result))
    print(text)
    return 0


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "It looks for the ranges of uncertain factors in which the target is met more often (PRIM), a box for each "
        "combination of lever values, and holds them against samples that did not help to find them. It needs "
        "design=lhs, monte_carlo, sobol or saltelli, and at least 20 samples that meet the target and 20 that do not."
    )
    yield "Examples:"
    yield "  lunarsim discover --target 'station_extended_year<=2045'"
    yield "  lunarsim discover --target 'npv_musd>0' --target 'first_return_year<=2050' --levers site"
    yield "docs/conditions.md has the grammar of targets, docs/deciding.md how to read the table."


VERB = Verb(
    run,
    (
        Option(
            "--target",
            value=str,
            repeated=True,
            shown="CONDITION",
            about="what is to be met, such as 'station_extended_year<=2045'; of several all",
            suggestions=conditions,
        ),
        Option(
            "--levers",
            value=str,
            shown="LEVER,...",
            about="levers that the box may restrict as it does factors; the others stay side by side",
            suggestions=levers,
        ),
        of_lever_values(lever_values),
        JSON,
    ),
    stores,
    details,
)
