"""Figures of an outcome as they stand in the cells of a table."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lunarsim.reading.digits import UNKNOWN, Errors, errors_in_row
from lunarsim.reading.outcome_names import is_condition
from lunarsim.reading.tables.combinations import Cell
from lunarsim.reading.wording import (
    FEW,
    FEWEST_FOR_ERRORS,
    UNBOUNDED,
    amounts,
    dates_of_row,
    format_count,
    format_number,
    format_probability,
    is_at_an_end,
    numbers_of_row,
    share,
    spread,
    spread_of_dates,
    stated_probability,
)

if TYPE_CHECKING:
    import xarray as xr


def cell_of(row: xr.Dataset, end: float, largest: Errors = UNKNOWN) -> Cell:
    """Return the figures of an outcome in one combination; those that are withheld leave the probability.

    Of combinations side by side, ``largest`` is what each quantile of the least sure is uncertain by, so that all have
    its digits.
    """
    low, middle, high = (float(value) for value in row["quantile_value"].values)
    probability = float(row["value_probability"])
    errors = errors_in_row((low, middle, high), errors_of(row), largest)
    if is_condition(str(row["outcome_name"].item())):
        text = chance_of(row, probability, is_stated=True)
        return Cell(text, text)
    if is_withheld(row):
        text = chance_of(row, probability, is_stated=True)
        certain = probability == 1 and not bool(row["outcome_is_date"])
        return Cell("withheld", "withheld") if certain else Cell(text, text)
    bounds = bounds_of(row, probability)
    if bool(row["outcome_is_date"]):
        full = spread_of_dates(low, middle, high, probability, end, errors, bounds)
        short = "-" if math.isinf(middle) or math.isnan(middle) else figures_of(row, end, errors)[1]
        chance = "" if math.isnan(middle) else f" ({format_probability(probability, bounds)})"
    else:
        full = mostly_nothing(row) or spread(low, middle, high, probability, errors, is_count(row), bounds)
        short = "-" if math.isnan(middle) or probability < FEW else figures_of(row, end, errors)[1]
        chance = "" if math.isnan(middle) or probability == 1 else f" ({format_probability(probability, bounds)})"
    # An interval is understood only behind its probability.
    return Cell(probability_text(row, full) if chance else full, short + chance)


def mostly_nothing(row: xr.Dataset) -> str:
    """Return of an amount that is 0 in half of the runs or more in how many it is, and what it is in the others.

    Of few others the range stands, as they have no quantiles.

    Nothing of amounts that are mostly more, that not every run has or that count things: a median of 0 losses is one.
    """
    if "zero_share" not in row or bool(row["outcome_is_date"]) or is_count(row):
        return ""
    zeros = float(row["zero_share"])
    if not FEW <= zeros < 1 or float(row["value_probability"]) < 1:
        return ""
    runs = int(row["run_count"])
    count = round((1 - zeros) * runs)
    if count < FEWEST_FOR_ERRORS:
        least, most = (float(row[f"others_{end}"]) for end in ("least", "most"))
        amount = format_number(least) if least == most else amounts(least, most, "")
        return f"0; in {count} of {runs:,} runs {amount}"
    low, middle, high = (float(value) for value in row["others_quantile"].values)
    others = spread(low, middle, high, 1.0, errors_of(row, "others_error"))
    return f"0 in {share(zeros)} of the runs; in the others {others}"


def is_withheld(row: xr.Dataset) -> bool:
    """Return whether too few of the runs that agree have an outcome for its quantiles."""
    if "is_withheld" not in row:
        return False
    missing = math.isnan(float(row["quantile_value"][0])) and float(row["value_probability"]) > 0
    return bool(row["is_withheld"]) or missing


def chance_of(row: xr.Dataset, probability: float, is_stated: bool = False) -> str:
    """Return how likely something is, with its interval where that is known, with its symbol where it is stated."""
    if math.isnan(probability):
        return "-"
    write = stated_probability if is_stated else format_probability
    return probability_text(row, write(probability, bounds_of(row, probability)))


def bounds_of(row: xr.Dataset, probability: float) -> tuple[float, float]:
    """Return the 90 % interval of a probability of a row, NaN where no number of runs says it.

    It is that of the row, ``probability_low`` and ``probability_high``, or else that of ``interval_runs``.
    """
    if "probability_low" in row and not math.isnan(float(row["probability_low"])):
        return float(row["probability_low"]), float(row["probability_high"])
    return bounds_by_runs(row, probability)


def bounds_by_runs(row: xr.Dataset, probability: float) -> tuple[float, float]:
    """Return the 90 % interval of a probability (Wilson) of ``interval_runs`` of a row, where it has them."""
    from lunarsim.reading.analysis.intervals import bounds

    return bounds(probability, float(row["interval_runs"])) if "interval_runs" in row else UNBOUNDED


def probability_text(row: xr.Dataset, text: str) -> str:
    """Return a text that ends in a probability, with the interval of that where conditions hold.

    A probability near 0 or 1 stands in the text as a bound already, which is all that its interval says.
    """
    if "probability_low" not in row or math.isnan(float(row["probability_low"])):
        return text
    probability = float(row["value_probability"])
    bounds = float(row["probability_low"]), float(row["probability_high"])
    if is_at_an_end(probability, bounds):
        return text
    low, high = map(format_probability, bounds)
    return f"{text} ({low} to {high})"


def errors_of(row: xr.Dataset, name: str = "quantile_error") -> Errors:
    """Return what each quantile of a row is uncertain by, NaN where that is not known."""
    if name not in row or int(row["run_count"]) < FEWEST_FOR_ERRORS:
        return UNKNOWN
    low, middle, high = (float(value) for value in row[name].values)
    return low, middle, high


def largest_errors(cells: Iterable[xr.Dataset]) -> Errors:
    """Return the largest error of each quantile among cells side by side; NaN where none is known."""
    every = list(zip(*map(errors_of, cells), strict=True))
    low, middle, high = (max(filter(math.isfinite, errors), default=math.nan) for errors in every)
    return low, middle, high


def figures_of(row: xr.Dataset, end: float, errors: Errors) -> list[str]:
    """Return the quantiles of an outcome as they stand in columns of their own."""
    values = [float(value) for value in row["quantile_value"].values]
    if bool(row["outcome_is_date"]):
        return dates_of_row(values, end, errors)
    return list(map(format_count, values)) if is_count(row) else numbers_of_row(values, errors)


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
