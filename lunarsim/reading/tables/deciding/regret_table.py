"""How the values of a lever fare against each other: as a table for the eye and as plain data."""

from __future__ import annotations

import itertools
import json
import textwrap
from collections.abc import Iterator
from typing import Any

import xarray as xr

from lunarsim.reading.scales import in_readable_units
from lunarsim.reading.subject import subject
from lunarsim.reading.tables.about_the_sweep import foot_of
from lunarsim.reading.tables.columns import Column, tables
from lunarsim.reading.tables.deciding.amounts_of_options import with_interval
from lunarsim.reading.tables.deciding.best_words import OF_BEST, strictly_best, ties_sentence
from lunarsim.reading.tables.deciding.discovery_json import plain
from lunarsim.reading.tables.deciding.least_regret import least_regret
from lunarsim.reading.tables.outcome_cells import title_with_units
from lunarsim.reading.titles.levers import lever_is, lever_value
from lunarsim.reading.titles.outcomes import money_note
from lunarsim.reading.wording import format_number, share, share_with_interval
from lunarsim.words.terminal import line_width, one_line

FORMAT = 1

WORTH = ("option_worth", "option_worth_low", "option_worth_high")
REGRET = ("mean_regret", "mean_regret_low", "mean_regret_high", "regret_p90", "regret_max")
REGRET_ERRORS = ("regret_p90_error",)
"""What options are worth and their regret are amounts of their own, each in units in which it reads well."""


def regret_lines(dataset: xr.Dataset, result: xr.Dataset) -> Iterator[str]:
    """Yield the lines that show regret and robustness of the values of a lever."""
    width = line_width()
    lever = result.attrs["option_lever"]
    worth, lost = in_readable_units(result, WORTH), in_readable_units(result, REGRET, REGRET_ERRORS)
    titles = [lever_value(dataset, lever, value, with_units=True) for value in dataset[lever].values.tolist()]
    names = [str(name) for name in result["mean_regret"].dims if name not in ("outcome_name", lever)]
    for place in range(result.sizes["outcome_name"]):
        units, of_regret = (str(each["outcome_units"].values[place]) for each in (worth, lost))
        own_units = ("", "") if units == of_regret else (f"[{units}]", f"[{of_regret}]")
        title = str(worth["outcome_title"].values[place])
        heading = title if any(own_units) else title_with_units(worth.isel(outcome_name=place), of_differences=True)
        for indices in itertools.product(*(range(result.sizes[name]) for name in names)):
            at = {"outcome_name": place, **dict(zip(names, indices, strict=True))}
            one = result.isel(at)
            where = "".join(f"; {lever_is(dataset, name, one[name].values.item())}" for name in names)
            yield one_line(f"{heading}{where}")
            yield from textwrap.wrap(one_line(least_regret(one, dataset)), width)
            if ties := ties_sentence(float(one["all_tied_share"])):
                yield ties
            each = range(len(titles))
            columns = _columns(
                [worth.isel({**at, lever: index}) for index in each],
                [lost.isel({**at, lever: index}) for index in each],
                own_units,
            )
            if "satisficing_share" in one:
                meets = tuple(_satisfices(one.isel({lever: index})) for index in each)
                columns.append(Column(("meets", "the target"), meets))
            yield from tables(titles, columns, width)
            yield ""
    yield textwrap.fill(
        f"Regret: how much worse than the best value of the lever in the same sample. {OF_BEST} Brackets: 90 % "
        "intervals.",
        width,
    )
    shown_units = {str(units) for each in (worth, lost) for units in each["outcome_units"].values}
    if money := money_note(dataset, sorted(shown_units)):
        yield money
    yield from foot_of(dataset, width)


def _columns(worth: list[xr.Dataset], lost: list[xr.Dataset], own_units: tuple[str, str]) -> list[Column]:
    """Return what values of the lever are worth, what they lose against the best one, and how often they are best."""
    of_worth, of_regret = ((units,) if units else () for units in own_units)
    means = tuple(with_interval(row, "option_worth", bool(row["outcome_is_date"])) for row in worth)
    expected = tuple(with_interval(row, "mean_regret") for row in lost)
    rare = tuple(format_number(float(row["regret_p90"]), float(row["regret_p90_error"])) for row in lost)
    most = tuple(format_number(float(row["regret_max"])) for row in lost)
    return [
        Column(("mean", *of_worth), means),
        Column(("expected", "regret", *of_regret), expected),
        Column(("P90", "regret", *of_regret), rare),
        Column(("largest", "regret", *of_regret), most),
        Column(("strictly", "best in"), tuple(map(strictly_best, lost))),
        Column(("tied in",), tuple(share(float(row["tied_best_share"])) for row in lost)),
    ]


def _satisfices(row: xr.Dataset) -> str:
    value, low, high = (float(row[f"satisficing_{end}"]) for end in ("share", "low", "high"))
    return share_with_interval(value, (low, high))


def regret_json(dataset: xr.Dataset, result: xr.Dataset, path: str) -> dict[str, Any]:
    """Return what the table of regret says as plain data."""
    return {
        "format": FORMAT,
        "path": path,
        "about": dict(subject(dataset)),
        "lever": result.attrs["option_lever"],
        "target": json.loads(json.dumps(result.attrs["target"])) or None,
        "confidence_level": result.attrs["confidence_level"],
        "levers": {str(dim): plain(result[dim]) for dim in result["mean_regret"].dims if dim != "outcome_name"},
        "outcomes": {
            str(result["outcome_name"][place].item()): {
                str(name): plain(values.isel(outcome_name=place) if "outcome_name" in values.dims else values)
                for name, values in result.data_vars.items()
            }
            for place in range(result.sizes["outcome_name"])
        },
    }
