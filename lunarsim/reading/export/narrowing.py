"""A sweep narrowed to the outcomes that are to be exported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

CHOSEN_ROWS = "chosen_outcomes"
"""Attribute of a narrowed sweep that names its outcomes."""

ABOUT_RUNS = ("status", "error", "horizon_year")


def of_whole_variables(dataset: xr.Dataset, patterns: Sequence[str]) -> xr.Dataset:
    """Return a sweep with the chosen variables, whole, beside the design and what became of the runs."""
    from lunarsim.reading.analysis.summary import rows

    wanted = {row.name.partition("(")[0] for row in rows(dataset, patterns)}
    return dataset[[name for name in dataset.data_vars if name in wanted or not _is_outcome(dataset, str(name))]]


def of_rows(dataset: xr.Dataset, patterns: Sequence[str]) -> xr.Dataset:
    """Return a sweep with one variable for each chosen outcome, at a label where it has a further dimension."""
    from lunarsim.reading.analysis.summary import rows

    chosen = {
        row.name: row.values.drop_vars(
            [name for name in row.values.coords if not set(row.values[name].dims) <= set(dataset["status"].dims)]
        ).assign_attrs(long_name=row.title)
        for row in rows(dataset, patterns)
    }
    rest = [name for name in dataset.data_vars if not _is_outcome(dataset, str(name))]
    return dataset[rest].assign(chosen).assign_attrs({CHOSEN_ROWS: list(chosen)})


def _is_outcome(dataset: xr.Dataset, name: str) -> bool:
    """Return whether a variable is one of the runs beside their status; factors and the design are along samples."""
    return set(dataset["status"].dims) <= set(dataset[name].dims) and name not in ABOUT_RUNS
