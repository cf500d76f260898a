"""What a user asked for, as the door hands it to the study."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lunarsim.scenario.library.places.thorium_map import SiteMap
from lunarsim.study.request.settings import Design, Executor, Output, Uncertainties

IntervalKind = Literal["uniform", "log", "normal", "lognormal", "triangular", "cut"]


@dataclass(frozen=True)
class Lever:
    """A choice compared side by side.

    Parameters
    ----------
    key : str
        A config group (``site``, ``program@programs.china``) or a parameter (``plant.units``).
    values : tuple
        Names of the group's options, or values as given (not yet checked against the declaration).
    group : bool
        Whether the key is a config group.
    """

    key: str
    values: tuple[Any, ...]
    group: bool


@dataclass(frozen=True)
class Cases:
    """The levers of a table file, which move together along the dimension ``case``.

    Parameters
    ----------
    keys : tuple of str
        Levers, the columns of the table.
    labels : tuple of str
        Name or number of each case, a row of the table.
    """

    keys: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Interval:
    """An uncertain factor as given.

    ``uniform`` and ``log`` (log-uniform) lie between the ends, ``normal`` and ``lognormal`` have the ends as 5 % and
    95 % quantiles, ``triangular`` has the present value as mode, ``cut`` is the declared distribution cut to the ends.
    ``yields`` says that it gives way to a lever or to a value on the command line, as one from a file of uncertainties
    does.
    """

    key: str
    low: float
    high: float
    kind: IntervalKind = "uniform"
    yields: bool = False


@dataclass(frozen=True)
class Request:
    """One request for a sweep, grammar done, values not yet checked.

    Parameters
    ----------
    compose : callable
        Gives the composed tree of scenario groups, as plain values, for a choice of options of the group levers.
    levers, intervals
        What varies.
    cases : Cases, optional
        Which of the levers a table gives.
    name : str
        Name of the experiment, or of the scenario where there is none.
    command : tuple of str
        The overrides as given, for the record.
    maps : mapping
        The maps that sites are read from whose place varies, by the names of their files; complete once ``compose`` has
        given the trees.
    config : mapping
        The composed config of the first combination with all groups, for the record.
    """

    compose: Callable[[Mapping[str, str]], Mapping[str, Any]]
    levers: tuple[Lever, ...] = ()
    intervals: tuple[Interval, ...] = ()
    cases: Cases | None = None
    maps: Mapping[str, SiteMap] = field(default_factory=dict)
    uncertainties: Uncertainties = field(default_factory=Uncertainties)
    design: Design = field(default_factory=Design)
    executor: Executor = field(default_factory=Executor)
    output: Output = field(default_factory=Output)
    name: str = "lunarsim"
    command: tuple[str, ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
