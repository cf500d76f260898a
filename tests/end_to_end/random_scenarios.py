"""Random scenarios over all that is allowed, each taken the way of a user's line: composed, changed, judged and run."""

from __future__ import annotations

import datetime as dt
import functools
import math
import signal
import time
import types
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

import lunarsim as ls
from lunarsim.errors import InputError
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.libraries import LIBRARIES
from lunarsim.scenario.library.places.known_sites import known_sites
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, Scenario
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import OK
from lunarsim.study.request.settings import Executor

SEED = 20261129
LONGEST_S = 5.0
"""Processor time that a run may take [s]."""

LINES = (
    (),
    ("scenario=artemis",),
    ("scenario=race", "site=fra_mauro"),
    ("scenario=russia_alone", "plan=ilrs_2021", "timeline.start=2021-07-01", "timeline.as_of=2021-07-01"),
    ("scenario=china_alone", "flowsheet=soil_leach", "site=compton_belkovich"),
    ("cooperation=suspended", "cutoff=russia_and_china", "flowsheet=phosphate_leach", "site=aristarchus"),
)
"""Choices of options, each composed once."""

_NOT_CHANGED = frozenset({"site.name", "site.thorium_map"})
"""What the door reads for a site."""

_TEXTS = frozenset({"title", "source", "evidence", "note"})
"""Parameters of the libraries' records that say where these stand."""


class Verdict(NamedTuple):
    """What became of a scenario: ``refused``, ``infeasible``, ``ended`` or ``failed``, why, and the time of its run."""

    verdict: str
    why: str
    seconds: float


class Candidate(NamedTuple):
    """A scenario to try: a line of options, and values by key on top of it."""

    line: tuple[str, ...]
    values: dict[str, Any]


class _HangsError(Exception):
    """A run that goes on without an end."""


@functools.cache
def composed(line: tuple[str, ...]) -> Scenario:
    """Return the scenario of a line of options."""
    return ls.load_scenario(list(line))


def candidate(index: int) -> Candidate:
    """Return the random scenario of a number: one value changed, some, or a great many."""
    rng = np.random.default_rng([SEED, index])
    line = LINES[int(rng.integers(len(LINES)))]
    scenario = composed(line)
    chosen = _chosen_keys(rng, scenario, int(rng.choice([1, 2, 4, 8, 24, 80])))
    return Candidate(line, {key: _value(rng, key, scenario) for key in chosen})


def judged(tried: Candidate, seed: int) -> Verdict:
    """Take a scenario all the way and say what became of it."""
    try:
        scenario = ls.with_values(composed(tried.line), tried.values)
    except InputError as error:
        return Verdict("refused", str(error), 0.0)
    reasons = CAMPAIGNS.infeasible(scenario)
    if reasons:
        return Verdict("infeasible", "; ".join(map(str, reasons)), 0.0)
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    begin = time.process_time()
    with _at_most(4 * LONGEST_S):
        results = CAMPAIGNS.limited(Executor().max_events, None).run([scenario], [(0, 0)], seed, labels)
    seconds = time.process_time() - begin
    if results.status[0] != OK:
        return Verdict("failed", results.errors[0], seconds)
    if seconds > LONGEST_S:
        return Verdict("failed", f"took {seconds:.1f} s", seconds)
    return Verdict("ended", "", seconds)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise in a run that takes more processor time."""

    def stop(*_: object) -> None:
        raise _HangsError(f"no end after {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def _chosen_keys(rng: np.random.Generator, scenario: Scenario, count: int) -> list[str]:
    """Return some parameters, of groups and programs as often as of records of the libraries."""
    plain, named = _keys_of(scenario)
    of_plain = int(rng.binomial(count, 0.6))
    parts = (plain, of_plain), (named, count - of_plain)
    return [keys[at] for keys, some in parts for at in rng.choice(len(keys), size=some, replace=False)]


def _keys_of(scenario: Scenario) -> tuple[list[str], list[str]]:
    """Return the parameters of groups and programs, and those of missions, vehicles and assets."""
    plain = [f"{group}.{name}" for group, cls in GROUPS.items() for name in declarations(cls)]
    plain += [f"programs.{program}.{name}" for program in scenario.programs for name in declarations(Program)]
    named = [
        f"{collection}.{record}.{name}"
        for collection in LIBRARIES
        for record in getattr(scenario, collection)
        for name in declarations(COLLECTIONS[collection])
        if name not in _TEXTS
    ]
    fixed = _NOT_CHANGED if scenario.has_rival else _NOT_CHANGED | {key for key in plain if key.startswith("rival.")}
    return [key for key in plain if key not in fixed], named


def _value(rng: np.random.Generator, key: str, scenario: Scenario) -> Any:
    """Return a value that the declaration of a parameter allows."""
    declared, hint = scenario.declaration(key)
    present = scenario.value(key)
    if declared.optional and rng.random() < 0.2:
        return None
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        known = declared.choices or _names(key, scenario)
        return [str(name) for name in rng.choice(known, size=int(rng.integers(4)))] if known else list(present)
    if hint is bool:
        return bool(rng.random() < 0.5)
    if declared.choices:
        return str(rng.choice(declared.choices))
    if declared.date:
        return _date(rng)
    if hint is str:
        names = _names(key, scenario)
        return str(rng.choice(names)) if names else present
    value = _number(rng, declared.low, declared.high, present)
    return round(value) if hint is int else float(value)


def _names(key: str, scenario: Scenario) -> tuple[str, ...]:
    """Return the names to which a text may refer, one of them wrong; none where it is free."""
    last = key.rpartition(".")[2]
    collection = {
        "program": "programs",
        "programs": "programs",
        "lead": "programs",
        "developer": "programs",
        "vehicle": "vehicles",
        "cargo_vehicle": "vehicles",
        "assets": "assets",
        "parts": "assets",
        "needs": "missions",
    }.get(last)
    if collection is not None:
        return (*getattr(scenario, collection), "nothing")
    return tuple(known_sites()) if last == "site" else ()


def _date(rng: np.random.Generator) -> str:
    """Return a date: mostly of the next decades, some of long ago or of the last year that can be written."""
    if rng.random() < 0.1:
        return str(rng.choice(["0001-01-01", "1969-07-20", "9999-12-31"]))
    return (dt.date(2020, 1, 1) + dt.timedelta(days=int(rng.integers(40 * 365)))).isoformat()


def _number(rng: np.random.Generator, low: float, high: float, present: Any) -> float:
    """Return a number from a range: an end, near an end, evenly or by orders of magnitude between them."""
    low = low if math.isfinite(low) else -1e9
    high = high if math.isfinite(high) else 1e9
    way = rng.choice(["low", "high", "even", "log", "near low"])
    if way == "low":
        return low
    if way == "high":
        return high
    if way == "even":
        return float(rng.uniform(low, high))
    width = high - low
    if way == "log":
        return low + width * 10.0 ** float(rng.uniform(-9, 0))
    return low + 10.0 ** float(rng.uniform(-9, 0)) * min(width, 1.0)
