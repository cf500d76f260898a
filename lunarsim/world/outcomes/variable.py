"""What is kept of a run: one declaration per variable, from which the dataset and its attributes are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
    """

    name: str
    long_name: str
    units: str
    dims: tuple[str, ...] = ()
    dtype: str = "f8"
    about: str = ""
    flags: tuple[tuple[int, str], ...] = ()

    @property
    def missing(self) -> Any:
        """Return the value that stands where a run gave none: NaN, or -1 for codes and counts."""
        return float("nan") if self.dtype.startswith("f") else -1
