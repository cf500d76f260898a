"""Scenario discovery in words: the box, and the sentence that says what it is worth."""

from __future__ import annotations

import math

import numpy as np
import xarray as xr

from lunarsim.reading.titles.levers import factor_title, lever_title, lever_value
from lunarsim.reading.titles.parameters import number_title, units_in_words
from lunarsim.reading.wording import share


def box_rows(one: xr.Dataset, dataset: xr.Dataset) -> list[tuple[str, str]]:
    """Return what a box restricts, as pairs of a title and of where it holds: "above 0.68".

    Parameters
    ----------
    one : Dataset
        Of :func:`lunarsim.reading.analysis.discovery.discover.discover`, at one combination of the levers that stay
        side by side.
    dataset : Dataset
        The sweep.
    """
    rows = [
        (factor_title(dataset, key), _range(one.isel(factor=place), dataset, key))
        for place, key in enumerate(map(str, one["factor"].values))
        if bool(one["is_restricted"][place])
    ]
    return rows + [
        (lever_title(dataset, lever), " or ".join(values)) for lever, values in levers_in_words(one, dataset)
    ]


def levers_in_words(one: xr.Dataset, dataset: xr.Dataset) -> list[tuple[str, list[str]]]:
    """Return the levers that a box restricts, each with its values inside."""
    if "box_value" not in one.dims:
        return []
    names = one["box_lever"].values.tolist()
    found: list[tuple[str, list[str]]] = []
    for lever in dict.fromkeys(map(str, names)):
        inside = one["is_in_box"].values[[name == lever for name in names]]
        if not inside.all():
            values = dataset[lever].values[np.flatnonzero(inside)]
            found.append((lever, [lever_value(dataset, lever, value, with_units=True) for value in values.tolist()]))
    return found


def sentence(one: xr.Dataset, dataset: xr.Dataset) -> str:
    """Return what scenario discovery says, in a sentence or two."""
    if one["refusal_reason"].item():
        return f"No box: {one['refusal_reason'].item()}."
    base, count = share(float(one["box_base_rate"])), int(one["sample_count"])
    rows = "rows of samples and lever values" if "box_value" in one.dims else "samples"
    text = f"The target is met in {base} of {count:,} {rows}."
    if not bool(one["is_found"]):
        return (
            f"{text} No range of any factor makes it surely more likely: boxes found in four fifths of the samples do "
            "not hold in the others."
        )
    listed = [f"{_within_sentence(title)} is {where}" for title, where in box_rows(one, dataset)]
    low, high = (float(one[f"left_out_density_{side}"]) for side in ("low", "high"))
    return (
        f"{text} Where {_and(listed)}, it is met in {share(float(one['box_density']))}, and "
        f"{share(float(one['box_coverage']))} of all that meets it lies there. In samples that did not help to find "
        f"the box it is {share(float(one['left_out_density']))} (90 % interval {share(low)} to {share(high)})."
    )


def _range(row: xr.Dataset, dataset: xr.Dataset, key: str) -> str:
    """Return where a factor lies inside a box: "above 0.68", "12 to 30 kg"; several where levers have their own."""
    lows, highs = row["box_low"].values.ravel(), row["box_high"].values.ravel()
    has_low, has_high = float(row["box_u_low"]) > 0, float(row["box_u_high"]) < 1
    units = units_in_words(dataset[key].attrs.get("units"))
    texts = [
        _one_range(float(low) if has_low else math.nan, float(high) if has_high else math.nan)
        for low, high in zip(lows, highs, strict=True)
        if not (math.isnan(low) and math.isnan(high))
    ]
    text = " or ".join(dict.fromkeys(texts))
    return f"{text} {units}" if units else text


def _one_range(low: float, high: float) -> str:
    if math.isnan(high):
        return f"above {_number(low)}"
    return f"below {_number(high)}" if math.isnan(low) else f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return number_title(float(f"{value:.3g}"))


def unit_range(row: xr.Dataset) -> str:
    """Return where a factor lies in its distribution: "upper 59 %"."""
    low, high = float(row["box_u_low"]), float(row["box_u_high"])
    if low > 0 and high < 1:
        return f"{share(low)} to {share(high)}"
    return f"lower {share(high)}" if high < 1 else f"upper {share(1 - low)}"


def side_levers(result: xr.Dataset) -> list[str]:
    """Return the levers that stay side by side."""
    return [str(dim) for dim in result["is_found"].dims]


def _within_sentence(title: str) -> str:
    """Return a title as it stands within a sentence; one that begins with a name keeps its capital."""
    first = title.split(" ", 1)[0]
    is_word = first.isascii() and first.isalpha() and first[1:].islower() and "," not in title
    return f"{title[:1].lower()}{title[1:]}" if is_word else title


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
