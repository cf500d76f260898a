"""Scenario discovery in words: the box, and the sentence that says what it is worth."""

from __future__ import annotations

import math

import numpy as np
import xarray as xr

from lunarsim.reading.digits import decimals, first_digit
from lunarsim.reading.scales import DIGITS
from lunarsim.reading.titles.known import within_sentence
from lunarsim.reading.titles.levers import factor_title, lever_title, lever_value
from lunarsim.reading.titles.parameters import number_title, units_in_words
from lunarsim.reading.wording import share

NO_LIMIT = "no limit"
"""End of the interval of a limit, where more than a twentieth of the resamples sets none."""


def box_rows(one: xr.Dataset, dataset: xr.Dataset, intervals: bool = False) -> list[tuple[str, str]]:
    """Return what a box restricts, as pairs of a title and of where it holds: "above 0.68".

    Parameters
    ----------
    one : Dataset
        Of :func:`lunarsim.reading.analysis.discovery.discover.discover`, at one combination of the levers that stay
        side by side.
    dataset : Dataset
        The sweep.
    intervals : bool
        Whether the 90 % intervals of the limits stand behind them: "above 0.68 (0.61 to 0.72)".
    """
    rows = [
        (factor_title(dataset, key), _range(one.isel(factor=place), dataset, key, intervals))
        for place, key in enumerate(map(str, one["factor"].values))
        if bool(one["is_restricted"][place])
    ]
    return rows + [
        (lever_title(dataset, lever), " or ".join(values)) for lever, values in levers_in_words(one, dataset)
    ]


def levers_in_words(one: xr.Dataset, dataset: xr.Dataset) -> list[tuple[str, list[str]]]:
    """Return the levers that a box restricts, each with its values inside."""
    if not has_levers(one):
        return []
    names = one["box_lever"].values.tolist()
    found: list[tuple[str, list[str]]] = []
    for lever in dict.fromkeys(map(str, names)):
        inside = one["is_in_box"].values[[name == lever for name in names]]
        if not inside.all():
            values = dataset[lever].values[np.flatnonzero(inside)]
            found.append((lever, [lever_value(dataset, lever, value, with_units=True) for value in values.tolist()]))
    return found


def has_levers(one: xr.Dataset) -> bool:
    """Return whether levers were searched beside factors, so that a row is a sample at values of these levers."""
    return "box_value" in one.dims


def sentence(one: xr.Dataset, dataset: xr.Dataset) -> str:
    """Return what scenario discovery says, in a few sentences; what could be found is said by :func:`needed`."""
    if one["refusal_reason"].item():
        return f"No box: {one['refusal_reason'].item()}."
    base, count = share(float(one["box_base_rate"])), int(one["sample_count"])
    rows = "rows of samples and lever values" if has_levers(one) else "samples"
    text = f"The target is met in {base} of {count:,} {rows}."
    if not bool(one["is_found"]):
        return f"{text} No range of any factor{' and no value of any lever' * has_levers(one)} stands out from chance."
    listed = [f"{within_sentence(title)} is {where}" for title, where in box_rows(one, dataset, intervals=True)]
    low, high = (float(one[f"left_out_density_{side}"]) for side in ("low", "high"))
    brackets = " (in brackets: 90 % intervals of the limits)" if bool(one["is_restricted"].any()) else ""
    return (
        f"{text} Where {_and(listed)}, it is met in {share(float(one['box_density']))}, and "
        f"{share(float(one['box_coverage']))} of all that meets it lies there{brackets}. In samples that did not help "
        f"to find the box it is {share(float(one['left_out_density']))} (90 % interval {share(low)} to {share(high)})."
    )


def needed(one: xr.Dataset) -> str:
    """Return in a sentence how strong a limit must be to be found; nothing where nothing was searched."""
    if one["refusal_reason"].item():
        return ""
    inside, outside = (float(one[f"detectable_{side}"]) for side in ("inside", "outside"))
    levers = len(set(one["box_lever"].values.tolist())) if has_levers(one) else 0
    counts = (
        (int(one["searched_count"]) - levers, "factor"),
        (levers, "lever"),
        (int(one["distinct_samples"]), "sample"),
    )
    among = "Of " + _and([f"{count:,} {what}{'s' * (count != 1)}" for count, what in counts if count])
    if math.isnan(inside):
        return (
            f"{among} not even a limit in the middle of a factor's distribution on which alone the target depends "
            "would show in nine of ten sweeps: take more samples, or a target that is met more often or less often."
        )
    # What makes the target twice as likely is strong; where less is found, nothing needs to be restrained.
    only = "only a strong box would show: a limit" if inside > 2 * outside else "a limit"
    return (
        f"{among} {only} in the middle of a factor's distribution is found in nine of ten sweeps where the target is "
        f"met in {share(inside)} of one half and {share(outside)} of the other; weaker limits are often missed."
    )


def limit_intervals(row: xr.Dataset) -> list[str]:
    """Return the 90 % interval of each limit of a factor in its units, for each distribution that levers give it.

    An end of an interval may be :data:`NO_LIMIT`.
    """
    texts: dict[str, None] = {}
    for index in np.ndindex(*row["box_low"].shape):
        limits = [
            _interval(row, side, index)
            for side, is_open in (("low", float(row["box_u_low"]) <= 0), ("high", float(row["box_u_high"]) >= 1))
            if not is_open
        ]
        if not any(math.isnan(float(row[f"box_{side}"].values[index])) for side in ("low", "high")):
            texts["; ".join(limits)] = None
    return list(texts)


def _interval(row: xr.Dataset, side: str, index: tuple[int, ...]) -> str:
    words, error = [], _error(row, side, index)
    for end in ("from", "to"):
        u = float(row[f"box_u_{side}_{end}"])
        is_none = u <= 0 if side == "low" else u >= 1
        words.append(NO_LIMIT if is_none else _number(float(row[f"box_{side}_{end}"].values[index]), error))
    return words[0] if words[0] == words[1] else f"{words[0]} to {words[1]}"


def _range(row: xr.Dataset, dataset: xr.Dataset, key: str, intervals: bool) -> str:
    """Return where a factor lies inside a box: "above 0.68", "12 to 30 kg"; several where levers have their own."""
    has_low, has_high = float(row["box_u_low"]) > 0, float(row["box_u_high"]) < 1
    units = units_in_words(dataset[key].attrs.get("units"))
    texts = [
        _one_range(_limit(row, "low", index) if has_low else "", _limit(row, "high", index) if has_high else "")
        for index in np.ndindex(*row["box_low"].shape)
        if not all(math.isnan(float(row[f"box_{side}"].values[index])) for side in ("low", "high"))
    ]
    text = " or ".join(dict.fromkeys(texts))
    text = f"{text} {units}" if units else text
    return f"{text} ({' or '.join(limit_intervals(row))})" if intervals else text


def _limit(row: xr.Dataset, side: str, index: tuple[int, ...]) -> str:
    return _number(float(row[f"box_{side}"].values[index]), _error(row, side, index))


def _error(row: xr.Dataset, side: str, index: tuple[int, ...]) -> float:
    """Return half the width of the interval of a limit in the units of its factor."""
    low, high = (float(row[f"box_{side}_{end}"].values[index]) for end in ("from", "to"))
    return (high - low) / 2


def _one_range(low: str, high: str) -> str:
    if low and high:
        return f"{low} to {high}"
    return f"above {low}" if low else f"below {high}"


def _number(value: float, error: float) -> str:
    """Return a limit with the digits that its error supports, the first one at least: "above 0" would be none."""
    error = min(error, first_digit(value)) if value else error
    return number_title(round(value, decimals(float(f"{value:.{DIGITS}g}"), error)))


def unit_range(row: xr.Dataset) -> str:
    """Return where a factor lies in its distribution: "upper 59 %"."""
    low, high = float(row["box_u_low"]), float(row["box_u_high"])
    if low > 0 and high < 1:
        return f"{share(low)} to {share(high)}"
    return f"lower {share(high)}" if high < 1 else f"upper {share(1 - low)}"


def side_levers(result: xr.Dataset) -> list[str]:
    """Return the levers that stay side by side."""
    return [str(dim) for dim in result["is_found"].dims]


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
