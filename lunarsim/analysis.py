"""Analyses: each takes the dataset of a sweep and returns a dataset, as ``docs/reading.md`` describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.door.lazy import lazy

if TYPE_CHECKING:
    from lunarsim.reading.analysis.cells import cells
    from lunarsim.reading.analysis.conditioning.given import given
    from lunarsim.reading.analysis.conditioning.news import news
    from lunarsim.reading.analysis.conditioning.signposts import signposts
    from lunarsim.reading.analysis.conditioning.weighted import weighted_quantiles
    from lunarsim.reading.analysis.conditioning.weights import effective_number, factor_weights, weights
    from lunarsim.reading.analysis.convergence import convergence
    from lunarsim.reading.analysis.decisions.comparison import compare_sweeps
    from lunarsim.reading.analysis.decisions.regret import regret
    from lunarsim.reading.analysis.decisions.voi import value_of_information
    from lunarsim.reading.analysis.differences import paired_differences
    from lunarsim.reading.analysis.discovery.discover import discover
    from lunarsim.reading.analysis.mine.break_even import break_even
    from lunarsim.reading.analysis.mine.by_stage import by_stage
    from lunarsim.reading.analysis.mine.own_product import bootstrapping, water_for_propellant
    from lunarsim.reading.analysis.mine.per_kilogram import per_kilogram
    from lunarsim.reading.analysis.mine.premises import premises
    from lunarsim.reading.analysis.mine.reported_resource import above_cutoffs, resources
    from lunarsim.reading.analysis.missions.contributions import contributions
    from lunarsim.reading.analysis.missions.delay_causes import delay_causes
    from lunarsim.reading.analysis.missions.launches import mission_launches
    from lunarsim.reading.analysis.missions.promises import promises
    from lunarsim.reading.analysis.missions.run_spans import timeline
    from lunarsim.reading.analysis.monthly import month_bands, month_quantiles
    from lunarsim.reading.analysis.ranking.what_matters import sensitivity
    from lunarsim.reading.analysis.sensitivity.evidence import shares_by_evidence
    from lunarsim.reading.analysis.sensitivity.morris_effects import elementary_effects
    from lunarsim.reading.analysis.sensitivity.one_at_a_time import swings
    from lunarsim.reading.analysis.sensitivity.regression import regression_coefficients
    from lunarsim.reading.analysis.sensitivity.sobol_indices import sobol_indices
    from lunarsim.reading.analysis.summary import summarize
    from lunarsim.reading.analysis.verification.hindcast import NOT_FLOWN, Happened, hindcast
    from lunarsim.reading.analysis.verification.scores import scores

__all__ = [
    "NOT_FLOWN",
    "Happened",
    "above_cutoffs",
    "bootstrapping",
    "break_even",
    "by_stage",
    "cells",
    "compare_sweeps",
    "contributions",
    "convergence",
    "delay_causes",
    "discover",
    "effective_number",
    "elementary_effects",
    "factor_weights",
    "given",
    "hindcast",
    "mission_launches",
    "month_bands",
    "month_quantiles",
    "news",
    "paired_differences",
    "per_kilogram",
    "premises",
    "promises",
    "regression_coefficients",
    "regret",
    "resources",
    "scores",
    "sensitivity",
    "shares_by_evidence",
    "signposts",
    "sobol_indices",
    "summarize",
    "swings",
    "timeline",
    "value_of_information",
    "water_for_propellant",
    "weighted_quantiles",
    "weights",
]

__getattr__, __dir__ = lazy(
    __name__,
    {
        "lunarsim.reading.analysis.summary": ("summarize",),
        "lunarsim.reading.analysis.differences": ("paired_differences",),
        "lunarsim.reading.analysis.conditioning.given": ("given",),
        "lunarsim.reading.analysis.conditioning.news": ("news",),
        "lunarsim.reading.analysis.conditioning.signposts": ("signposts",),
        "lunarsim.reading.analysis.conditioning.weighted": ("weighted_quantiles",),
        "lunarsim.reading.analysis.conditioning.weights": ("effective_number", "factor_weights", "weights"),
        "lunarsim.reading.analysis.convergence": ("convergence",),
        "lunarsim.reading.analysis.cells": ("cells",),
        "lunarsim.reading.analysis.decisions.comparison": ("compare_sweeps",),
        "lunarsim.reading.analysis.decisions.regret": ("regret",),
        "lunarsim.reading.analysis.decisions.voi": ("value_of_information",),
        "lunarsim.reading.analysis.discovery.discover": ("discover",),
        "lunarsim.reading.analysis.monthly": ("month_bands", "month_quantiles"),
        "lunarsim.reading.analysis.missions.contributions": ("contributions",),
        "lunarsim.reading.analysis.missions.delay_causes": ("delay_causes",),
        "lunarsim.reading.analysis.missions.launches": ("mission_launches",),
        "lunarsim.reading.analysis.missions.promises": ("promises",),
        "lunarsim.reading.analysis.missions.run_spans": ("timeline",),
        "lunarsim.reading.analysis.mine.break_even": ("break_even",),
        "lunarsim.reading.analysis.mine.by_stage": ("by_stage",),
        "lunarsim.reading.analysis.mine.own_product": ("bootstrapping", "water_for_propellant"),
        "lunarsim.reading.analysis.mine.per_kilogram": ("per_kilogram",),
        "lunarsim.reading.analysis.mine.premises": ("premises",),
        "lunarsim.reading.analysis.mine.reported_resource": ("above_cutoffs", "resources"),
        "lunarsim.reading.analysis.ranking.what_matters": ("sensitivity",),
        "lunarsim.reading.analysis.sensitivity.evidence": ("shares_by_evidence",),
        "lunarsim.reading.analysis.sensitivity.morris_effects": ("elementary_effects",),
        "lunarsim.reading.analysis.sensitivity.one_at_a_time": ("swings",),
        "lunarsim.reading.analysis.sensitivity.regression": ("regression_coefficients",),
        "lunarsim.reading.analysis.sensitivity.sobol_indices": ("sobol_indices",),
        "lunarsim.reading.analysis.verification.hindcast": ("NOT_FLOWN", "Happened", "hindcast"),
        "lunarsim.reading.analysis.verification.scores": ("scores",),
    },
)
