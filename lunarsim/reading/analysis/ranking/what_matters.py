"""What matters: the factors that move an outcome, by the method that the design of a sweep allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.ranking.effects import of_effects, of_swings
from lunarsim.reading.analysis.ranking.finding import ENDS, Method, evidence_of, levels_of
from lunarsim.reading.analysis.ranking.fits import FEWEST, SCREENING, of_fits, samples_taken
from lunarsim.reading.analysis.ranking.indices import of_indices
from lunarsim.reading.analysis.ranking.many_tests import MOST_BY_LUCK, holm
from lunarsim.reading.analysis.ranking.offers import line_of_histories, line_of_indices, line_of_samples
from lunarsim.reading.analysis.sensitivity.chance import SHARE, history_note
from lunarsim.reading.analysis.sensitivity.design_check import factors, shares_chance
from lunarsim.reading.analysis.sensitivity.regression import OFFER_OF_MORE
from lunarsim.reading.analysis.sensitivity.responses import LEVEL, OFFER_OF_WHOLE, Response, responses
from lunarsim.reading.analysis.summary import by_outcome
from lunarsim.reading.analysis.valid_runs import finished
from lunarsim.reading.titles.levers import factor_title
from lunarsim.study.request.design_kinds import DESIGN_KINDS
from lunarsim.words.errors import AnalysisError

HEADLINES = (
    "station_working_year",
    "station_basic_year",
    "station_extended_year",
    "crewed_landing_year",
    "first_product_year",
    "ree_produced_kg",
    "npv_musd",
    "npv_program_musd",
)
"""Outcomes that are looked at where none are named: each more makes the correction for many tests harder to pass."""

_OF_FACTORS = (
    *(f"{name}{end}" for name in ("share_alone", "share_with_others", "effect_size") for end in ENDS),
    *("effect_direction", "outcome_at_low", "outcome_at_high", "corrected_p_value"),
)
_OF_CLASSES = tuple(f"evidence_share{end}" for end in ENDS)
_OF_OUTCOMES = (
    *SHARE,
    *("remainder_share", "cross_validated_r_squared", "rank_cross_validated_r_squared", "samples_used"),
)
_TEXTS = ("analysis_method", "method_reason", "remainder_meaning")


def sensitivity(dataset: xr.Dataset, outcomes: Sequence[str] | None = None, dates: str = "judged") -> xr.Dataset:
    """Return what matters for outcomes, from a sweep of whatever design, as ``lunarsim sensitivity`` says it.

    ``saltelli`` gives Sobol' indices, ``morris`` elementary effects, ``one_at_a_time`` swings; ``lhs``, ``monte_carlo``
    and ``sobol`` a line through values or ranks, whichever foretells unseen samples clearly better, else values. With
    fewer than five samples a factor these give only a screening: rank correlations, one factor after the other.

    A factor matters where it does so after Holm's correction for all factors, lever combinations and outcomes that are
    asked for: if nothing matters, anything at all is listed in at most 5 % of sweeps. Lines are judged by ranks, in
    which a few runs of a long tail cannot make it certain. What acts in other ways than along a rising or falling line
    is seen by Sobol' indices and elementary effects only, and what acts only together with other factors by these where
    there are three histories or more.

    Shares are of the variance of all runs (of their ranks where these are quoted): those of factors by themselves,
    added up by class of evidence, that of chance and the remainder add up to one. Of one replicate chance is part of
    the remainder, or unknown where all samples share one history. Replicates are averaged first.

    Parameters
    ----------
    dataset : Dataset
        A sweep; it is read one outcome and one factor at a time. Of more than 10,000 random samples, such at equal
        steps are taken.
    outcomes : sequence of str, optional
        Names or patterns, such as ``station_*``; left out, the headlines: dates of the station, of crews and product,
        rare earths produced, net present values.
    dates : str
        ``judged``: dates that are not reached count as the end of the simulation, but where more than half of the runs
        of a lever combination do not reach a date (or have no such amount), the outcome is whether they do. ``capped``
        and ``reached`` take one or the other in any case.

    Returns
    -------
    Dataset
        ``share_alone`` of a factor by itself and, of Sobol' indices, ``share_with_others``, with ``share_alone_low``,
        ``share_alone_high``, ``share_with_others_low`` and ``share_with_others_high`` (90 %) [1]; ``effect_size`` with
        ``effect_size_low`` and ``effect_size_high`` of elementary effects and swings, in the unit of the outcome;
        ``effect_direction``, 1 where the outcome rises with the factor, -1 where it falls, 0 where it does both;
        ``outcome_at_low`` and ``outcome_at_high``, the mean outcome in the fifth of the samples where a factor is
        lowest and where it is highest (of swings: at its low and its high value); ``corrected_p_value`` and
        ``factor_matters``, and ``matters_alone``, whether it would matter if the outcome alone were asked for; dims
        (outcome_name, levers, factor). ``evidence_share`` with ``evidence_share_low`` and
        ``evidence_share_high`` [1], dims (outcome_name, levers, evidence_level). ``chance_share``,
        ``chance_share_low``, ``chance_share_high`` and ``remainder_share`` [1]; ``cross_validated_r_squared`` and
        ``rank_cross_validated_r_squared`` [1], the share of the variance of unseen samples that values and ranks
        predict; ``samples_used``; ``missing_share``; ``missing_rule``, capped or reached; ``analysis_method``,
        ``method_reason``, ``remainder_meaning`` and ``refusal_reason``; dims (outcome_name, levers). Coordinates
        ``factor_evidence``, ``factor_title`` and ``factor_units`` along ``factor`` and ``outcome_title``,
        ``outcome_units`` and ``outcome_is_date`` along ``outcome_name``. The attribute ``tests`` is the
        number for which p-values are corrected, ``outcomes`` that of the outcomes, ``next_line`` the line that tells
        more, ``notes`` what else must be known.

    Raises
    ------
    AnalysisError
        If the sweep says nothing of what matters: the reason, and the line that makes one that does.

    References
    ----------
    Saltelli et al. 2008, Global Sensitivity Analysis: The Primer; Holm 1979, Scandinavian Journal of Statistics 6,
    65-70.
    """
    method, complete = _method(dataset)
    keys = list(factors(dataset))
    levels = levels_of(evidence_of(dataset, keys))
    names = {"factor": _OF_FACTORS, "evidence_level": _OF_CLASSES, "": _OF_OUTCOMES}
    sizes = {"factor": len(keys), "evidence_level": len(levels)}
    about: list[Response] = []
    columns: list[dict[str, NDArray[Any]]] = []
    offer = OFFER_OF_WHOLE if complete else OFFER_OF_MORE
    if outcomes is None:
        outcomes = [name for name in HEADLINES if name in dataset] or None
    for response in responses(dataset, outcomes, dates, complete, offer, probability_instead=True):
        shape = response.refusals.shape
        arrays = {
            name: np.full((*shape, *([sizes[dim]] if dim else [])), np.nan) for dim in names for name in names[dim]
        }
        arrays |= {name: np.full(shape, "", dtype=object) for name in _TEXTS}
        for index in np.ndindex(shape):
            at = {str(dim): position for dim, position in zip(response.refusals.dims, index, strict=True)}
            if response.refusals[at].item():
                continue
            finding = method(at, response)
            if isinstance(finding, str):
                response.refusals[at] = finding
                continue
            parts: tuple[Mapping[str, Any], ...] = finding[:1] + finding[2:]
            for name, value in (each for part in parts for each in part.items()):
                arrays[name][index] = value
            arrays["corrected_p_value"][index] = finding.p_values
        columns.append(arrays)
        # What was made of the runs is all that stays of them.
        about.append(response._replace(runs=response.missing_share))
    _require_any(about, dataset)
    result = _together(about, columns, names, {"factor": keys, "evidence_level": levels})
    alone = np.stack([holm(of_one) for of_one in result["corrected_p_value"].values])
    adjusted = holm(result["corrected_p_value"].values)
    result["corrected_p_value"] = result["corrected_p_value"].copy(data=adjusted)
    result["factor_matters"] = result["corrected_p_value"].copy(data=np.nan_to_num(adjusted, nan=1.0) < MOST_BY_LUCK)
    result["matters_alone"] = result["factor_matters"].copy(data=np.nan_to_num(alone, nan=1.0) < MOST_BY_LUCK)
    of_factors = {
        "factor_evidence": evidence_of(dataset, keys),
        "factor_title": [factor_title(dataset, key) for key in keys],
        "factor_units": [str(dataset[key].attrs.get("units", "")) if key in dataset else "" for key in keys],
    }
    result = result.assign_coords({name: ("factor", values) for name, values in of_factors.items()})
    return result.assign_attrs(
        dates=dates,
        confidence_level=LEVEL,
        tests=int(np.isfinite(adjusted).sum()),
        outcomes=len(about),
        most_by_luck=MOST_BY_LUCK,
        **_offers(dataset, result),
    )


def _method(dataset: xr.Dataset) -> tuple[Method, bool]:
    """Return how to find what matters, and whether that needs every run."""
    name = str(dataset.attrs.get("design", "unknown"))
    kind = DESIGN_KINDS.get(name)
    keys = factors(dataset)
    if kind is None or kind.rows == "single" or dataset.sizes["sample"] < 2:
        what = f"design={name} has one sample" if kind is not None else f"design={name} is not known"
        line = line_of_samples(dataset, len(keys))
        raise AnalysisError(f"what matters: {what}, in which no factor moves; run again with: {line}")
    if "u" not in dataset or not keys:
        raise AnalysisError(
            "what matters: the sweep has no uncertain factors, so all that varies is chance; leave out "
            "uncertainties=none, or give a factor an interval: lunarsim -m 'plant.availability=interval(0.5,0.9)'"
        )
    if name == "saltelli":
        return of_indices(dataset), True
    if name == "morris":
        return of_effects(dataset), True
    if name == "one_at_a_time":
        if dataset.sizes["replicate"] < 2:
            raise AnalysisError(
                "what matters: each factor was moved in one history only, in which a step cannot be distinguished from "
                f"what chance does; run again with: {line_of_histories(dataset)}"
            )
        return of_swings(dataset), False
    if dataset.sizes["sample"] < FEWEST:
        raise AnalysisError(
            f"what matters: {dataset.sizes['sample']} samples, at least {FEWEST} are needed even for a screening; run "
            f"again with: {line_of_samples(dataset, len(keys))}"
        )
    return of_fits(dataset), False


def _require_any(about: Sequence[Response], dataset: xr.Dataset) -> None:
    if any((response.refusals == "").any() for response in about):
        return
    reasons = dict.fromkeys(
        f"{response.row.title} ({response.row.name}): {text}"
        for response in about
        for text in response.refusals.values.ravel()
    )
    # Where no run has a value, other runs may well have none either.
    hopeless = about and not any(bool(response.row.values.notnull().any()) for response in about)
    runs = int(finished(dataset).sum())
    more = (
        f"none of {runs:,} runs {'reaches it' if len(about) == 1 else 'has any of them'}; more samples may not help"
        if hopeless and runs
        else f"a sweep that says more: {line_of_samples(dataset, len(factors(dataset)))}"
    )
    raise AnalysisError(
        "what matters: " + ("\n  ".join(reasons) or "no outcome to look at") + f"\n  {more}" * (len(reasons) > 0)
    )


def _together(
    about: Sequence[Response],
    columns: Sequence[Mapping[str, NDArray[Any]]],
    names: Mapping[str, Sequence[str]],
    labels: Mapping[str, Sequence[str]],
) -> xr.Dataset:
    """Return what was found of all outcomes, by the last dimension of each figure."""
    first = about[0].missing_share
    dims = {name: [dim] if dim else [] for dim, inside in names.items() for name in inside}
    stated = {
        "missing_share": [response.missing_share for response in about],
        "missing_rule": [response.rules for response in about],
        "refusal_reason": [response.refusals for response in about],
    }
    result = by_outcome([response.row for response in about], stated)
    arrays = {name: np.stack([column[name] for column in columns]) for name in columns[0]}
    found = {name: (["outcome_name", *first.dims, *dims.get(name, [])], array) for name, array in arrays.items()}
    return result.assign_coords({dim: list(inside) for dim, inside in labels.items()}).assign(found)


def _offers(dataset: xr.Dataset, result: xr.Dataset) -> dict[str, str]:
    """Return the line that tells more, as ``next_line``, and notes."""
    keys, notes = factors(dataset), []
    others = [str(dim) for dim in result["factor_matters"].dims if dim != "factor"]
    found = result["factor_matters"].any(others)
    methods = set(result["analysis_method"].values.ravel().tolist())
    line = ""
    if dataset.attrs.get("design") in ("lhs", "monte_carlo", "sobol"):
        strength = result["share_alone"].where(result["factor_matters"]).max(others)
        order = np.argsort(-np.nan_to_num(strength.values, nan=-1.0), kind="stable")
        chosen = [keys[index] for index in order if bool(found.values[index])]
        if SCREENING in methods and not chosen:
            line = line_of_samples(dataset, len(keys))
        elif len(chosen) > 1:
            line = line_of_indices(dataset, chosen)
        if (taken := samples_taken(dataset)) < dataset.sizes["sample"]:
            notes.append(f"of {dataset.sizes['sample']:,} samples the first {taken:,} are taken")
    if shares_chance(dataset):
        notes.append(history_note(dataset))
    kept = [note for note in notes if note]
    return {**({"next_line": line} if line else {}), **({"notes": "; ".join(kept)} if kept else {})}
