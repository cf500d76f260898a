"""The summary for other programs: everything that the table says, as JSON."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.reading.opening import open_sweep, readable
from lunarsim.reading.wording import STATES
from lunarsim.study.model.interface import OK
from lunarsim.words.terminal import json_text

if TYPE_CHECKING:
    import xarray as xr

FORMAT = 1
"""Goes up when a key changes its meaning or goes; new keys may come without."""


def show_json(path: Path | str) -> None:
    """Print the summary of a stored sweep as JSON, as ``docs/reading.md`` describes it.

    Parameters
    ----------
    path : Path or str
        A sweep's folder or its ``.zarr``, or its URL.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    """
    from lunarsim.reading.analysis.summary import needed

    with open_sweep(path) as dataset, readable(path):
        selected = needed(dataset)
    print(json_text(as_record(selected, path)))


def as_record(dataset: xr.Dataset, path: Path | str) -> dict[str, Any]:
    """Return the summary as plain numbers, texts, lists and dicts; what is infinite or missing is None.

    Parameters
    ----------
    dataset : Dataset
        What :func:`lunarsim.reading.analysis.summary.needed` returns of a sweep.
    path : Path or str
        Where it is stored.
    """
    from lunarsim.reading.analysis.sensitivity.design_check import RANDOM, design_note
    from lunarsim.reading.analysis.valid_runs import finished, levers

    names = levers(dataset)
    attrs = dataset.attrs
    name, note = str(attrs.get("design", "")), design_note(dataset)
    record: dict[str, Any] = {
        "format": FORMAT,
        "lunarsim_version": str(attrs.get("lunarsim_version", "")),
        "path": str(path),
        "title": str(attrs.get("title", "")),
        "design": {
            "name": name,
            "random_sample": name in RANDOM,
            "samples": dataset.sizes["sample"],
            "replicates": dataset.sizes["replicate"],
            "seed": _plain(attrs.get("seed")),
        },
        "levers": {lever: _lever(dataset, lever) for lever in names},
        "runs": _runs(dataset),
        "outcomes": {},
        "combinations": [],
        "resources": [],
        "official_milestones": [],
        "differences": [],
        "notes": [*([note] if note else []), *str(attrs.get("notes", "")).splitlines()],
    }
    if finished(dataset).any():
        record |= _combinations(dataset, names)
        record["resources"] = _resources(dataset, names)
        record["official_milestones"] = _promises(dataset, names)
        record["differences"] = [
            each
            for lever in names
            if dataset.sizes[lever] > 1
            for each in _differences(dataset, lever, [other for other in names if other != lever])
        ]
    return record


def _lever(dataset: xr.Dataset, lever: str) -> dict[str, Any]:
    labels = dataset[lever]
    beside = [str(name) for name, values in dataset.coords.items() if values.dims == (lever,) and str(name) != lever]
    return {
        "config_key": str(labels.attrs.get("config_key", lever)),
        "values": [_plain(value) for value in labels.values],
        "moves_with_it": {name: [_plain(value) for value in dataset[name].values] for name in beside},
    }


def _runs(dataset: xr.Dataset) -> dict[str, Any]:
    status = dataset["status"].values
    errors = Counter(text for text in map(str, dataset["error"].values.ravel()) if text)
    return {
        "total": int(status.size),
        "ok": int((status == OK).sum()),
        **{word.replace(" ", "_"): int((status == code).sum()) for code, word in STATES.items()},
        "errors": [{"text": text, "runs": runs} for text, runs in errors.most_common()],
    }


def _combinations(dataset: xr.Dataset, names: Sequence[str]) -> dict[str, Any]:
    from lunarsim.reading.analysis.summary import summarize

    summary, status = summarize(dataset), dataset["status"]
    keys = [str(name) for name in summary["outcome_name"].values]
    about = {
        key: {
            "title": str(summary["outcome_title"].values[row]),
            "units": str(summary["outcome_units"].values[row]),
            "is_date": bool(summary["outcome_is_date"].values[row]),
        }
        for row, key in enumerate(keys)
    }
    shares = [f"p{round(100 * float(level))}" for level in summary["quantile_level"].values]
    combinations = []
    for indices in itertools.product(*(range(summary.sizes[name]) for name in names)):
        one = summary.isel(dict(zip(names, indices, strict=True)))
        values = one["quantile_value"].transpose("outcome_name", "quantile_level").values
        combinations.append(
            {
                "levers": {name: _plain(summary[name].values[at]) for name, at in zip(names, indices, strict=True)},
                "runs": int(one["run_count"]),
                "missing_runs": int(status.isel(dict(zip(names, indices, strict=True))).size - one["run_count"]),
                "end_year": _plain(one["end_year"].item()),
                "outcomes": {
                    key: {
                        share: _whole(value) if key in summary.attrs["counts"] else _plain(value)
                        for share, value in zip(shares, values[row], strict=True)
                    }
                    | {
                        "mean": _plain(one["mean_value"].values[row]),
                        "probability": _plain(one["value_probability"].values[row]),
                        "with_value": int(one["value_count"].values[row]),
                        # Infinity stands for never; what has no run is NaN.
                        "not_reached": [
                            share for share, value in zip(shares, values[row], strict=True) if math.isinf(value)
                        ],
                    }
                    for row, key in enumerate(keys)
                },
            }
        )
    return {"outcomes": about, "combinations": combinations}


_CASES = {"P90": "low_p90", "P50": "middle_p50", "P10": "high_p10"}
"""Cases by their name in reports, which count from above: beside quantiles that count from below, names say both."""


def _resources(dataset: xr.Dataset, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the tonnages of each combination and each class that runs of it have; empty for stores without them."""
    from lunarsim.reading.analysis.mine.reported_resource import has_resources, resources

    if not has_resources(dataset):
        return []
    result = resources(dataset)
    combinations = itertools.product(*(range(result.sizes[name]) for name in names))
    reported = []
    for indices, class_index in itertools.product(combinations, range(result.sizes["reported_class"])):
        one = result.isel({**dict(zip(names, indices, strict=True)), "reported_class": class_index})
        if not int(one["run_count"]):
            continue
        values = one["tonnage_value"].transpose("outcome_name", "report_case").values
        cases = [_CASES[str(case)] for case in one["report_case"].values]
        reported.append(
            {
                "levers": {name: _plain(result[name].values[at]) for name, at in zip(names, indices, strict=True)},
                "class": str(one["reported_class"].item()),
                "runs": int(one["run_count"]),
                "share": _plain(one["class_share"].item()),
                "tonnages": {
                    str(key): {case: _plain(value) for case, value in zip(cases, values[row], strict=True)}
                    | {"mean": _plain(one["mean_value"].values[row])}
                    for row, key in enumerate(one["outcome_name"].values)
                },
            }
        )
    return reported


def _promises(dataset: xr.Dataset, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the official milestones of each combination that has them; empty for stores without them."""
    from lunarsim.reading.analysis.missions.promises import has_promises, promises

    if not has_promises(dataset):
        return []
    result = promises(dataset)
    shares = [f"p{round(100 * float(level))}" for level in result["quantile_level"].values]
    records = []
    for indices, key in itertools.product(
        itertools.product(*(range(result.sizes[name]) for name in names)), result["official_milestone"].values
    ):
        one = result.isel(dict(zip(names, indices, strict=True))).sel({"official_milestone": key})
        if not bool(one["promised_date"].notnull()):
            continue
        values = dict(zip(shares, map(float, one["quantile_value"].values), strict=True))
        records.append(
            {
                "levers": {name: _plain(result[name].values[at]) for name, at in zip(names, indices, strict=True)},
                "name": str(key),
                "title": str(one["official_milestone_title"].item()),
                "asks": str(one["official_milestone_asks"].item()),
                "promised": _plain(one["promised_date"].item()),
                **{share: _plain(value) for share, value in values.items()},
                "probability_by_promise": _plain(one["probability_by_promise"].item()),
                "probability": _plain(one["probability_at_all"].item()),
                "not_reached": [share for share, value in values.items() if math.isinf(value)],
            }
        )
    return records


def _differences(dataset: xr.Dataset, lever: str, others: list[str]) -> list[dict[str, Any]]:
    from lunarsim.reading.analysis.differences import paired_differences

    result = paired_differences(dataset, lever, over=others)
    keys = [str(name) for name in result["outcome_name"].values]
    figures = {"mean": "mean_difference", "low": "interval_low", "high": "interval_high", "pairs": "pair_count"}
    labels = [_plain(value) for value in result[lever].values]
    records = []
    for index, label in enumerate(labels[1:], 1):
        one = result.isel({lever: index})
        records.append(
            {
                "lever": lever,
                "value": label,
                "reference": labels[0],
                "averaged_over": others,
                "confidence_level": _plain(result.attrs["confidence_level"]),
                "outcomes": {
                    key: {short: _plain(one[name].values[row]) for short, name in figures.items()}
                    for row, key in enumerate(keys)
                },
            }
        )
    return records


def _whole(value: float) -> int | None:
    """Return a quantile of a number of things, which is one; None where there is none."""
    return int(value) if math.isfinite(value) else None


def _plain(value: Any) -> Any:
    """Return a number, boolean or string of JSON; None for what is no finite number."""
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, float) and not math.isfinite(plain):
        return None
    return plain if isinstance(plain, (bool, int, float, str)) or plain is None else str(plain)
