"""``lunarsim backcast``: the slip model scored on statements of dates."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lunarsim.door.verbs.statements import Statement, date_of, read_statements
from lunarsim.scenario.library.slip_fits import SlipFit, slip_fit, slip_fits
from lunarsim.words.errors import Fault, InputError

if TYPE_CHECKING:
    import xarray as xr

SCORES = ("coverage_50", "coverage_80", "crps_days", "face_value_days", "crps_ratio")
YARDSTICK = ("one_ratio_crps_days", "one_ratio_crps_ratio")
CLIPPED = ("crps_days", "face_value_days", "crps_ratio", *YARDSTICK)
RULE = (
    "A statement without actual date had not flown by `until`. Such statements are scored under `clipped`, with all "
    "others whose planned date is before `until`: forecast and outcome are both clipped at `until`. In `pit.all` they "
    "are spread evenly over the values they may still take. Intervals are 90 %, from resampling missions; one ratio "
    "for all is fit to the same record as the model."
)


def backcast(names: Sequence[str], as_of: str | None, until: str | None, as_json: bool) -> int:
    """Print the scores of the slip model on a file of statements and return the exit code.

    Parameters
    ----------
    names : sequence of str
        The file, and nothing else.
    as_of : str, optional
        Date of the fit: the newest that could be known then; left out, the newest of all.
    until : str, optional
        Date by which missions without actual date had not flown; left out, the later of the newest fit's date and the
        last date of an announcement or a launch in the file.
    as_json : bool
        Whether JSON is printed instead of a table.

    Raises
    ------
    InputError
        With all faults of the file, or of the options.
    """
    if not names:
        raise InputError([Fault("backcast", "needs a file: lunarsim backcast STATEMENTS.csv")])
    faults = [
        Fault(flag, f"is {text!r}, must be a date such as 2026-07-01")
        for flag, text in (("--as-of", as_of), ("--until", until))
        if text is not None and date_of(text) is None
    ]
    if faults:
        raise InputError(faults)
    fit = slip_fits()[-1] if as_of is None else slip_fit(as_of, "--as-of")
    path = Path(names[0])
    statements = read_statements(path)
    date = _data_date(statements, until)
    report = _report(path, statements, fit, date)
    if as_json:
        print(json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        _print(report)
    return 0


def _data_date(statements: Sequence[Statement], until: str | None) -> dt.date:
    last = max(max(row.announced, row.actual or row.announced) for row in statements)
    if until is None:
        return max(last, slip_fits()[-1].as_of)
    date = dt.date.fromisoformat(until)
    if date < last:
        raise InputError([Fault("--until", f"is {until}, before the last announcement or launch of the file ({last})")])
    return date


def forecast(statements: Sequence[Statement], fit: SlipFit, until: dt.date) -> xr.Dataset:
    """Return statements with the forecasts of a fit, as the analysis of scores takes them."""
    import numpy as np
    import xarray as xr

    from lunarsim.physics.chance import slip_ratio

    planned = np.array([row.planned_days for row in statements])
    weight = slip_ratio.horizon_weight(planned, fit.rise_days)
    coarse = slip_ratio.date_ln_sd(planned, np.array([row.precision_days for row in statements]))
    effect = np.array([fit.effect_ln_sd(row.agency) for row in statements])
    columns = {
        "mission": [row.mission for row in statements],
        "agency": [row.agency for row in statements],
        "planned_days": planned,
        "actual_days": [math.nan if row.actual is None else (row.actual - row.announced).days for row in statements],
        "data_days": [float((until - row.announced).days) for row in statements],
        "ln_mean": weight * np.array([fit.habit(row.agency).ln_mean for row in statements]),
        "ln_sd": slip_ratio.ratio_ln_sd(weight, effect, fit.statement_ln_sd, coarse),
        "one_ln_mean": np.full(len(planned), fit.ratio_ln_mean),
        "one_ln_sd": np.full(len(planned), fit.ratio_ln_sd),
    }
    return xr.Dataset(
        {name: ("statement", values) for name, values in columns.items()}, attrs={"offset_days": slip_ratio.OFFSET_DAYS}
    )


def _report(path: Path, statements: Sequence[Statement], fit: SlipFit, until: dt.date) -> dict[str, Any]:
    """Return the whole answer as plain data; what cannot be computed is None."""
    from lunarsim.reading.analysis.backcast.scores import scores

    made = scores(forecast(statements, fit, until))
    groups = [str(name) for name in made["score group"].values]
    kinds = [str(kind) for kind in made["group kind"].values]
    missions = {row.mission for row in statements}
    flown = sum(row.actual is not None for row in statements)
    waiting = sum(row.actual is None and row.planned >= until for row in statements)
    return {
        "file": str(path),
        "fit_as_of": fit.as_of.isoformat(),
        "until": until.isoformat(),
        "statements": len(statements),
        "missions": len(missions),
        "flown": flown,
        "unflown": len(statements) - flown,
        "unflown_not_due": waiting,
        **_group(made, 0),
        "by_agency": {name: _group(made, at) for at, name in enumerate(groups) if kinds[at] == "agency"},
        "by_horizon": {name: _group(made, at) for at, name in enumerate(groups) if kinds[at] == "horizon"},
        "pit": {
            "bins": [round(float(value), 3) for value in made["pit bin"].values],
            "flown": [_plain(value) for value in made["pit_flown"].values],
            "all": [_plain(value) for value in made["pit_all"].values],
        },
        "missions_in_fit": sorted(name for name in missions if name.casefold() in fit.missions),
        "agencies_not_in_fit": sorted({row.agency for row in statements if row.agency.casefold() not in fit.agencies}),
        "rule": RULE,
    }


def _group(made: xr.Dataset, at: int) -> dict[str, Any]:
    by_rows, by_missions = (_weighted(made, at, weighting) for weighting in (0, 1))
    return by_rows | {"missions_equal": by_missions}


def _weighted(made: xr.Dataset, at: int, weighting: int) -> dict[str, Any]:
    def block(prefix: str, names: Sequence[str]) -> dict[str, Any]:
        def value(name: str) -> float | None:
            return _plain(made[f"{prefix}{name}"].values[at, weighting])

        return (
            {"n": int(made[f"{prefix}n"].values[at, weighting])}
            | {name: value(name) for name in names}
            | {"interval": {name: [value(f"{name}_low"), value(f"{name}_high")] for name in names}}
        )

    return block("", (*SCORES, *YARDSTICK)) | {"clipped": block("clipped_", CLIPPED)}


def _plain(value: Any) -> float | None:
    number = float(value)
    return float(f"{number:.6g}") if math.isfinite(number) else None


def _print(report: dict[str, Any]) -> None:
    """Print the answer as aligned text."""
    print(
        f"{report['statements']} statements of {report['missions']} missions: {report['flown']} with an actual date, "
        f"{report['unflown']} unflown by {report['until']}, {report['unflown_not_due']} of these not due."
    )
    print(f"Slip model as of {report['fit_as_of']}.")
    if inside := report["missions_in_fit"]:
        shown = ", ".join(inside[:5]) + (f" and {len(inside) - 5} more" if len(inside) > 5 else "")
        print(f"No test of the model: {len(inside)} of the missions were in the fit ({shown}).")
    if unknown := report["agencies_not_in_fit"]:
        print(f"Without a record, so with the population's prior: {', '.join(unknown)}.")
    head = ("", "n", "coverage 50 %", "coverage 80 %", "CRPS d", "face d", "CRPS/face", "one ratio/face")
    keys = ("coverage_50", "coverage_80", "crps_days", "face_value_days", "crps_ratio", "one_ratio_crps_ratio")
    groups = {"all": report} | report["by_agency"] | report["by_horizon"]
    _table("Flown, against the actual date", head, keys, groups)
    equal = {name: group["missions_equal"] for name, group in groups.items()}
    _table("The same, missions weighted equally (n: missions)", head, keys, equal)
    clipped = {name: group["clipped"] for name, group in groups.items()}
    _table(f"All whose planned date is past, clipped at {report['until']}", (*head[:2], *head[4:]), keys[2:], clipped)
    print("\nIntervals in brackets are 90 %, missions resampled. A single date's CRPS is its error (face).")


def _table(title: str, head: Sequence[str], keys: Sequence[str], groups: dict[str, dict[str, Any]]) -> None:
    lines = [head]
    for name, group in groups.items():
        if group["n"]:
            lines.append((name, str(group["n"]), *(_shown(group, key) for key in keys)))
    print(f"\n{title}")
    if len(lines) == 1:
        print("  none")
        return
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        print("  " + "  ".join(cells))


def _shown(group: dict[str, Any], key: str) -> str:
    value, (low, high) = group[key], group["interval"][key]
    if value is None:
        return "-"
    form = ".0f" if key.endswith("_days") else ".2f"
    return f"{value:{form}}" + ("" if low is None else f" ({low:{form}}-{high:{form}})")
