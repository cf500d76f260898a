"""The summary for other programs: everything that the table says, as JSON."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.reading.opening import open_runs, readable
from lunarsim.reading.tables.view import Figures, View, figures, with_levers_chosen
from lunarsim.reading.wording import STATES
from lunarsim.study.model.interface import OK
from lunarsim.words.terminal import json_text

if TYPE_CHECKING:
    import xarray as xr

FORMAT = 1
"""Goes up when a key changes its meaning or goes; new keys may come without."""


def show_json(path: Path | str, view: View | None = None) -> None:
    """Print what a stored sweep is of, and what is asked to be shown of it, as JSON: ``docs/reading.md`` describes it.

    Parameters
    ----------
    path : Path or str
        A sweep's folder or its ``.zarr``, or its URL.
    view : View, optional
        What is asked for; left out, all that an analyst asks first.

    Raises
    ------
    StoreError
        If there is no readable sweep.
    AnalysisError, InputError
        With all names of levers, of outcomes or of conditions that are wrong, or if no run agrees.
    """
    with open_runs(path) as dataset, readable(path):
        record = as_record(dataset, path, view)
    print(json_text(record))


def as_record(dataset: xr.Dataset, path: Path | str, view: View | None = None) -> dict[str, Any]:
    """Return the summary as plain numbers, texts, lists and dicts; what is infinite or missing is None.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    path : Path or str
        Where it is stored.
    view : View, optional
        What is asked for.
    """
    from lunarsim.reading.analysis.lever_words import selected_values
    from lunarsim.reading.analysis.mine.premises_in_words import premises_in_words
    from lunarsim.reading.analysis.sensitivity.design_check import RANDOM, design_note
    from lunarsim.reading.analysis.valid_runs import finished, levers
    from lunarsim.reading.subject import older_rules, subject

    dataset, view = with_levers_chosen(dataset, view)
    attrs = dataset.attrs
    name, note = str(attrs.get("design", "")), design_note(dataset)
    record: dict[str, Any] = {
        "format": FORMAT,
        "lunarsim_version": str(attrs.get("lunarsim_version", "")),
        "path": str(path),
        "title": str(attrs.get("title", "")),
        "subject": {label.lower(): text for label, text in subject(dataset)},
        "design": {
            "name": name,
            "random_sample": name in RANDOM,
            "samples": dataset.sizes["sample"],
            "replicates": dataset.sizes["replicate"],
            "seed": _plain(attrs.get("seed")),
        },
        "levers": {lever: _lever(dataset, lever) for lever in levers(dataset)},
        "selected": selected_values(dataset),
        "runs": _runs(dataset),
        "outcomes": {},
        "combinations": [],
        "pooled": [],
        "given": None,
        "resources": [],
        "official_milestones": [],
        "premises": [],
        "differences": [],
        "notes": [*filter(None, (older_rules(dataset), note)), *str(attrs.get("notes", "")).splitlines()],
    }
    if finished(dataset).any():
        shown = figures(dataset, view)
        record |= _combinations(shown) | {"pooled": list(shown.taken_together), "given": _given(shown)}
        if shown.view.outcomes is None and not shown.view.given:
            record["resources"] = _resources(shown.pooled, shown.levers)
            record["official_milestones"] = _promises(shown.pooled, shown.levers)
            record["premises"] = premises_in_words(shown.dataset)
        record["differences"] = differences_record(shown)
    return record


def _given(shown: Figures) -> dict[str, Any] | None:
    """Return what is known, and the line that simulates more where too few runs agree; None where nothing is."""
    if not shown.view.given:
        return None
    attrs = shown.summary.attrs
    return {
        "conditions": list(attrs["conditions"]),
        "confidence_level": _plain(attrs["confidence_level"]),
        "line_for_more_runs": str(attrs["offer"]),
    }


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


def _combinations(shown: Figures) -> dict[str, Any]:
    from lunarsim.reading.titles.outcomes import definition

    summary, status, names = shown.summary, shown.pooled["status"], shown.levers
    keys = [str(name) for name in summary["outcome_name"].values]
    about = {}
    for row, key in enumerate(keys):
        variable, is_date = key.partition("(")[0], bool(summary["outcome_is_date"].values[row])
        about[key] = {
            "title": str(summary["outcome_title"].values[row]),
            "units": str(summary["outcome_units"].values[row]),
            "is_date": is_date,
            "definition": definition(shown.dataset, variable) if is_date and variable in shown.dataset else "",
        }
    combinations = []
    for indices in itertools.product(*(range(summary.sizes[name]) for name in names)):
        at = dict(zip(names, indices, strict=True))
        one = summary.isel(at)
        combination = {
            "levers": {name: _plain(summary[name].values[index]) for name, index in at.items()},
            "runs": int(one["run_count"]),
            "missing_runs": int(status.isel(at).size - one["run_count"]),
            "end_year": _plain(one["end_year"].item()),
        }
        if "effective_runs" in one:
            combination |= {
                "agreeing_runs": int(one["agreeing_runs"]),
                "effective_runs": _plain(one["effective_runs"].item()),
                "withheld": bool(one["is_withheld"]),
            }
        combination["outcomes"] = {key: _outcome(one.isel({"outcome_name": row})) for row, key in enumerate(keys)}
        combinations.append(combination)
    return {"outcomes": about, "combinations": combinations}


def _outcome(row: xr.Dataset) -> dict[str, Any]:
    """Return the figures of an outcome in one combination."""
    shares = [f"p{round(100 * float(level))}" for level in row["quantile_level"].values]
    values = [float(value) for value in row["quantile_value"].values]
    is_count = str(row["outcome_name"].item()) in row.attrs["counts"]
    record = {share: _whole(value) if is_count else _plain(value) for share, value in zip(shares, values, strict=True)}
    record |= {"mean": _plain(row["mean_value"].item()), "probability": _plain(row["value_probability"].item())}
    if "value_count" in row:
        record["with_value"] = int(row["value_count"])
    if "probability_low" in row:
        record |= {f"probability_{side}": _plain(row[f"probability_{side}"].item()) for side in ("low", "high")}
    # Infinity stands for never; what has no run is NaN.
    record["not_reached"] = [share for share, value in zip(shares, values, strict=True) if math.isinf(value)]
    return record


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


def differences_record(shown: Figures) -> list[dict[str, Any]]:
    """Return the paired differences of each value of each lever to its first one, of means and of probabilities."""
    from lunarsim.reading.analysis.valid_runs import levers

    figures_of = {"mean": "mean_difference", "low": "interval_low", "high": "interval_high", "pairs": "pair_count"}
    chances = {"mean": "probability_difference", "low": "probability_low", "high": "probability_high"}
    records = []
    for lever, result in shown.differences.items():
        keys = [str(name) for name in result["outcome_name"].values]
        labels = [_plain(value) for value in result[lever].values]
        for index, label in enumerate(labels[1:], 1):
            one = result.isel({lever: index})
            outcomes = {
                key: {short: _plain(one[name].values[row]) for short, name in figures_of.items()}
                | {"probability": {short: _plain(one[name].values[row]) for short, name in chances.items()}}
                for row, key in enumerate(keys)
            }
            records.append(
                {
                    "lever": lever,
                    "value": label,
                    "reference": labels[0],
                    "averaged_over": [name for name in levers(shown.dataset) if name != lever],
                    "confidence_level": _plain(result.attrs["confidence_level"]),
                    "outcomes": outcomes,
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
