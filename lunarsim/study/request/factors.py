"""Uncertain factors: parameters with a distribution, declared or given as an interval."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lunarsim.scenario.acting import PossibleValues, can_act, takes_part, unmet
from lunarsim.scenario.building import group_defaults
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.declare.declaration import REQUIRED, Parameter
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS, Scenario, declaration
from lunarsim.study.request.intervals import distribution_of, number_kind
from lunarsim.study.request.levers import Axis, CheckedLever
from lunarsim.study.request.request import Interval
from lunarsim.study.request.settings import Uncertainties
from lunarsim.words.distributions import Distribution, describe
from lunarsim.words.errors import Fault, InputError, unknown

ACTS_NOWHERE = "but acts on no run here"
"""What is said of a parameter that the line sets and no run needs."""


@dataclass(frozen=True)
class Constant(Distribution):
    """A value that a choice of config groups fixes; NaN where the choice lacks the parameter."""

    value: float
    kind: ClassVar[str] = "constant"

    def quantile(self, unit: ArrayLike) -> NDArray[np.float64]:
        """Return the value, whatever the quantile."""
        return np.full(np.shape(unit), self.value)


ABSENT = Constant(math.nan)


@dataclass(frozen=True)
class Factor:
    """An uncertain parameter.

    Parameters
    ----------
    key : str
        The parameter.
    declared : Parameter
        Its declaration; draws beyond the allowed range are set to its ends.
    integer : bool
        Whether its values are whole numbers; draws are rounded.
    axes : tuple of int
        Positions of the levers (config groups) that change its distribution.
    distributions : mapping
        By the positions of those levers' options.
    """

    key: str
    declared: Parameter
    integer: bool
    axes: tuple[int, ...]
    distributions: Mapping[tuple[int, ...], Distribution]

    def choice(self, combination: Sequence[int]) -> tuple[int, ...]:
        """Return the part of a lever combination that decides the distribution."""
        return tuple(combination[position] for position in self.axes)

    def values(self, unit: ArrayLike, choice: tuple[int, ...] = ()) -> NDArray[np.float64]:
        """Return the physical values at unit quantiles, NaN where the choice lacks the parameter."""
        drawn = self.distributions.get(choice, ABSENT).quantile(unit)
        if self.integer:
            drawn = np.rint(drawn)
        return np.clip(drawn, self.declared.least, self.declared.high)

    def varies(self, choice: tuple[int, ...]) -> bool:
        """Return whether the factor is uncertain at a choice of config groups, not fixed or absent."""
        return not isinstance(self.distributions.get(choice, ABSENT), Constant)

    def describe(self) -> str:
        """Return its distributions as a reader would write them."""
        return "; ".join(dict.fromkeys(describe(each) for each in self.distributions.values()))

    def typed_values(self, values: NDArray[np.float64]) -> list[float]:
        """Return values in the type of the parameter."""
        return list(map(int, values.tolist())) if self.integer else values.tolist()


def make_factors(
    axes: Sequence[Axis],
    by_key: Mapping[str, Mapping[tuple[int, ...], Distribution]],
) -> tuple[Factor, ...]:
    """Return the factors with their distributions by the choice of all config groups; constants are no factors."""
    positions = [position for position, axis in enumerate(axes) if axis.group]
    factors = []
    for key, by_choice in by_key.items():
        if all(isinstance(each, Constant) for each in by_choice.values()):
            continue
        declared, hint = declaration(key)
        deciding, reduced = _deciding(by_choice, positions)
        factors.append(Factor(key, declared, number_kind(hint) is int, deciding, reduced))
    return tuple(factors)


def varying(factors: Sequence[Factor], combination: Sequence[int]) -> list[tuple[Factor, tuple[int, ...]]]:
    """Return the factors that are uncertain at a lever combination, each with its choice of config groups."""
    return [(factor, choice) for factor in factors if factor.varies(choice := factor.choice(combination))]


def distributions(
    scenarios: Mapping[tuple[int, ...], Scenario],
    intervals: Sequence[Interval],
    uncertainties: Uncertainties,
    fixed: Mapping[str, str],
    notes: list[str],
    faults: list[Fault],
    levers: Iterable[CheckedLever] = (),
) -> dict[str, dict[tuple[int, ...], Distribution]]:
    """Return the distribution of each uncertain parameter in each base scenario.

    A parameter that is declared with a distribution has it unless it is given an interval, is ``fixed`` or stands at
    another value than the declared default: its distribution belongs to that default.

    Parameters
    ----------
    scenarios : mapping
        The base scenarios by their choice of config groups.
    intervals : sequence of Interval
        What the user made uncertain.
    uncertainties : Uncertainties
        Which parameters that are declared with a distribution are uncertain, beside those with an interval.
    fixed : mapping
        Parameters that are not uncertain though declared so, each with the reason.
    notes, faults : list
        Take what was left out, and errors.
    levers : iterable of CheckedLever
        Choices that are compared: a parameter that can act at none of their values is left out.
    """
    by_key: dict[str, dict[tuple[int, ...], Distribution]] = {}
    by_interval = {interval.key: interval for interval in intervals if not (interval.yields and interval.key in fixed)}
    compared = {lever.key: lever.values for lever in levers if not lever.group}
    possible = {
        choice: _possible_values(scenario, compared, by_interval, uncertainties, fixed)
        for choice, scenario in scenarios.items()
    }

    def acts(key: str) -> bool:
        return any(can_act(key, scenario, possible[choice]) for choice, scenario in scenarios.items())

    def idle(key: str) -> str:
        # In one base scenario that lacks least: what it lacks is enough.
        lacking = min((list(unmet(key, scenario, possible[choice])) for choice, scenario in scenarios.items()), key=len)
        return f"{ACTS_NOWHERE}; it acts if {' and '.join(lacking)}"

    notes.extend(
        f"{interval.key} {fixed[interval.key]} and no longer uncertain"
        for interval in intervals
        if interval.key not in by_interval and acts(interval.key)
    )
    notes.extend(
        f"{key} {fixed[key]}, {idle(key)}"
        for key in sorted(fixed)
        if key not in by_interval and _is_parameter(key) and not acts(key)
    )
    if uncertainties.only and uncertainties.use == "none":
        faults.append(
            Fault("uncertainties.only", "names parameters, but uncertainties=none makes none of them uncertain")
        )
    elif uncertainties.use != "none":
        uncertain = dict.fromkeys(
            key for choice, scenario in scenarios.items() for key in _declared_uncertain(scenario, possible[choice])
        )
        faults.extend(_without_distribution(uncertainties.only, uncertain))
        for key in uncertain if not uncertainties.only else (key for key in uncertain if key in uncertainties.only):
            if key not in by_interval and not acts(key):
                continue
            if key in by_interval:
                by_key[key] = {}
            elif key in fixed:
                if key not in {interval.key for interval in intervals}:
                    notes.append(f"{key} {fixed[key]} and no longer uncertain")
            else:
                by_key[key] = {
                    choice: _default(key, scenario, possible[choice]) for choice, scenario in scenarios.items()
                }
                if all(isinstance(each, Constant) for each in by_key[key].values()):
                    notes.append(f"{key} is set by the scenario to another value than the default and not uncertain")
    for key, interval in by_interval.items():
        drawn = {
            choice: distribution_of(interval, scenario, _own(key, scenario, possible[choice]), faults)
            for choice, scenario in scenarios.items()
        }
        by_key[key] = {choice: each for choice, each in drawn.items() if each is not None}
        if by_key[key] and not acts(key):
            notes.append(f"{key} is uncertain, {idle(key)}")
    return by_key


def _possible_values(
    scenario: Scenario,
    compared: Mapping[str, Collection[Any]],
    intervals: Collection[str],
    uncertainties: Uncertainties,
    fixed: Collection[str],
) -> PossibleValues:
    """Return a function that gives the values of a parameter in the runs of a base scenario; None if uncertain."""

    def values(key: str) -> Collection[Any] | None:
        if key in compared:
            return compared[key]
        if key in intervals:
            return None
        if (
            _is_taken(key, uncertainties)
            and key not in fixed
            and not isinstance(_default(key, scenario, values), Constant)
        ):
            return None
        return (scenario.value(key),)

    return values


def _is_taken(key: str, uncertainties: Uncertainties) -> bool:
    """Return whether a parameter that is declared with a distribution is to be uncertain."""
    return uncertainties.use != "none" and (not uncertainties.only or key in uncertainties.only)


def _without_distribution(only: Collection[str], uncertain: Collection[str]) -> Iterator[Fault]:
    """Yield the keys that alone are to be uncertain and cannot be."""
    for key in only:
        if key in uncertain:
            continue
        problem = unknown(key, uncertain, "uncertain parameter")
        if _is_parameter(key):
            problem = (
                f"names {key}, which has no declared distribution in this scenario; lunarsim parameters shows those "
                f"that have, and -m '{key}=interval(a,b)' gives it one"
            )
        yield Fault("uncertainties.only", problem)


def _is_parameter(key: str) -> bool:
    """Return whether a key names a parameter, not a config group or a setting of the sweep."""
    try:
        declaration(key)
    except InputError:
        return False
    return True


def _declared_uncertain(scenario: Scenario, values: PossibleValues) -> Iterator[str]:
    """Yield the keys of all parameters of a scenario that are declared with a distribution.

    What takes part in no run, a program that is not active or a second station that is not there, has none.
    """
    for group, cls in (GROUPS | COLLECTIONS).items():
        names = [name for name, (declared, _) in declarations(cls).items() if declared.distribution is not None]
        entries = [f"{group}.{entry}" for entry in getattr(scenario, group)] if group in COLLECTIONS else [group]
        for key in (f"{entry}.{name}" for entry in entries for name in names):
            if takes_part(key, scenario, values):
                yield key


def _default(key: str, scenario: Scenario, values: PossibleValues) -> Distribution:
    """Return the declared distribution of a parameter, or a constant where a base scenario has another value."""
    declared, _ = declaration(key)
    group, _, rest = key.partition(".")
    if declared.distribution is None:
        return ABSENT
    if group in COLLECTIONS and rest.partition(".")[0] not in getattr(scenario, group):
        return ABSENT
    if group == "rival" and not takes_part(key, scenario, values):
        return ABSENT
    cls = GROUPS.get(group) or COLLECTIONS[group]
    value = scenario.value(key)
    # The distribution of a parameter that only an option file gives holds for any value.
    if group_defaults(cls)[rest.rpartition(".")[2]] not in (value, REQUIRED):
        return Constant(math.nan if value is None else float(value))
    return declared.distribution


def _own(key: str, scenario: Scenario, values: PossibleValues) -> Distribution | None:
    """Return the declared distribution that a parameter has in a base scenario, or None."""
    own = _default(key, scenario, values) if _is_parameter(key) else ABSENT
    return None if isinstance(own, Constant) else own


def _deciding(
    distributions: Mapping[tuple[int, ...], Distribution], positions: Sequence[int]
) -> tuple[tuple[int, ...], dict[tuple[int, ...], Distribution]]:
    """Return the fewest levers that distinguish the distributions, and the distributions by their choices."""
    kept = list(range(len(positions)))
    for dropped in tuple(kept):
        fewer = [index for index in kept if index != dropped]
        if _by(distributions, fewer) is not None:
            kept = fewer
    reduced = _by(distributions, kept)
    assert reduced is not None
    return tuple(positions[index] for index in kept), reduced


def _by(
    distributions: Mapping[tuple[int, ...], Distribution], indices: Sequence[int]
) -> dict[tuple[int, ...], Distribution] | None:
    """Return the distributions by some indices of their choice, or None where those do not distinguish them."""
    reduced: dict[tuple[int, ...], Distribution] = {}
    for choice, distribution in distributions.items():
        if reduced.setdefault(tuple(choice[index] for index in indices), distribution) != distribution:
            return None
    return reduced
