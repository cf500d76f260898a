"""``lunarsim compare``: two stored sweeps, or the values of a lever of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lunarsim.door.completing.suggestions import conditions, levers, levers_of_all, outcomes, stores, ways
from lunarsim.door.options import JSON, Arguments, Option
from lunarsim.door.verb import Verb, store_details
from lunarsim.words.errors import Fault, InputError

if TYPE_CHECKING:
    from lunarsim.door.completing.typed import Typed


def run(arguments: Arguments) -> int:
    """Print a comparison and return the exit code.

    Raises
    ------
    InputError
        If there is more than two sweeps, or options do not go together.
    """
    names, options = arguments.words[1:], arguments.verb_options
    if len(names) > 2:
        raise InputError([Fault(name, "is one sweep too many; compare two") for name in names[2:]])
    from lunarsim.reading.outcome_names import split_patterns

    chosen = None if options["outcomes"] is None else split_patterns(options["outcomes"])
    alone = [flag for flag in ("by", "regret", "better", "target") if options[flag]]
    if len(names) == 2 and alone:
        raise InputError([Fault(f"--{flag}", "is for one sweep; with two it is not known of which") for flag in alone])
    if len(names) < 2 and not alone:
        raise InputError(
            [Fault("compare", "needs two sweeps, or --by LEVER of one, with --regret for how its values fare")]
        )
    return _two(arguments, chosen) if len(names) == 2 else _one(arguments, chosen)


def _two(arguments: Arguments, chosen: list[str] | None) -> int:
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.analysis.decisions.comparison import compare_sweeps
    from lunarsim.reading.opening import open_runs, readable
    from lunarsim.reading.tables.deciding.compare_table import compare_json, compare_lines
    from lunarsim.words.terminal import json_text

    options = arguments.verb_options
    one, other = (find_store(name) for name in arguments.words[1:])
    with open_runs(one) as first, open_runs(other) as second, readable(one), readable(other):
        result = compare_sweeps(first, second, chosen, options["given"])
        paths = (str(one), str(other))
        if options["json"]:
            text = json_text(compare_json(first, second, result, paths))
        else:
            text = "\n".join(compare_lines(first, second, result, paths))
    print(text)
    return 0


def _one(arguments: Arguments, chosen: list[str] | None) -> int:
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.analysis.conditioning.lever_values import with_lever_values
    from lunarsim.reading.analysis.decisions.regret import regret
    from lunarsim.reading.opening import open_runs, readable
    from lunarsim.reading.tables.deciding.regret_table import regret_json, regret_lines
    from lunarsim.words.terminal import json_text

    options = arguments.verb_options
    path = find_store(arguments.argument())
    with open_runs(path) as opened, readable(path):
        dataset = with_lever_values(opened, options["given"], "regret is of values of levers, over all their runs")
        result = regret(dataset, options["by"], chosen, options["better"], options["target"] or None)
        if options["json"]:
            text = json_text(regret_json(dataset, result, str(path)))
        else:
            text = "\n".join(regret_lines(dataset, result))
    print(text)
    return 0


def suggestions(typed: Typed) -> Iterable[str]:
    """Return the stores, of which two may be named."""
    return stores(typed, most=2)


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "Two sweeps: the inputs and outcomes that differ, row by row where seed, design, samples and chance agree. A "
        "lever of one of them takes the value that the other has. One sweep with --by: regret of each value of a "
        "lever, over the samples as states of the world."
    )
    yield "Examples:"
    yield "  lunarsim compare outputs/base outputs/late_reactor"
    yield "  lunarsim compare outputs/base outputs/together_or_alone --given scenario=china_alone"
    yield "  lunarsim compare --by site --regret --target 'first_return_year<=2050'"


VERB = Verb(
    run,
    (
        Option("--by", value=str, shown="LEVER", about="the lever whose values are compared", suggestions=levers),
        Option(
            "--given",
            value=str,
            repeated=True,
            shown="LEVER=VALUE",
            about="only runs at this value, of each sweep that has the lever; repeatable",
            suggestions=levers_of_all,
        ),
        Option("--regret", about="how much worse each value is than the best one, over the samples"),
        Option(
            "--outcomes",
            value=str,
            shown="NAME,...",
            about="which outcomes: names or patterns; left out, the usual ones, for regret npv_musd",
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
            "--target",
            value=str,
            repeated=True,
            shown="CONDITION",
            about="how often each value meets this, such as 'station_basic_year<=2036'",
            suggestions=conditions,
        ),
        JSON,
    ),
    suggestions,
    details,
)
