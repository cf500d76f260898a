"""What options are worth and what knowledge is, in units for people: figures of tables and of the sentences above."""

from __future__ import annotations

import xarray as xr

from lunarsim.reading.scales import scale_of
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.reading.wording import with_ends

WORTH = ("option_mean", "option_mean_low", "option_mean_high")
KNOWLEDGE = (
    *("evpi_value", "evpi_low", "evpi_high", "evppi_value", "evppi_low", "evppi_high", "evppi_noise"),
    *("evsi_value", "evsi_low", "evsi_high"),
)


def in_units_for_people(result: xr.Dataset) -> xr.Dataset:
    """Return the value of information with its amounts in units in which they read well.

    What options are worth and what knowledge is are amounts of their own, so that each has its own units, which the
    attributes ``worth_units`` and ``knowledge_units`` name.
    """
    units = units_in_words(result.attrs["outcome_units"])
    for attribute, names in (("worth_units", WORTH), ("knowledge_units", KNOWLEDGE)):
        there = [name for name in names if name in result]
        scale = scale_of(units, (value for name in there for value in result[name].values.ravel().tolist()))
        result = result.assign({name: result[name] * scale.factor for name in there})
        result = result.assign_attrs({attribute: scale.units})
    return result


def with_interval(row: xr.Dataset, name: str, is_date: bool = False) -> str:
    """Return a figure with its 90 % interval: ``name`` or ``name_value``, ``name_low`` and ``name_high``."""
    middle = name if name in row else f"{name}_value"
    value, low, high = (float(row[each]) for each in (middle, f"{name}_low", f"{name}_high"))
    return with_ends(low, value, high, is_date)
