"""The one declaration of a parameter: default, unit, range, distribution, source and evidence.

From it come the check, the error text, the attributes of the dataset, ``lunarsim parameters`` and the default uncertain
factors.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from lunarsim.words.distributions import Distribution

Evidence = Literal["measured", "published", "analogue", "assumed"]
EVIDENCE: tuple[str, ...] = get_args(Evidence)

REQUIRED = "???"
"""What stands in a tree for a value that only an option file gives; as a value of a file or line it says nothing."""


ANY_VALUE = "any value"
"""What is allowed where a declaration bounds nothing."""

FIRST_DATE, LAST_DATE = dt.date(1950, 1, 1), dt.date(2150, 12, 31)
"""Dates that a parameter may have; with the longest horizon they stay within what xarray's time axes hold."""


@dataclass(frozen=True)
class Condition:
    """What must hold in a scenario for a parameter to act on its runs.

    Parameters
    ----------
    key : str
        A parameter; ``programs.*.NAME`` is met where any program that takes part meets it.
    values : tuple
        Values that meet it; left out, every value that is not false, zero, empty or null.
    other_than : str
        Key of a parameter whose value must be another one, in place of ``values``.
    unless : object
        The one value that does not meet it, in place of both.
    """

    key: str
    values: tuple[Any, ...] = ()
    other_than: str = ""
    unless: Any = None

    @property
    def is_bare(self) -> bool:
        """Whether any value meets it that is not false, zero, empty or null."""
        return not self.values and not self.other_than and self.unless is None

    def __str__(self) -> str:
        if self.unless is not None:
            return f"{self.key} is not {self.unless if isinstance(self.unless, str) else format(self.unless, 'g')}"
        if self.other_than:
            return f"{self.key} is not {self.other_than}"
        return f"{self.key} is {' or '.join(map(str, self.values)) or 'set'}".replace("True", "true").replace(
            "False", "false"
        )


def when(key: str, *values: Any) -> Condition:
    """Return the condition that a parameter has one of some values or, without values, is set at all."""
    return Condition(key, values)


def unless(key: str, value: float | str) -> Condition:
    """Return the condition that a parameter has any other value than one."""
    return Condition(key, unless=value)


@dataclass(frozen=True)
class AnyOf:
    """Conditions of which one is enough for a parameter to act."""

    conditions: tuple[Condition, ...]


WITH_PLANT = (when("plant.units"),)
"""The condition of all that acts on a plant."""

DECIDES_RETURNS = (when("returns.policy", "if_worth"),)
"""The condition under which prices decide whether product goes home at all."""


@dataclass(frozen=True)
class HardwareCondition:
    """What must hold of some hardware that can come to a station, for a parameter of that station to act.

    Parameters
    ----------
    about : str
        What the hardware has, in a word.
    fields : tuple of str
        Fields of an asset, one of which is above zero.
    evidence : tuple of str
        How well that is known: any of these.
    """

    about: str
    fields: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    def __str__(self) -> str:
        return f"hardware that can come has {self.about} that is {' or '.join(self.evidence)}"


@dataclass(frozen=True)
class Parameter:
    """What is known of a named number or choice, apart from its value.

    Parameters
    ----------
    about : str
        What it means, as one sentence.
    unit : str
        UDUNITS text, ``1`` for a pure number, ``USD``-based for money, empty for a word.
    low, high : float
        Allowed range, both ends included.
    low_if_any : float
        Least value above 0 where 0 means that there is none of it; 0 where 0 is a number like others.
    source : str
        Where the default comes from.
    evidence : str
        measured, published, analogue or assumed.
    distribution : Distribution, optional
        What makes it a default uncertain factor.
    feeds_back : bool
        Whether it acts on the simulation, or only on the accounts that are made of its stored results.
    feeds_back_if : tuple of Condition
        Where all of these hold, what else only the accounts read acts on the simulation as well.
    acts_if : tuple of Condition, AnyOf or HardwareCondition
        All of which must hold for it to act on outcomes; where one cannot, it is no default uncertain factor.
    choices : tuple of str
        The allowed words of a parameter that is a choice; with ``refers_to``, names of the scenario as well.
    optional : bool
        Whether null is allowed.
    date : bool
        Whether the text must be an ISO date.
    refers_to : str
        What its texts must be names of: a collection such as ``vehicles``, or ``sites``; empty where they name nothing.
    pattern, form : str
        The pattern that a text must match as a whole, and that form in words; empty: any text.
    """

    about: str
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    low_if_any: float = 0.0
    source: str = ""
    evidence: Evidence = "assumed"
    distribution: Distribution | None = None
    feeds_back: bool = True
    feeds_back_if: tuple[Condition, ...] = ()
    acts_if: tuple[Condition | AnyOf | HardwareCondition, ...] = ()
    choices: tuple[str, ...] = ()
    optional: bool = False
    date: bool = False
    refers_to: str = ""
    pattern: str = ""
    form: str = ""

    @property
    def least(self) -> float:
        """The least value that may be uncertain: none of it is a choice."""
        return self.low_if_any or self.low

    def allows(self, number: float) -> bool:
        """Return whether a number lies in the allowed range."""
        none = self.low_if_any > 0.0 and number == 0.0
        return none or (self.least <= number <= self.high and math.isfinite(number))

    def allowed(self) -> str:
        """Say what values are allowed."""
        if self.choices or self.form:
            return self.form or ", ".join(self.choices)
        if self.date or self.refers_to:
            dates = f"a date such as 2026-07-01, from {FIRST_DATE} to {LAST_DATE}"
            return dates if self.date else f"names of {self.refers_to}"
        unit = f" {self.unit}" if self.unit not in ("", "1") else ""
        if math.isinf(self.low) and math.isinf(self.high):
            return ANY_VALUE
        if math.isinf(self.high):
            return f"at least {self.low:g}{unit}"
        if math.isinf(self.low):
            return f"at most {self.high:g}{unit}"
        none = "0 (none) or " if self.low_if_any else ""
        return f"{none}{self.least:g} to {self.high:g}{unit}"


def parameter(default: Any, about: str, **known: Any) -> Any:
    """Declare a dataclass field with its :class:`Parameter`; ``dataclasses.MISSING`` makes the value required."""
    return dataclasses.field(default=default, metadata={"parameter": Parameter(about, **known)})


def parameters_of(cls: type) -> Iterator[tuple[str, Parameter, Any]]:
    """Yield the name, declaration and default of each parameter of a group's dataclass."""
    for field in dataclasses.fields(cls):
        if "parameter" in field.metadata:
            yield field.name, field.metadata["parameter"], field.default
