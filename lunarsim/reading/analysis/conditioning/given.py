"""Outcomes before and after something is known: stored runs weighed by conditions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.chosen_outcomes import chosen_rows
from lunarsim.reading.analysis.conditioning.condition_words import stored_units
from lunarsim.reading.analysis.conditioning.conditions import Condition
from lunarsim.reading.analysis.conditioning.facts import (
    facts,
    line_with_facts,
    line_with_many_more_runs,
    line_with_more_runs,
)
from lunarsim.reading.analysis.conditioning.lever_values import of_lever_values
from lunarsim.reading.analysis.conditioning.named_quantity import CODE, DATE
from lunarsim.reading.analysis.conditioning.weighted import (
    quantile_ends,
    quantile_errors,
    weighted_mean,
    weighted_quantiles,
    weighted_share,
)
from lunarsim.reading.analysis.conditioning.weights import (
    FEWEST_RUNS,
    effective_number,
    left_out_share,
    read,
    runs_of_intervals,
    unmade_runs,
    weights,
)
from lunarsim.reading.analysis.intervals import wilson
from lunarsim.reading.analysis.sensitivity.design_check import independent_rows, line_to_run
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, MISSING_RULES
from lunarsim.reading.analysis.summary import QUANTILES, Row, amounts, by_outcome, is_count
from lunarsim.reading.analysis.valid_runs import (
    SAMPLING,
    as_dates,
    capped_dates,
    end_years,
    finished,
    quantiles_and_errors,
)
from lunarsim.study.request.design_kinds import DESIGN_KINDS
from lunarsim.words.errors import AnalysisError, unknown


def given(
    dataset: xr.Dataset,
    conditions: Sequence[str],
    outcomes: Sequence[str] | None = None,
    quantiles: tuple[float, ...] = QUANTILES,
    dates: str = "judged",
) -> xr.Dataset:
    """Return outcomes of the runs that agree with some conditions, beside those of all runs.

    Conditions and outcomes that are words or limits leave the runs out that do not agree; an exact date weighs runs by
    their distance from it, up to 30 days. A date that was not reached counts as later than all others in quantiles and
    as the end of the simulation in means. Where the runs that agree are worth fewer than 50, their quantiles and means
    are withheld (NaN; of an amount, where those that have it are), the probability stands with its interval, and the
    attribute ``offer`` is the line that simulates with what is known. Of Saltelli's design rows A and B count. Where
    all samples share their chance there are no intervals.

    Parameters
    ----------
    dataset : Dataset
        A sweep, dims (levers, sample, replicate, ...).
    conditions : sequence of str
        Such as ``change_7.outcome=lost``, ``change_7.launched=2026-08-27``, ``russia.budget_2030<=150``; all hold.
        ``site=peary`` leaves that value of a lever. ``docs/conditions.md`` has the grammar.
    outcomes : sequence of str, optional
        Which; left out, those of the summary.
    quantiles : tuple of float
        Which quantiles.
    dates : str
        ``judged``: a date that is not reached counts as later than all others in quantiles and as the end of the
        simulation in means. ``capped``: as the end in quantiles, too. ``reached``: the outcome is 1 where the date is
        reached, or where there is such an amount, else 0.

    Returns
    -------
    Dataset
        ``quantile_value`` and ``quantile_error``, half the width of its 90 % interval, as of the summary (outcome_name,
        levers, quantile_level); ``mean_value``; ``value_probability`` of having a value, for dates of being reached,
        with its 90 % interval ``probability_low`` and ``probability_high``; ``median_low`` and ``median_high``, the
        interval of the median (outcome_name, levers). The same of all runs: ``quantile_before``,
        ``quantile_error_before``, ``mean_before``, ``probability_before``. ``effective_runs``, ``agreeing_runs`` and
        ``run_count`` of those that ended well, ``left_out_share`` of those that did not, ``unmade_runs``,
        ``is_withheld`` and ``end_year`` (levers); coordinates ``outcome_title``, ``outcome_units`` and
        ``outcome_is_date`` along ``outcome_name``. Attributes: ``conditions``, ``counts``, ``confidence_level``,
        ``offer``, and ``no_facts``, the conditions that cannot be simulated as facts.

    Raises
    ------
    InputError
        With all faults of the conditions and outcomes.
    AnalysisError
        If no run agrees, the rows are not a random sample, or there is no such rule of dates.
    """
    require_rule(dates)
    dataset, conditions = of_lever_values(with_runs_read(dataset), conditions)
    return weigh(dataset, read(dataset, conditions), chosen_rows(dataset, outcomes), quantiles, dates)


def require_rule(dates: str) -> None:
    """Refuse a rule of dates that is none.

    Raises
    ------
    AnalysisError
        With the rules that there are.
    """
    if dates not in MISSING_RULES:
        raise AnalysisError(f"dates={dates!r}: {unknown(dates, MISSING_RULES, 'rule')}")


def with_runs_read(dataset: xr.Dataset) -> xr.Dataset:
    """Return independent rows of a sweep with what is said of each run in memory, as it is often asked for."""
    dataset = independent_rows(dataset)
    return dataset.assign({name: dataset[name].load() for name in ("status", "horizon_year") if name in dataset})


def weigh(
    dataset: xr.Dataset,
    held: Sequence[Condition],
    outcome_rows: Sequence[Row],
    quantiles: Sequence[float] = QUANTILES,
    dates: str = "judged",
) -> xr.Dataset:
    """Return what :func:`given` returns, of conditions and outcomes that have been read."""
    if held:
        _require_random_rows(dataset)
    after = weights(dataset, held)
    require_some_run(dataset, held, after)
    before = weights(dataset, ())
    effective = effective_number(after)
    withheld = effective < FEWEST_RUNS
    counting = runs_of_intervals(dataset, effective)
    columns: dict[str, list[xr.DataArray]] = {}

    def keep(name: str, values: xr.DataArray) -> None:
        columns.setdefault(name, []).append(values)

    for row in outcome_rows:
        data, capped = row_values(row, dataset, dates)
        there = row.values.notnull()
        # Of an amount that only some runs have, only these are known.
        own = effective_number(after.where(data.notnull()))
        enough = own >= FEWEST_RUNS
        keep("quantile_value", weighted_quantiles(data, after, quantiles).where(enough))
        known = runs_of_intervals(dataset, own)
        keep("quantile_error", quantile_errors(data, after, quantiles, known, LEVEL).where(enough))
        # Of all runs each counts once, as in the summary.
        value, error = quantiles_and_errors(data, quantiles)
        keep("quantile_before", value)
        keep("quantile_error_before", error)
        keep("mean_value", weighted_mean(capped, after).where(enough))
        keep("mean_before", weighted_mean(capped, before))
        share = weighted_share(there, after)
        keep("value_probability", share)
        for side, end in zip(("low", "high"), wilson(share, counting, LEVEL), strict=True):
            keep(f"probability_{side}", end)
        keep("probability_before", weighted_share(there, before))
        for side, end in zip(("low", "high"), quantile_ends(data, after, 0.5, known, LEVEL), strict=True):
            keep(f"median_{side}", end.where(enough))
    if dates == "reached":
        outcome_rows = [row._replace(units="1", is_date=False) for row in outcome_rows]
    result = by_outcome(outcome_rows, columns).assign(
        {
            "effective_runs": effective,
            "agreeing_runs": (after > 0).sum(SAMPLING),
            "run_count": finished(dataset).sum(SAMPLING),
            "left_out_share": left_out_share(dataset, held),
            "unmade_runs": unmade_runs(dataset),
            "is_withheld": withheld,
            "end_year": end_years(dataset),
        }
    )
    result.attrs = {
        "conditions": [condition.text for condition in held],
        "counts": [row.name for row in outcome_rows if is_count(row.values)],
        "confidence_level": LEVEL,
        "offer": line_with_facts(dataset, held) or line_with_more_runs(dataset, after),
        "no_facts": facts(held)[1],
    }
    return result


def row_values(row: Row, dataset: xr.Dataset, dates: str = "judged") -> tuple[xr.DataArray, xr.DataArray]:
    """Return values of an outcome for quantiles and for means, by a rule of :func:`given`."""
    if dates == "reached":
        reached = row.values.notnull().astype(np.float64).where(finished(dataset))
        return reached, reached
    if row.is_date:
        capped = capped_dates(row.values, dataset)
        return capped if dates == "capped" else as_dates(row.values, dataset), capped
    data = amounts(row, dataset)
    return data, data


def _require_random_rows(dataset: xr.Dataset) -> None:
    """Refuse rows that put factors to set values: the share of them that agrees is no probability."""
    name = str(dataset.attrs.get("design", ""))
    kind = DESIGN_KINDS.get(name)
    if kind is not None and kind.rows == "structured" and name != "saltelli":
        raise AnalysisError(
            f"conditions: the rows of design={name} are not a random sample, so that those that agree do not say how "
            f"likely anything is; run again with: {line_to_run(dataset, 'design=lhs', 'design.samples=1000')}"
        )


def require_some_run(dataset: xr.Dataset, held: Sequence[Condition], after: xr.DataArray) -> None:
    """Refuse conditions that no run agrees with."""
    if bool((after > 0).any()):
        return
    runs = int(finished(dataset).sum())
    if not runs:
        raise AnalysisError(
            "no run ended well, so that there is nothing to weigh; lunarsim resume runs what is missing"
        )
    lines = [_alone(dataset, condition, runs) for condition in held]
    offer = line_with_facts(dataset, held)
    how = f"; simulate with them: {offer}" if offer else "; widen them"
    more = "" if offer else f"\nor run more samples, of which some may agree: {line_with_many_more_runs(dataset)}"
    raise AnalysisError(f"no run agrees with all conditions{how}\n  " + "\n  ".join(lines) + more)


def _alone(dataset: xr.Dataset, condition: Condition, runs: int) -> str:
    about, agreeing = condition.about, int((weights(dataset, [condition]) > 0).sum())
    of_runs = f"{condition.text}: {agreeing:,} of {runs:,} runs"
    values = about.values().where(about.known())
    if about.kind == CODE:
        words = [word for word, code in about.codes.items() if bool((values == code).any())]
        return f"{of_runs}; the runs have {', '.join(words)}"
    if not bool(values.notnull().any()):
        return f"{of_runs}; no run has any"
    low, high = float(values.min()), float(values.max())
    ends = (f"{low:.2f}", f"{high:.2f}") if about.kind == DATE else (_end(low), _end(high))
    units = "" if about.kind == DATE else stored_units(about)
    return f"{of_runs}; the runs have {' to '.join(dict.fromkeys(ends))} {units}".rstrip()


def _end(value: float) -> str:
    """Return an end of a range to four digits, in the units in which it is typed."""
    return f"{float(f'{value:.4g}'):,.10g}"


def effective_text(effective: float) -> str:
    """Return an effective number of runs as it is shown: whole, and never 50 where it is less."""
    return f"{np.floor(effective):,.0f}"
