"""``lunarsim revalue``: the accounts of a stored sweep computed again with other values, as a new sweep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lunarsim.door.options import Arguments
from lunarsim.door.verb import Verb, store_details

if TYPE_CHECKING:
    from lunarsim.door.completing.typed import Typed


def run(arguments: Arguments) -> int:
    """Make the new sweep, print its summary and where it is, and return the exit code.

    Raises
    ------
    InputError
        With all errors of the overrides.
    """
    name, overrides = arguments.argument_and_overrides()
    from lunarsim.door.find_store import find_store
    from lunarsim.door.plan_notes import note_on_stderr
    from lunarsim.door.revaluing.given_changes import given_changes
    from lunarsim.door.run_line import SOME_FAILED
    from lunarsim.reading.tables.summary_table import summarize
    from lunarsim.study.revaluing.revaluation import original, revalue_sweep
    from lunarsim.words.terminal import one_line

    stored = original(find_store(name))
    changes = given_changes(overrides, stored)
    result = revalue_sweep(stored, changes, note=note_on_stderr)
    with result.open() as dataset:
        summarize(dataset)
    missing = f"; {result.missing:,} are missing or failed" if result.missing else ""
    print(one_line(f"revalued: {result.runs:,} runs of {stored.name} with {' '.join(changes.words)}{missing}"))
    print(f"dataset: {result.path}")
    return SOME_FAILED if result.failed else 0


def suggestions(typed: Typed) -> Iterable[str]:
    """Return stored sweeps, and the overrides of what only the accounts read."""
    from lunarsim.door.completing.suggestions import stores
    from lunarsim.door.line.keys import suggested_values

    key, equals, _ = typed.last.partition("=")
    if equals:
        return suggested_values(typed.last, typed.catalog) if f"{key}=" in _groups(typed) else ()
    return [*stores(typed), *_groups(typed), *_keys(typed)]


def _groups(typed: Typed) -> list[str]:
    from lunarsim.scenario.scenario import GROUPS
    from lunarsim.study.revaluing.refusals import feeds_back

    return [f"{group}=" for group in GROUPS if group in typed.catalog.base and not feeds_back(group)]


def _keys(typed: Typed) -> Iterator[str]:
    """Yield the keys that only the accounts read, up to their next dot, as there are too many to list at once."""
    from lunarsim.door.line.keys import parameter_keys
    from lunarsim.study.request.levers import is_setting
    from lunarsim.study.revaluing.refusals import feeds_back

    depth = typed.last.count(".")
    for key in (*parameter_keys(typed.catalog.programs), "output.name", "output.dir"):
        if key.startswith("output.") or (not is_setting(key) and not feeds_back(key)):
            parts = key.split(".")
            yield ".".join(parts[: depth + 1]) + ("." if len(parts) > depth + 1 else "=")


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "KEY=VALUE is a price, a cost, a rate or another figure that only the accounts read: market.*, finance.*, "
        "prices of delivery and return, costs of programs. What acts on the simulation is refused, with the line that "
        "simulates it. The new sweep stands beside the old one, which is left as it is; output.name=NAME and "
        "output.dir=FOLDER put it elsewhere. It equals a simulation with these values, bit for bit."
    )


VERB = Verb(run, suggestions=suggestions, details=details)
