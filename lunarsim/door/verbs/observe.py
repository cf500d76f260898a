"""``lunarsim observe``: news, and the forecast before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.door.completing.suggestions import lever_values, missions, outcomes, stores
from lunarsim.door.options import JSON, Arguments, Option, of_lever_values
from lunarsim.door.verb import Verb, store_details
from lunarsim.words.errors import AnalysisError, Fault, InputError

if TYPE_CHECKING:
    import xarray as xr

    from lunarsim.door.completing.typed import Typed
    from lunarsim.reading.analysis.conditioning.conditions import Condition

NEWS = re.compile(r"[^/=<>!]+[=<>!].*")
"""A word that is news, not the folder of a sweep: it has a sign of comparison, and no slash before that."""

ENOUGH_RUNS = 200
"""Effective runs that a new sweep is made for, where news that cannot be facts still weigh its runs."""

MOST_SAMPLES = 20_000


def run(arguments: Arguments) -> int:
    """Print the forecast before and after some news and return the exit code.

    Raises
    ------
    InputError
        With all faults of the news, or if there are none.
    AnalysisError
        If no run agrees, or what is asked to be simulated cannot be.
    """
    name, texts = _words(arguments)
    options = arguments.verb_options
    if not texts:
        raise _no_news()
    from lunarsim.door.find_store import find_store
    from lunarsim.reading.analysis.conditioning.lever_values import of_lever_values, with_lever_values
    from lunarsim.reading.analysis.conditioning.news import news
    from lunarsim.reading.analysis.conditioning.weights import read
    from lunarsim.reading.opening import open_runs, readable
    from lunarsim.reading.outcome_names import split_patterns

    chosen = None if options["outcomes"] is None else split_patterns(options["outcomes"])
    given = [part for text in options["given"] for part in split_patterns(text)]
    path = find_store(name)
    with open_runs(path) as dataset, readable(path):
        with_lever_values(dataset, given, "news stand without --given")
        part, others = of_lever_values(dataset, [*given, *texts])
        if not others:
            raise _no_news()
        held = read(part, others)
        if options["simulate"]:
            levers = [text for text in (*given, *texts) if text not in others]
            text, code = _simulated(dataset, part, held, chosen, path, bool(options["json"]), levers)
        else:
            text, code = _text(part, news(part, held, chosen), path, None, bool(options["json"]), ()), 0
    print(text)
    return code


def _no_news() -> InputError:
    example = "lunarsim observe change_7.launched=2026-08-27 change_7.outcome=success"
    return InputError([Fault("observe", f"needs news, such as: {example}; see lunarsim observe --help")])


def _words(arguments: Arguments) -> tuple[str | None, list[str]]:
    """Return the name of the sweep, None where there is none, and the news."""
    from lunarsim.study.store.places.address import is_url

    texts = [word for word in arguments.words[1:] if NEWS.fullmatch(word) and not is_url(word)]
    names = [word for word in arguments.words[1:] if word not in texts]
    if "" in names and len(names) > 1:
        raise InputError([Fault("observe", "has an empty word on its line; leave it out")])
    if len(names) > 1:
        problem = "is neither the only sweep nor news, which has a comparison sign, such as change_7.outcome=lost"
        raise InputError([Fault(word, problem) for word in names[1:]])
    return (names[0] if names else None), texts


def _simulated(
    whole: xr.Dataset,
    dataset: xr.Dataset,
    held: tuple[Condition, ...],
    chosen: list[str] | None,
    path: Path | str,
    as_json: bool,
    levers: list[str],
) -> tuple[str, int]:
    """Make a sweep with the news as facts; return the forecast of both as text, at some lever values, and exit code."""
    from lunarsim.door.observing.fresh_sweep import sweep_with_facts
    from lunarsim.door.plan_notes import note_on_stderr, print_notes
    from lunarsim.door.run_line import SOME_FAILED
    from lunarsim.reading.analysis.conditioning.facts import as_words, facts
    from lunarsim.reading.analysis.conditioning.lever_values import of_lever_values
    from lunarsim.reading.analysis.conditioning.news import news

    fields, others = facts(held)
    more = _more_runs(dataset, others, bool(fields))
    result = sweep_with_facts(
        path,
        whole,
        dataset,
        fields,
        more,
        lambda plan: None if as_json else print_notes(plan, stored=True),
        note_on_stderr,
    )
    with result.open() as fresh:
        known = as_words(fields)
        notes = [f"Simulated, with the news as facts of the manifest: {' '.join(known)}."] if known else []
        notes += [f"Weighed by what cannot be simulated as a fact: {', '.join(others)}."] if others else []
        found = news(dataset, held, chosen, of_lever_values(fresh, levers)[0], others)
        text = _text(dataset, found, path, result.path, as_json, notes)
    return text, SOME_FAILED if result.failed else 0


def _more_runs(dataset: xr.Dataset, others: list[str], some_facts: bool) -> dict[str, int]:
    """Return what changes of the design so that enough runs agree with news that cannot be facts."""
    from lunarsim.reading.analysis.conditioning.facts import field_of_more_runs
    from lunarsim.reading.analysis.conditioning.weights import samples_needed, weights

    if not others:
        return {}
    field = field_of_more_runs(dataset)
    needed = samples_needed(weights(dataset, others), ENOUGH_RUNS)
    now = dataset.sizes["sample" if field == "samples" else "replicate"]
    listed = ", ".join(others)
    if not needed or needed > MOST_SAMPLES:
        raise AnalysisError(
            f"{listed}: cannot be simulated as a fact, and too few of the stored runs agree to simulate enough "
            f"({MOST_SAMPLES:,} samples at most); a factor can be cut to a range: tag(cut,interval(a,b))"
        )
    if (not field or needed <= now) and not some_facts:
        raise AnalysisError(
            f"{listed}: cannot be simulated as a fact, and the stored runs are enough; leave --simulate"
        )
    return {field: needed} if field and needed > now else {}


def _text(
    dataset: xr.Dataset,
    result: xr.Dataset,
    path: Path | str,
    simulated: Path | str | None,
    as_json: bool,
    notes: Iterable[str],
) -> str:
    if as_json:
        from lunarsim.reading.tables.news_json import news_json
        from lunarsim.words.terminal import json_text

        return json_text(news_json(dataset, result, str(path), None if simulated is None else str(simulated)))
    from lunarsim.reading.tables.news_table import news_lines

    ends = [] if simulated is None else [f"dataset: {simulated}"]
    return "\n".join([*news_lines(dataset, result, tuple(notes)), *ends])


def suggestions(typed: Typed) -> Iterable[str]:
    """Return the stores, the missions with what can be said of them, and values of levers."""
    return [*stores(typed), *missions(typed), *lever_values(typed)]


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield from store_details()
    yield (
        "NEWS is what has become known: change_7.launched=2026-08-27 (weighs runs by their distance from that day, up "
        "to 30 days), change_7.not_before=2027-01-01, change_7.landed=2026-09, change_7.outcome=lost|partial|success, "
        "'russia.budget_2030<=150', or any outcome or factor: 'station_basic_year<=2036'. Signs that a shell takes for "
        "its own need quotes. site=peary leaves that value of a lever. docs/conditions.md has all forms."
    )


VERB = Verb(
    run,
    (
        Option(
            "--outcomes",
            value=str,
            shown="NAMES",
            about="which outcomes: names or patterns, comma between; left out, the milestones",
            suggestions=outcomes,
        ),
        Option(
            "--simulate", about="make a new sweep with the news as facts of the manifest, beside this one, and show it"
        ),
        of_lever_values(lever_values),
        JSON,
    ),
    suggestions,
    details,
)
