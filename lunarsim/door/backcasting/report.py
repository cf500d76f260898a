"""The scores of the slip model on a file of statements, as plain data, JSON or text."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.door.backcasting.statements import Statement, date_of, read_statements
from lunarsim.scenario.library.slip_fits import SlipFit, actor_class, slip_fit, slip_fits
from lunarsim.words.errors import Fault, InputError
from lunarsim.words.terminal import json_text, one_line

if TYPE_CHECKING:
    import xarray as xr

FORMAT = 1
"""Goes up when a key changes its meaning or goes; keys may come."""

SCORES = ("coverage_50", "coverage_80", "crps_days", "face_value_days", "crps_ratio")
ONE_RATIO = ("one_ratio_crps_days", "one_ratio_crps_ratio")
TRUNCATED = ("pit_mean", *SCORES, *ONE_RATIO)
CLIPPED = ("crps_days", "face_value_days", "crps_ratio", "if_flies_crps_days", "if_flies_crps_ratio", *ONE_RATIO)
BRIER = ("brier", "if_flies_brier", "one_ratio_brier", "face_value_brier")
YEARS = (1, 2, 4, 8)
RULE = (
    "A statement without actual date had not flown by `until`. The scores of what has flown are of the forecast given "
    "that the mission flies; under `truncated`, given that it has flown by `until`, as all have of which a table knows "
    "the actual date. Under `clipped` are all statements whose planned date is before `until`, under `old_plans` all "
    "that were announced at least three years before it, flown or not: forecast and outcome are both clipped at "
    "`until`. There and under `flown_within` the forecast is taken as it is, in which a mission may be given up, and, "
    "as `if_flies`, given that it flies. In `pit.all` what has not flown is spread evenly over the values it may still "
    "take. Intervals are 90 %, from resampling missions; one ratio for all is fit to the same record as the model."
)


def report(path: Path, as_of: str | None, until: str | None) -> dict[str, Any]:
    """Return the scores of the slip model on a file of statements as plain data; what cannot be computed is None.

    Parameters
    ----------
    path : Path
        The file.
    as_of : str, optional
        Date of the fit: the newest that was known then; left out, the newest of all.
    until : str, optional
        Date by which missions without actual date had not flown; left out, the later of the newest fit's date and the
        last date of an announcement or a launch in the file.

    Raises
    ------
    InputError
        With all errors in the file, or in the options.
    """
    errors = [
        Fault(flag, f"is {text!r}, must be a date such as 2026-07-01")
        for flag, text in (("--as-of", as_of), ("--until", until))
        if text is not None and date_of(text) is None
    ]
    if errors:
        raise InputError(errors)
    fit = slip_fits()[-1] if as_of is None else slip_fit(as_of, "--as-of")
    statements = read_statements(path)
    return _report(path, statements, fit, _data_date(statements, until))


def as_json(scored: dict[str, Any]) -> str:
    """Return a report as JSON."""
    return json_text(scored)


def _data_date(statements: Sequence[Statement], until: str | None) -> dt.date:
    last = max(max(row.announced, row.actual or row.announced) for row in statements)
    if until is None:
        return max(last, slip_fits()[-1].as_of)
    date = dt.date.fromisoformat(until)
    if date < last:
        raise InputError([Fault("--until", f"is {until}, before the last announcement or launch of the file ({last})")])
    return date


def forecast(statements: Sequence[Statement], fit: SlipFit, until: dt.date) -> xr.Dataset:
    """Return statements with the forecasts of a fit, in the form that the analysis of scores takes."""
    import numpy as np
    import xarray as xr

    from lunarsim.physics.chance import slip_ratio

    planned = np.array([row.planned_days for row in statements])
    ratios = [fit.forecast(row.planner, row.kind, row.planned_days, row.precision_days) for row in statements]
    columns = {
        "mission": [row.mission for row in statements],
        "agency": [row.agency for row in statements],
        "planned_days": planned,
        "actual_days": [math.nan if row.actual is None else (row.actual - row.announced).days for row in statements],
        "data_days": [float((until - row.announced).days) for row in statements],
        "ln_mean": [float(ratio.ln_mean) for ratio in ratios],
        "ln_sd": [float(ratio.ln_sd) for ratio in ratios],
        "never": [fit.shelved_per_year(actor_class(row.planner)).share(row.planned_days) for row in statements],
        "one_ln_mean": np.full(len(planned), fit.ratio_ln_mean),
        "one_ln_sd": np.full(len(planned), fit.ratio_ln_sd),
    }
    return xr.Dataset(
        {name: ("statement", values) for name, values in columns.items()}, attrs={"offset_days": slip_ratio.OFFSET_DAYS}
    )


def _report(path: Path, statements: Sequence[Statement], fit: SlipFit, until: dt.date) -> dict[str, Any]:
    """Return the scores as plain data; what cannot be computed is None."""
    from lunarsim.reading.analysis.verification.scores import scores

    scored = scores(forecast(statements, fit, until))
    groups = [str(name) for name in scored["score_group"].values]
    kinds = [str(kind) for kind in scored["group_kind"].values]
    missions = {row.mission for row in statements}
    flown = sum(row.actual is not None for row in statements)
    waiting = sum(row.actual is None and row.planned >= until for row in statements)
    return {
        "format": FORMAT,
        "file": str(path),
        "fit_as_of": fit.as_of.isoformat(),
        "until": until.isoformat(),
        "statements": len(statements),
        "missions": len(missions),
        "flown": flown,
        "unflown": len(statements) - flown,
        "unflown_not_due": waiting,
        **_group(scored, 0),
        "by_agency": {name: _group(scored, index) for index, name in enumerate(groups) if kinds[index] == "agency"},
        "by_horizon": {name: _group(scored, index) for index, name in enumerate(groups) if kinds[index] == "horizon"},
        "pit": {
            "bins": [round(float(value), 3) for value in scored["pit_bin"].values],
            "flown": [_plain(value) for value in scored["pit_flown"].values],
            "all": [_plain(value) for value in scored["pit_all"].values],
        },
        "missions_in_fit": sorted(name for name in missions if name.casefold() in fit.missions),
        "agencies_not_in_fit": sorted({row.agency for row in statements if row.planner.casefold() not in fit.agencies}),
        "rule": RULE,
    }


def _group(scored: xr.Dataset, index: int) -> dict[str, Any]:
    by_rows, by_missions = (_weighted(scored, index, weighting) for weighting in (0, 1))
    return by_rows | {"missions_equal": by_missions}


def _weighted(scored: xr.Dataset, index: int, weighting: int) -> dict[str, Any]:
    def block(prefix: str, names: Sequence[str]) -> dict[str, Any]:
        def value(name: str) -> float | None:
            return _plain(scored[f"{prefix}{name}"].values[index, weighting])

        return (
            {"n": int(scored[f"{prefix}n"].values[index, weighting])}
            | {name: value(name) for name in names}
            | {"interval": {name: [value(f"{name}_low"), value(f"{name}_high")] for name in names}}
        )

    blocks = block("", (*SCORES, *ONE_RATIO)) | {
        "truncated": block("truncated_", TRUNCATED),
        "clipped": block("clipped_", CLIPPED),
        "old_plans": block("old_", CLIPPED),
    }
    if index == 0:
        blocks["flown_within"] = {f"{years}_years": block(f"within_{years}_years_", BRIER) for years in YEARS}
    return blocks


def _plain(value: Any) -> float | None:
    number = float(value)
    return float(f"{number:.6g}") if math.isfinite(number) else None


def as_text(scored: dict[str, Any]) -> str:
    """Return a report as aligned text."""
    lines = [
        f"{scored['statements']} statements of {scored['missions']} missions: {scored['flown']} with an actual date, "
        f"{scored['unflown']} unflown by {scored['until']}, {scored['unflown_not_due']} of these not due.",
        f"Slip model as of {scored['fit_as_of']}.",
    ]
    if inside := scored["missions_in_fit"]:
        shown = one_line(", ".join(inside[:5])) + (f" and {len(inside) - 5} more" if len(inside) > 5 else "")
        lines.append(f"No test of the model: {len(inside)} of the missions were in the fit ({shown}).")
    if unknown := scored["agencies_not_in_fit"]:
        lines.append(f"Without a record, so with the population's prior: {one_line(', '.join(unknown))}.")
    groups = {"all": scored} | scored["by_agency"] | scored["by_horizon"]
    equal = {name: group["missions_equal"] for name, group in groups.items()}
    until = scored["until"]
    flown_heads = {
        "coverage_50": "coverage 50 %",
        "coverage_80": "coverage 80 %",
        "crps_days": "CRPS d",
        "face_value_days": "date d",
        "crps_ratio": "CRPS/date",
        "one_ratio_crps_ratio": "one ratio/date",
    }
    due_heads = {
        "crps_days": "CRPS d",
        "if_flies_crps_days": "if it flies d",
        "face_value_days": "date d",
        "crps_ratio": "CRPS/date",
        "if_flies_crps_ratio": "if it flies/date",
        "one_ratio_crps_ratio": "one ratio/date",
    }
    brier_heads = {
        "brier": "as it is",
        "if_flies_brier": "if it flies",
        "one_ratio_brier": "one ratio",
        "face_value_brier": "date",
    }
    lines += _table("Flown, against the actual date, given that it flies", flown_heads, groups)
    lines += _table("The same, missions weighted equally (n: missions)", flown_heads, equal)
    lines += _table(
        f"Flown, given that it had flown by {until}", {"pit_mean": "mean PIT"} | flown_heads, _part(groups, "truncated")
    )
    lines += _table(f"All whose planned date is past, clipped at {until}", due_heads, _part(groups, "clipped"))
    lines += _table(f"All announced three years before {until}, clipped there", due_heads, _part(groups, "old_plans"))
    within = {name.replace("_", " "): group for name, group in scored["flown_within"].items()}
    lines += _table("Brier score of having flown within a number of years of the announcement", brier_heads, within)
    lines.append(
        "\nIntervals in brackets are 90 %, missions resampled. The CRPS of a single date is its error (date d).\n"
        "Clipped and Brier scores are of the forecast as it is, in which a mission may be given up, or if it flies.\n"
        "What has flown favors forecasts that take no notice of the rest, so the first two tables decide nothing."
    )
    return "\n".join(lines)


def _part(groups: dict[str, dict[str, Any]], name: str) -> dict[str, dict[str, Any]]:
    return {label: group[name] for label, group in groups.items()}


def _table(title: str, heads: dict[str, str], groups: dict[str, dict[str, Any]]) -> list[str]:
    """Return the lines of a table with a row for each group that has statements."""
    rows: list[tuple[str, ...]] = [("", "n", *heads.values())]
    for name, group in groups.items():
        if group["n"]:
            rows.append((one_line(name), str(group["n"]), *(_shown(group, key) for key in heads)))
    if len(rows) == 1:
        return [f"\n{title}", "  none"]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [f"\n{title}"]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  " + "  ".join(cells))
    return lines


def _shown(group: dict[str, Any], key: str) -> str:
    value, (low, high) = group[key], group["interval"][key]
    if value is None:
        return "-"
    form = ".0f" if key.endswith("_days") else ".3f" if key.endswith("brier") else ".2f"
    return f"{value:{form}}" + ("" if low is None else f" ({low:{form}}-{high:{form}})")
