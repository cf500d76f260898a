"""The words on plots: titles, units, long names folded, months as years."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.words.units import DAYS_PER_YEAR

WIDEST = 26
"""Characters in a line of a label beside or below an axis."""


def title(values: xr.DataArray) -> str:
    """Return the name of a variable as a heading."""
    text = str(values.attrs.get("long_name", values.name))
    return text[:1].upper() + text[1:]


def with_units(values: xr.DataArray) -> str:
    """Return the name of a variable with its unit; a pure number has none."""
    name, units = values.attrs.get("long_name", values.name), values.attrs.get("units", "")
    return f"{name} [{units}]" if units not in ("", "1") else str(name)


def folded(text: object, width: int = WIDEST) -> str:
    """Return a label in lines of at most ``width`` characters, broken behind a space, dot, underscore or comma."""
    lines = [""]
    for part in re.findall(r"[^\s_./,]*[\s_./,]?", str(text)):
        piece = part
        if lines[-1] and len(lines[-1]) + len(piece.rstrip()) > width:
            lines.append("")
        while len(piece.rstrip()) > width:
            lines[-1:] = [piece[:width], ""]
            piece = piece[width:]
        lines[-1] += piece
    return "\n".join(line.strip() for line in lines if line.strip())


def months_as_years(months: xr.DataArray) -> tuple[Any, str]:
    """Return the positions of months on an axis and its label: decimal years, or months if they are only counted."""
    values = months.values
    if not np.issubdtype(values.dtype, np.datetime64):
        return values, str(months.attrs.get("long_name", "months since the start"))
    years = values.astype("datetime64[Y]")
    return years.astype(int) + 1970 + (values - years) / np.timedelta64(1, "D") / DAYS_PER_YEAR, "year"


def key_of(dataset: xr.Dataset, lever: str) -> str:
    """Return what a user calls a lever: its key, of which the dimension's name may be the last part only."""
    return str(dataset[lever].attrs.get("config_key", lever))


def of_runs(count: int) -> str:
    """Return a number of runs in words."""
    return f"{count:,} run{'s' * (count != 1)}"
