"""Names of results: identifiers that no lever and no variable of a sweep has."""

import json
import re

import numpy as np
import pytest

import lunarsim.analysis
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from lunarsim.study.designs.drawing import draw
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.request.settings import Design
from tests.reading.made import along, sweep

SHARED = {"sample", "replicate", "factor", "month", "mission", "program", "cause", "milestone", "stage", "ree"}
SHARED |= {"grade_cutoff", "levers", "lever"}
"""Dimensions of a sweep, which results have with the same meaning."""

ANALYSES = [name for name in lunarsim.analysis.__all__ if name not in ("NOT_FLOWN", "Happened")]


def taken():
    """Return what a lever or a variable of a sweep may be called."""
    classes = [*GROUPS.values(), *COLLECTIONS.values()]
    fields = {name for cls in classes for name in declarations(cls)}
    variables = {variable.name for variable in CAMPAIGNS.variables}
    return fields | set(GROUPS) | set(COLLECTIONS) | variables | {"case", "u", "status", "error", "run_seconds"}


def documented(name):
    """Return the names of variables and dimensions in the section Returns of an analysis."""
    text = getattr(lunarsim.analysis, name).__doc__
    returns = text.partition("Returns\n")[2].partition("Raises\n")[0]
    quoted = {word for word in re.findall(r"``([^`]+)``", returns) if "=" not in word}
    dims = {word.strip() for group in re.findall(r"\(([\w, \n]+)\)", returns) for word in group.split(",")}
    return quoted | {word for word in dims if re.fullmatch(r"[a-z_]\w+", word)}


@pytest.mark.parametrize("name", ANALYSES)
def test_a_result_has_names_that_no_lever_can_have(name):
    names = documented(name) - SHARED
    assert names
    assert {word for word in names if not word.isidentifier()} == set()
    assert names & taken() == set()


def test_what_could_clash_is_known():
    assert {"units", "plan", "npv_musd", "case"} <= taken()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("summarize", ()),
        ("paired_differences", ("site",)),
        ("cells", ("npv_musd", ("site", "units"))),
        ("resources", ()),
    ],
)
def test_every_name_of_a_result_is_documented(name, arguments):
    dataset = sweep(
        {"site": ["a", "b"], "units": [1, 2]}, npv_musd=1.0, ree_in_place_t=1.0, ree_recoverable_t=1.0, resource_class=0
    )
    result = getattr(lunarsim.analysis, name)(dataset, *arguments)
    assert names_of(result) - {"site", "units"} <= documented(name)


FACTORS = ("mine.excavators", "plant.availability", "site.thorium_ppm")
BASES = 16


def drawn(design, **settings):
    """Return a sweep of three factors with the rows of a design, in which an outcome depends on all of them."""
    pieces = list(draw(Design(name=design, **settings), FACTORS))
    unit = np.full((len(FACTORS), max(piece.samples.stop for piece in pieces)), np.nan)
    for piece in pieces:
        unit[piece.factors, piece.samples] = piece.unit
    values = 10 + unit[0] + unit[1] * (2 + unit[2])
    dataset = sweep(samples=unit.shape[1], npv_musd=along(values)).assign_coords(factor=list(FACTORS))
    dataset = dataset.assign(u=(("factor", "sample"), unit))
    for key, column in zip(FACTORS, unit, strict=True):
        dataset[key] = ("sample", column, {"units": "1", "evidence": "assumed"})
    attrs = {"design_base_samples": BASES, "design_second_order": 1, "design_levels": 4, "design_trajectories": BASES}
    attrs["common_random_numbers"] = "levers" if design == "lhs" else "all"
    return dataset.assign_attrs(attrs, design=design, factors=json.dumps(FACTORS))


def indices():
    return lunarsim.analysis.sobol_indices(drawn("saltelli", samples=BASES, second_order=True), ["npv_musd"])


def regression():
    return lunarsim.analysis.regression_coefficients(drawn("lhs", samples=64), ["npv_musd"])


def effects():
    return lunarsim.analysis.elementary_effects(drawn("morris", trajectories=BASES, levels=4), ["npv_musd"])


NO_NAMES = {"levers", "sigma", "probability", "notes", "replicates", "tail", "tests", "outcomes", "next_line"}
"""What docstrings quote beside variables and dimensions: any levers, a symbol, a label, attributes."""


@pytest.mark.parametrize(
    ("name", "results"),
    [
        ("sobol_indices", lambda: [indices()]),
        ("elementary_effects", lambda: [effects()]),
        ("regression_coefficients", lambda: [regression()]),
        ("swings", lambda: [lunarsim.analysis.swings(drawn("one_at_a_time"), "npv_musd")]),
        ("convergence", lambda: [lunarsim.analysis.convergence(drawn("lhs", samples=64), ["npv_musd"])]),
        (
            "sensitivity",
            lambda: (
                lunarsim.analysis.sensitivity(made, ["npv_musd"])
                for made in (drawn("saltelli", samples=BASES, second_order=True), drawn("lhs", samples=64))
            ),
        ),
        ("shares_by_evidence", lambda: map(lunarsim.analysis.shares_by_evidence, (indices(), regression()))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_results_of_a_design_have_the_names_that_are_documented_and_no_others(name, results):
    made = set().union(*map(names_of, results()))
    assert made <= documented(name)
    assert documented(name) - made <= NO_NAMES


def names_of(result):
    return {str(name) for name in (*result.variables, *result.dims)}
