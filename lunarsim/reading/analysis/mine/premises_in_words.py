"""Premises of rare earths from the Moon as sentences, for tables and reports alike."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.mine.beyond_market import beyond_market_in_words
from lunarsim.reading.analysis.mine.premises import premises
from lunarsim.reading.wording import amount, format_number, share
from lunarsim.words.arrays import FloatArray
from lunarsim.words.errors import AnalysisError


def premises_in_words(dataset: xr.Dataset) -> list[str]:
    """Return what a sweep says of the premises, a sentence or two for each; nothing where it has no mine to tell of.

    Where its product is too much for the market of an element, that comes last.
    """
    beyond = beyond_market_in_words(dataset)
    try:
        found = premises(dataset)
    except AnalysisError:
        return beyond
    return [*_of_export(found), *_of_use_on_the_moon(found), *_of_use_on_earth(found), *_of_rock(found), *beyond]


def _of_export(found: xr.Dataset) -> Iterator[str]:
    prices = found["highest_quotation"].to_series()
    pays = float(found["export_pays_share"])
    told = "pays at no present figure" if pays == 0 else f"pays for the return alone in {share(pays)} of the runs"
    yield (
        f"Export of light rare earths {told}. Separated, the dearest light oxide, {prices.idxmax()}, sells at "
        f"{amount(prices.max(), 'USD/kg')} today. Less the cost of separation{_in_runs(found)}, a kilogram brings "
        f"{_span(found['dearest'].values)} USD, and to bring it home costs {_range(found['freight_home'])} USD without "
        "craft and propellant."
    )


def _in_runs(found: xr.Dataset) -> str:
    """Return by what the sweep multiplies present prices, if by anything."""
    factors = found["price_factor"].values
    return "" if np.all(factors == 1.0) else f", at {_span(factors)} times present prices"


def _of_use_on_the_moon(found: xr.Dataset) -> Iterator[str]:
    changed = float(found["sign_changes_share"])
    told = f"in {share(changed)} of the runs" if changed else "in none of the runs"
    yield (
        f"Use on the Moon changes the sign {told}: a kilogram that is made there and used there needs no return and "
        f"saves its delivery, {_range(found['freight_saved'])} USD. {_limit(found)}"
    )


def _limit(found: xr.Dataset) -> str:
    need, made = float(found["yearly_need"].median()), float(found["yearly_product"])
    text = f"Demand there is about {need:,.3g} kg a year"
    if not math.isnan(made):
        text += f", and a mine that produces makes {format_number(made)} kg a year in the median"
        text += ": demand, not price, is the limit" if made > need else ": all of it could be used"
    pays = float(found["use_pays_share"])
    if math.isnan(pays):
        return f"{text}."
    return f"{text}. With it alone the mine pays in {share(pays) + ' of the' if pays else 'none of the'} runs."


def _of_use_on_earth(found: xr.Dataset) -> Iterator[str]:
    content, per_car = float(found["lithium_ion_content"]), float(found["nickel_hydride_content"])
    cells = "hold no rare earths" if content == 0 else f"hold {content:,.3g} kg of rare earths each"
    yield (
        f"Lithium-ion batteries {cells}; the batteries among the uses are nickel-metal hydride ones, about "
        f"{per_car:,.3g} kg in a hybrid car, and take {share(float(found['battery_share']))} of all use."
    )
    part = 100.0 * float(found["defense_share"])
    yield f"Defense uses {part:.2g} % of the tonnes, {format_number(float(found['defense_tonnes']))} t a year."


def _of_rock(found: xr.Dataset) -> Iterator[str]:
    low, middle, high = found["rock_per_metal"].values.tolist()
    least, mean, most = found["rock_per_metal_on_earth"].values.tolist()
    if not math.isnan(middle):
        spread = "" if low == high else f" ({format_number(low)} to {format_number(high)})"
        yield (
            f"Rock moved for a tonne of rare earths: {format_number(middle)} t on the Moon{spread}, {least:,.0f} to "
            f"{most:,.0f} t on Earth, {mean:,.0f} in the mean."
        )


def _span(values: FloatArray) -> str:
    """Return the least and the largest of an amount, or the only one."""
    low, high = float(values.min()), float(values.max())
    return format_number(low) if low == high else f"{format_number(low)} to {format_number(high)}"


def _range(values: xr.DataArray) -> str:
    """Return what 80 % of the runs have of an amount, or the only one."""
    low, high = np.quantile(values.values, [0.1, 0.9]).tolist()
    return format_number(low) if low == high else f"{format_number(low)} to {format_number(high)}"
