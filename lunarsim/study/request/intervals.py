"""Intervals of the command line as checked distributions."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.scenario.scenario import Scenario, declaration
from lunarsim.study.request.levers import is_setting
from lunarsim.study.request.request import Interval
from lunarsim.words.distributions import Distribution, LogNormal, LogUniform, Normal, Triangular, Uniform
from lunarsim.words.errors import Fault, InputError


@dataclass(frozen=True)
class IntegerUniform(Distribution):
    """Whole numbers from ``low`` to ``high``, each equally likely; rounding would halve the ends."""

    low: float
    high: float
    kind: ClassVar[str] = "whole-uniform"

    def quantile(self, unit: ArrayLike) -> NDArray[np.float64]:
        """Return values at unit quantiles."""
        steps = np.floor((self.high - self.low + 1) * np.asarray(unit, dtype=float))
        return np.minimum(self.low + steps, self.high)

    def support(self) -> tuple[float, float]:
        """Return the ends."""
        return self.low, self.high


def distribution_of(interval: Interval, scenario: Scenario, faults: list[Fault]) -> Distribution | None:
    """Return the distribution of an interval in a scenario; errors are added to ``faults``, each once.

    Parameters of whole numbers may be given an interval: its ends must be whole; ``uniform`` makes each whole number
    equally likely, the other kinds are rounded.
    """
    if check(interval, scenario, faults):
        return None
    _, hint = scenario.declaration(interval.key)
    low, high = interval.low, interval.high
    if interval.kind == "log":
        return LogUniform(low, high)
    if interval.kind == "normal":
        return Normal(low, high)
    if interval.kind == "lognormal":
        return LogNormal(low, high)
    if interval.kind == "triangular":
        return Triangular(low, float(scenario.value(interval.key)), high)
    return IntegerUniform(low, high) if number_kind(hint) is int else Uniform(low, high)


def check(interval: Interval, scenario: Scenario | None, faults: list[Fault]) -> bool:
    """Add the errors of an interval to ``faults``, as far as the scenario is known; return whether there are any."""
    errors = [Fault(interval.key, problem) for problem in _problems(interval, scenario)]
    faults.extend(fault for fault in errors if fault not in faults)
    return bool(errors)


def _problems(interval: Interval, scenario: Scenario | None) -> Iterator[str]:
    key, low, high = interval.key, interval.low, interval.high
    if is_setting(key):
        yield "says how the sweep is made and cannot be uncertain; give one value"
        return
    if key.startswith("timeline."):
        yield "sets the time axis and cannot be uncertain; make it a lever: a list of values"
        return
    try:
        declared, hint = declaration(key, scenario)
    except InputError as error:
        yield from (fault.problem for fault in error.faults)
        return
    kind = number_kind(hint)
    if kind is None:
        yield "is not a number and cannot have an interval; make it a lever: a list of values"
        return
    if not low < high or math.isinf(low) or math.isinf(high):
        yield f"has the interval {low:g} to {high:g}; two numbers are needed, the lower one first"
        return
    yield from _range_problems(interval, declared)
    if kind is int and not (float(low).is_integer() and float(high).is_integer()):
        yield f"has the interval {low:g} to {high:g}, must be whole numbers"
    if interval.kind in ("log", "lognormal") and low <= 0:
        yield f"has an interval on a logarithmic scale from {low:g}; allowed above 0"
    if interval.kind == "triangular" and scenario is not None:
        mode = scenario.value(key)
        if mode is None or not low <= mode <= high:
            yield f"is {mode}, outside its triangular interval {low:g} to {high:g}, whose mode it is"


def _range_problems(interval: Interval, declared: Parameter) -> Iterator[str]:
    outside = [end for end in (interval.low, interval.high) if not declared.least <= end <= declared.high]
    if outside:
        ends = " and ".join(f"{end:g}" for end in outside)
        yield f"has the interval {interval.low:g} to {interval.high:g}, but {ends} lies outside {declared.allowed()}"


def number_kind(hint: Any) -> type | None:
    """Return int or float where the type of a parameter is a number, null allowed or not."""
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    return hint if hint in (int, float) else None
