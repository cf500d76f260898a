"""The words on plots: names folded, months as years, and what stands at the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.subject import foot_line
from lunarsim.reading.titles.levers import lever_value
from lunarsim.reading.titles.outcomes import definition, outcome_title
from lunarsim.words.terminal import one_line
from lunarsim.words.units import DAYS_PER_YEAR

WIDEST = 26
"""Characters in a line of a label beside or below an axis."""


def folded(text: object, width: int = WIDEST) -> str:
    """Return a label in lines of at most ``width`` characters, broken behind a space, dot, underscore or comma."""
    lines = [""]
    for part in re.findall(r"[^\s_./,]*[\s_./,]?", one_line(str(text))):
        piece = part
        if lines[-1] and len(lines[-1]) + len(piece.rstrip()) > width:
            lines.append("")
        while len(piece.rstrip()) > width:
            lines[-1:] = [piece[:width], ""]
            piece = piece[width:]
        lines[-1] += piece
    return "\n".join(line.strip() for line in lines if line.strip())


def value_labels(dataset: xr.Dataset, lever: str, width: int = WIDEST) -> list[str]:
    """Return the values of a lever in words and in lines."""
    return [folded(lever_value(dataset, lever, value), width) for value in dataset[lever].values]


def foot_of(dataset: xr.Dataset, subject: str | None) -> str:
    """Return what stands at the foot of a picture: what was given or, where that is None, what the dataset is of."""
    return foot_line(dataset) if subject is None else one_line(subject)


def definitions(dataset: xr.Dataset, names: Sequence[str]) -> str:
    """Return what the milestones ask for, one after the other, as far as the dataset or its titles say."""
    found = {name: definition(dataset, name) for name in names if name in dataset and name.endswith("_year")}
    return " ".join(f"{outcome_title(dataset[name])}: {text}." for name, text in found.items() if text)


def months_as_years(months: xr.DataArray) -> tuple[Any, str]:
    """Return the positions of months on an axis and its label: decimal years, or months if they are only counted."""
    values = months.values
    if not np.issubdtype(values.dtype, np.datetime64):
        return values, str(months.attrs.get("long_name", "months since the start"))
    years = values.astype("datetime64[Y]")
    return years.astype(int) + 1970 + (values - years) / np.timedelta64(1, "D") / DAYS_PER_YEAR, "year"


def of_runs(count: int) -> str:
    """Return a number of runs in words."""
    return f"{count:,} run{'s' * (count != 1)}"
