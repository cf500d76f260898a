"""The tables of differences between the values of a lever, of dates with those of their probabilities."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lunarsim.reading.outcome_names import is_condition
from lunarsim.reading.scales import in_readable_units
from lunarsim.reading.tables.combinations import Cell, print_combinations
from lunarsim.reading.tables.outcome_cells import outcomes_of, titles_of
from lunarsim.reading.titles.levers import lever_title, lever_value
from lunarsim.reading.wording import difference, difference_of_probability

if TYPE_CHECKING:
    import xarray as xr

    from lunarsim.reading.tables.view import Figures

_PAIRS = (
    "Same rows, 90 % interval; only pairs count that both have a value. "
    "A date that is not reached counts as the end of the simulation."
)
_SAME_ROWS = "Same rows, 90 % interval."
_CHANCE = (
    "P: the difference of the probability that a date is reached, that there is such an amount or that a condition "
    "holds."
)


def print_differences(figures: Figures) -> None:
    """Print a table for each lever, of its other values against its first one."""
    from lunarsim.reading.analysis.valid_runs import end_years, levers

    dataset = figures.dataset
    for lever, every in figures.differences.items():
        result = every.isel({lever: slice(1, None)})
        result = in_readable_units(result, ("mean_difference", "interval_low", "interval_high"))
        cells = [[_cell(row.isel({lever: at})) for at in range(row.sizes[lever])] for row in outcomes_of(result)]
        is_of_conditions = all(map(is_condition, map(str, result["outcome_name"].values)))
        notes = [_SAME_ROWS if is_of_conditions else _PAIRS]
        if any("P " in cell.full for row in cells for cell in row):
            notes.append(_CHANCE)
        ends_of = {"mean_difference": "interval_low", "probability_difference": "probability_low"}
        if any(bool((result[name].notnull() & result[end].isnull()).any()) for name, end in ends_of.items()):
            lone = "one sample" if dataset.sizes["sample"] == 1 else "no independent samples"
            notes.append(f"A difference without brackets: {lone}, no interval.")
        if figures.view.given:
            notes.append("Only pairs count of which both agree with the conditions.")
        ends = end_years(dataset)
        if bool((ends.max(lever) > ends.min(lever)).any()):
            notes.append("Dates are not compared where the ends of the simulations differ.")
        others = [name for name in levers(dataset) if name != lever]
        over = f", mean over {' and '.join(lever_title(dataset, name) for name in others)}" if others else ""
        what = "Difference of the probability" if is_of_conditions else "Mean difference"
        title = f"{what} from '{lever_value(dataset, lever, dataset[lever].values.item(0), with_units=True)}'{over}"
        titles = titles_of(result, of_differences=True)
        print_combinations((title, title), dataset, result, [lever], titles, cells, notes)


def _cell(row: xr.Dataset) -> Cell:
    mean, low, high = (float(row[name]) for name in ("mean_difference", "interval_low", "interval_high"))
    chances = [float(row[name]) for name in ("probability_difference", "probability_low", "probability_high")]
    chance = difference_of_probability(*chances)
    if is_condition(str(row["outcome_name"].item())):
        text = chance or ("-" if math.isnan(chances[0]) else "none")
    else:
        text = "; ".join(filter(None, (difference(mean, low, high, bool(row["outcome_is_date"])), chance)))
    return Cell(text, text)
