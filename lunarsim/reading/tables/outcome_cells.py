"""Figures of an outcome as they stand in the cells of a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from lunarsim.reading.outcome_names import is_condition
from lunarsim.reading.tables.combinations import Cell
from lunarsim.reading.wording import (
    FEW,
    format_count,
    format_date,
    format_number,
    format_probability,
    spread,
    spread_of_dates,
    stated_probability,
)

if TYPE_CHECKING:
    import xarray as xr

FEWEST_FOR_ERRORS = 10
"""Of fewer runs the interval of a quantile is not known either; figures stand with three digits."""


def cell_of(row: xr.Dataset, end: float) -> Cell:
    """Return the figures of an outcome in one combination; those that are withheld leave the probability."""
    low, middle, high = (float(value) for value in row["quantile_value"].values)
    probability = float(row["value_probability"])
    error = error_of(row)
    if is_condition(str(row["outcome_name"].item())):
        text = chance_of(row, probability, stated_probability)
        return Cell(text, text)
    if is_withheld(row):
        text = probability_text(row, stated_probability(probability)) if not math.isnan(probability) else "-"
        certain = probability == 1 and not bool(row["outcome_is_date"])
        return Cell("withheld", "withheld") if certain else Cell(text, text)
    if bool(row["outcome_is_date"]):
        full = spread_of_dates(low, middle, high, probability, end, error)
        short = "-" if math.isinf(middle) or math.isnan(middle) else format_date(middle, end, error)
        chance = "" if math.isnan(middle) else f" ({format_probability(probability)})"
    else:
        full = spread(low, middle, high, probability, error, is_count(row))
        short = "-" if math.isnan(middle) or probability < FEW else number_of(row, error)(middle)
        chance = "" if math.isnan(middle) or probability == 1 else f" ({format_probability(probability)})"
    # Only behind a probability that is told its interval is understood.
    return Cell(probability_text(row, full) if chance else full, short + chance)


def is_withheld(row: xr.Dataset) -> bool:
    """Return whether too few of the runs that agree have an outcome for its quantiles."""
    if "is_withheld" not in row:
        return False
    missing = math.isnan(float(row["quantile_value"][0])) and float(row["value_probability"]) > 0
    return bool(row["is_withheld"]) or missing


def chance_of(row: xr.Dataset, probability: float, write: Callable[[float], str] = format_probability) -> str:
    """Return how likely a condition is to hold, with its interval."""
    return "-" if math.isnan(probability) else probability_text(row, write(probability))


def probability_text(row: xr.Dataset, text: str) -> str:
    """Return a text that ends in a probability, with the interval of that where conditions hold."""
    if "probability_low" not in row or math.isnan(float(row["probability_low"])):
        return text
    low, high = (format_probability(float(row[f"probability_{side}"])) for side in ("low", "high"))
    return f"{text} ({low} to {high})"


def error_of(row: xr.Dataset) -> float:
    """Return what the figures of a row are uncertain by: the median, or else the surest of the other quantiles."""
    if "median_low" in row:
        return float(row["median_high"] - row["median_low"]) / 2
    if "quantile_error" not in row or int(row["run_count"]) < FEWEST_FOR_ERRORS:
        return math.nan
    errors = [float(value) for value in row["quantile_error"].values]
    middle = errors[len(errors) // 2]
    return middle if math.isfinite(middle) else min(errors)


def number_of(row: xr.Dataset, error: float) -> Callable[[float], str]:
    """Return how the numbers of an outcome are written."""
    return format_count if is_count(row) else partial(format_number, error=error)


def is_count(row: xr.Dataset) -> bool:
    """Return whether an outcome is a number of things."""
    return str(row["outcome_name"].item()) in row.attrs["counts"]


def outcomes_of(result: xr.Dataset) -> Iterable[xr.Dataset]:
    """Return the outcomes of a result one by one."""
    return (result.isel({"outcome_name": index}) for index in range(result.sizes["outcome_name"]))


def titles_of(result: xr.Dataset, of_differences: bool = False) -> list[str]:
    """Return the titles of the outcomes of a result, with their units; dates have some in differences only."""
    return [title_with_units(row, of_differences) for row in outcomes_of(result)]


def title_with_units(row: xr.Dataset, of_differences: bool = False) -> str:
    """Return the title of an outcome with its units, where it has any."""
    title, units = str(row["outcome_title"].item()), str(row["outcome_units"].item())
    is_plain = not units or (bool(row["outcome_is_date"]) and not of_differences)
    return title if is_plain else f"{title} [{units}]"
