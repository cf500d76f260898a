"""Intervals of the command line as checked distributions."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.scenario.scenario import Scenario, declaration
from lunarsim.study.request.levers import is_setting
from lunarsim.study.request.request import Interval
from lunarsim.words.distributions import Distribution, LogNormal, LogUniform, Normal, Triangular, Uniform, describe
from lunarsim.words.errors import Fault, InputError

BISECTIONS = 60
HALF_STEP = 0.5 - 1e-9
LEAST_SHARE = 1e-6
"""Share of a distribution that a cut must leave: below it, rounding decides the values."""


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


@dataclass(frozen=True)
class Cut(Distribution):
    """A distribution cut from ``low`` to ``high``, which lie at the unit quantiles ``first`` and ``last``."""

    whole: Distribution
    low: float
    high: float
    first: float
    last: float
    kind: ClassVar[str] = "cut"

    @classmethod
    def to(cls, whole: Distribution, low: float, high: float) -> Cut:
        """Return a distribution cut to a range."""
        return cls(whole, low, high, _unit_of(whole, low), _unit_of(whole, high))

    def quantile(self, unit: ArrayLike) -> NDArray[np.float64]:
        """Return values at unit quantiles, never beyond the ends."""
        within = self.first + (self.last - self.first) * np.asarray(unit, dtype=float)
        return np.clip(self.whole.quantile(within), self.low, self.high)

    def support(self) -> tuple[float, float]:
        """Return the ends."""
        return self.low, self.high


def _unit_of(whole: Distribution, value: float) -> float:
    """Return the unit quantile at which a distribution reaches a value; 0 or 1 where it lies outside."""
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if float(whole.quantile(middle)) < value:
            low = middle
        else:
            high = middle
    return round(high, 12)


def distribution_of(
    interval: Interval, scenario: Scenario, own: Distribution | None, faults: list[Fault]
) -> Distribution | None:
    """Return the distribution of an interval in a scenario; errors are added to ``faults``, each once.

    Parameters of whole numbers may be given an interval: its ends must be whole; ``uniform`` makes each whole number
    equally likely, the other kinds are rounded.

    Parameters
    ----------
    interval : Interval
        What was given.
    scenario : Scenario
        Of which the parameter is.
    own : Distribution, optional
        The declared distribution of the parameter, which ``cut`` cuts; None where it has none there.
    faults : list
        Takes errors.
    """
    if check(interval, scenario, faults):
        return None
    if interval.kind != "cut":
        return _as_given(interval, scenario)
    made = _cut(interval, own, scenario)
    if isinstance(made, Cut):
        return made
    fault = Fault(interval.key, made)
    faults.extend([fault] if fault not in faults else [])
    return None


def _as_given(interval: Interval, scenario: Scenario) -> Distribution:
    """Return the distribution that an interval itself gives."""
    low, high = interval.low, interval.high
    if interval.kind == "triangular":
        return Triangular(low, float(scenario.value(interval.key)), high)
    _, hint = scenario.declaration(interval.key)
    uniform = IntegerUniform if number_kind(hint) is int else Uniform
    kinds: dict[str, Callable[[float, float], Distribution]] = {
        "log": LogUniform,
        "normal": Normal,
        "lognormal": LogNormal,
        "uniform": uniform,
    }
    return kinds[interval.kind](low, high)


def _cut(interval: Interval, own: Distribution | None, scenario: Scenario) -> Cut | str:
    """Return the declared distribution cut to an interval, or why it cannot be."""
    low, high = interval.low, interval.high
    if own is None:
        value = scenario.value(interval.key)
        return (
            f"has no declared distribution to cut where it is {value}; give it one: interval({low:g},{high:g}) is "
            "uniform, tag(log,...), tag(normal,...), tag(lognormal,...) and tag(triangular,...) are others"
        )
    _, hint = scenario.declaration(interval.key)
    # Whole numbers come of rounding, so that those at the ends reach half a step beyond them.
    beyond = HALF_STEP if number_kind(hint) is int else 0.0
    made = Cut.to(own, low - beyond, high + beyond)
    if made.last - made.first < LEAST_SHARE:
        return f"has the interval {low:g} to {high:g}, which its distribution {describe(own)} hardly reaches"
    return made


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
