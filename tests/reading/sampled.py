"""Sweeps made by hand whose factors are sampled: what an outcome depends on is planted."""

import json

import numpy as np

from lunarsim.study.designs.drawing import draw
from lunarsim.study.request.settings import Design
from tests.reading.made import sweep

EVIDENCE = ("assumed", "analogue", "published", "measured")
SLOPES = np.array([4.0, -2.0, 1.0, 0.0])
"""Of the planted line: what each factor does."""


def keys(count):
    """Return names of factors that no declaration knows."""
    return [f"part.f{index}" for index in range(count)]


def unit_of(design, count, **settings):
    """Return the unit quantiles of a design, dims (sample, factor)."""
    pieces = list(draw(Design(name=design, **settings), keys(count)))
    unit = np.full((count, max(piece.samples.stop for piece in pieces)), np.nan)
    for piece in pieces:
        unit[piece.factors, piece.samples] = piece.unit
    return unit.T


def sampled(unit, runs, design="monte_carlo", values=None, evidence=EVIDENCE, sharing="levers", **attrs):
    """Return a sweep of given unit quantiles, dims (sample, factor), and outcomes, dims (..., sample, replicate)."""
    count, names = len(unit), keys(unit.shape[1])
    replicates = next(iter(runs.values())).shape[-1]
    dataset = sweep(samples=count, replicates=replicates, **runs).assign_coords(factor=names)
    dataset = dataset.assign(u=(("factor", "sample"), unit.T))
    for index, (key, column) in enumerate(zip(names, (unit if values is None else values).T, strict=True)):
        about = {"units": "1", "evidence": evidence[index % len(evidence)], "description": f"Factor {index}"}
        dataset[key] = ("sample", column, about)
    about = {"design": design, "factors": json.dumps(names), "common_random_numbers": sharing, "command": ""}
    return dataset.assign_attrs({**about, **attrs})


def saltelli(base, count, outcome, replicates=4, **settings):
    """Return a sweep for Sobol' indices of a function of (unit quantiles, replicate), which gives values of samples."""
    unit = unit_of("saltelli", count, samples=base, **settings)
    runs = np.stack([outcome(unit, replicate) for replicate in range(replicates)], axis=1)
    attrs = {"design_base_samples": base, "design_second_order": 0, "sharing": "all"}
    return sampled(unit, {"npv_musd": runs}, "saltelli", **attrs)


def morris(trajectories, count, outcome, replicates=4):
    """Return a sweep of trajectories likewise."""
    unit = unit_of("morris", count, trajectories=trajectories, levels=4)
    runs = np.stack([outcome(unit, replicate) for replicate in range(replicates)], axis=1)
    attrs = {"design_trajectories": trajectories, "design_levels": 4, "sharing": "all"}
    return sampled(unit, {"npv_musd": runs}, "morris", **attrs)


def steps(count, outcome, replicates=12):
    """Return a sweep of one factor at a time likewise."""
    unit = unit_of("one_at_a_time", count, tail=0.1)
    runs = np.stack([outcome(unit, replicate) for replicate in range(replicates)], axis=1)
    return sampled(unit, {"npv_musd": runs}, "one_at_a_time", sharing="all", design_tail=0.1)


def one(result, name="npv_musd"):
    return result.sel({"outcome_name": name}).squeeze(drop=True)


def listed(result, name="npv_musd"):
    found = one(result, name)
    return found["factor"].values[found["factor_matters"].values].tolist()


def planted(samples=400, replicates=1, chance=0.0, seed=1, extra=0, **settings):
    """A line of four factors of different evidence, and chance; ``extra`` factors do nothing."""
    random = np.random.default_rng(seed)
    unit = random.random((samples, 4 + extra))
    runs = (unit[:, :4] @ SLOPES)[:, np.newaxis] + chance * random.normal(size=(samples, replicates))
    return sampled(unit, {"npv_musd": runs}, **settings)


def chaos(seed):
    """Noise of every run, whatever its factors: what is left of a model that any step throws off its course."""
    random = np.random.default_rng(seed)
    return lambda unit, history: random.normal(size=len(unit))
