"""The declaration of an outcome and of the dimensions behind it: data only, from which the dataset is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = Mapping[str, tuple[Any, ...]]
"""Labels of the trailing dimensions by name."""


@dataclass(frozen=True)
class Variable:
    """One variable of the dataset.

    Parameters
    ----------
    name : str
        Name in the dataset.
    long_name : str
        What a plot's axis says.
    units : str
        UDUNITS text; USD-based money carries ``currency_year`` beside it.
    dims : tuple of str
        Dimensions behind those of the run.
    dtype : str
        ``f8``, ``f4`` (monthly series), ``i4`` or ``i1``.
    about : str
        How it is defined.
    flags : mapping, optional
        Meaning of each value of a variable of codes, by value.
    fill : int
        What stands where a run gave no whole number; no code in use.

    Raises
    ------
    ValueError
        If the fill is one of the codes.
    """

    name: str
    long_name: str
    units: str
    dims: tuple[str, ...] = ()
    dtype: str = "f8"
    about: str = ""
    flags: tuple[tuple[int, str], ...] = ()
    fill: int = -1

    def __post_init__(self) -> None:
        if any(value == self.fill for value, _ in self.flags):
            raise ValueError(f"{self.name}: {self.fill} is a code and cannot stand where no run was made")

    @property
    def missing(self) -> Any:
        """Return the value that stands where a run gave none: NaN, or the fill of whole numbers."""
        return float("nan") if self.dtype.startswith("f") else self.fill

    def shape(self, runs: int, labels: Labels) -> tuple[int, ...]:
        """Return the shape of the values of some runs, dims (run, then the variable's)."""
        return (runs, *(len(labels[dim]) for dim in self.dims))

    def empty(self, runs: int, labels: Labels) -> NDArray[Any]:
        """Return the values of runs that gave none."""
        return np.full(self.shape(runs, labels), self.missing, self.dtype)


@dataclass(frozen=True)
class Coordinate:
    """The labels of one trailing dimension.

    Parameters
    ----------
    values : tuple
        Numbers, texts or dates (``datetime.date``), each once.
    long_name, units, about : str
        Attributes of the dataset's coordinate; the units of dates are set by the store.
    texts : mapping
        Texts for people on each label, by the end of the name under which they are stored beside it, such as ``title``.
    """

    values: tuple[Any, ...]
    long_name: str
    units: str = "1"
    about: str = ""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
