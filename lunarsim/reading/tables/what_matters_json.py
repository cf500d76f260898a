"""What matters, as JSON for other programs."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.reading.opening import open_runs, readable
from lunarsim.reading.tables.what_matters_table import NO_CONDITIONS
from lunarsim.reading.tables.what_matters_words import MOST_NAMED, is_contradicted, measure, sentence
from lunarsim.words.terminal import json_text

if TYPE_CHECKING:
    import xarray as xr

FORMAT = 1
"""Goes up when a key changes its meaning or goes; keys may come."""

_OF_FACTORS = {
    "share_alone": ("share_alone", "share_alone_low", "share_alone_high"),
    "share_with_others": ("share_with_others", "share_with_others_low", "share_with_others_high"),
    "effect": ("effect_size", "effect_size_low", "effect_size_high"),
}


def show_what_matters_json(
    path: Path | str, outcomes: Sequence[str] | None, dates: str, given: Sequence[str] = ()
) -> None:
    """Print what matters in a stored sweep as JSON.

    Parameters
    ----------
    path : Path or str
        A sweep's folder or its ``.zarr``, or the URL of either.
    outcomes, dates
        As of :func:`lunarsim.analysis.sensitivity`.
    given : sequence of str
        Values of levers that are left.
    """
    from lunarsim.reading.analysis.conditioning.lever_values import with_lever_values
    from lunarsim.reading.analysis.ranking.what_matters import sensitivity
    from lunarsim.reading.subject import subject

    with open_runs(path) as sweep, readable(path):
        dataset = with_lever_values(sweep, given, NO_CONDITIONS)
        result = sensitivity(dataset, outcomes, dates)
        record = {"format": FORMAT, "path": str(path), "about": dict(subject(dataset)), **as_plain(result)}
    print(json_text(record))


def as_plain(result: xr.Dataset) -> dict[str, Any]:
    """Return a result as plain data; numbers that are missing are null."""
    dims = [str(dim) for dim in result["refusal_reason"].dims if dim != "outcome_name"]
    attrs = result.attrs
    return {
        "dates": attrs["dates"],
        "confidence_level": attrs["confidence_level"],
        "tests": attrs["tests"],
        "most_by_luck": attrs["most_by_luck"],
        "notes": [attrs["notes"]] if "notes" in attrs else [],
        "next_line": attrs.get("next_line"),
        "outcomes": {
            str(name): _outcome(result.isel({"outcome_name": index}), dims)
            for index, name in enumerate(result["outcome_name"].values)
        },
    }


def _outcome(one: xr.Dataset, dims: Sequence[str]) -> dict[str, Any]:
    places = itertools.product(*(range(one.sizes[dim]) for dim in dims))
    return {
        "title": str(one["outcome_title"].item()),
        "units": str(one["outcome_units"].item()),
        "is_date": bool(one["outcome_is_date"].item()),
        "combinations": [
            {
                "levers": {dim: _plain(one[dim].values[index]) for dim, index in zip(dims, place, strict=True)},
                **_combination(one.isel(dict(zip(dims, place, strict=True)))),
            }
            for place in places
        ],
    }


def _combination(part: xr.Dataset) -> dict[str, Any]:
    texts = ("analysis_method", "method_reason", "missing_rule", "remainder_meaning", "refusal_reason")
    numbers = (
        *("missing_share", "samples_used", "cross_validated_r_squared", "rank_cross_validated_r_squared"),
        *("chance_share", "chance_share_low", "chance_share_high", "remainder_share"),
    )
    said = {name: str(part[name].item()) for name in texts} | {name: _plain(part[name].item()) for name in numbers}
    if said["refusal_reason"]:
        return {**said, "sentence": None, "evidence": {}, "factors": []}
    order = measure(part).fillna(-math.inf).argsort().values[::-1].tolist()
    return {
        **said,
        "sentence": sentence(part, MOST_NAMED),
        "evidence": {
            str(level): _ends(part, ("evidence_share", "evidence_share_low", "evidence_share_high"), index)
            for index, level in enumerate(part["evidence_level"].values)
        },
        "factors": [_factor(part, index) for index in order],
    }


def _factor(part: xr.Dataset, index: int) -> dict[str, Any]:
    return {
        "key": str(part["factor"].values[index]),
        "title": str(part["factor_title"].values[index]),
        "units": str(part["factor_units"].values[index]),
        "evidence": str(part["factor_evidence"].values[index]),
        "matters": bool(part["factor_matters"].values[index]),
        "corrected_p_value": _plain(part["corrected_p_value"].values[index]),
        "matters_alone": bool(part["matters_alone"].values[index]),
        "direction": None if is_contradicted(part, index) else _plain(part["effect_direction"].values[index]),
        "outcome_at_low": _plain(part["outcome_at_low"].values[index]),
        "outcome_at_high": _plain(part["outcome_at_high"].values[index]),
        **{key: _ends(part, names, index) for key, names in _OF_FACTORS.items()},
    }


def _ends(part: xr.Dataset, names: Sequence[str], index: int) -> dict[str, Any]:
    keys = ("estimate", "low", "high")
    return {key: _plain(part[name].values[index]) for key, name in zip(keys, names, strict=True)}


def _plain(value: Any) -> Any:
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, float) and not math.isfinite(plain):
        return None
    return plain if isinstance(plain, (bool, int, float, str)) or plain is None else str(plain)
