"""Names of results: identifiers that no lever and no variable of a sweep has."""

import re

import pytest

import lunarsim.analysis
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from lunarsim.study.model.campaigns import CAMPAIGNS
from tests.reading.made import sweep

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
    quoted = {word for word in re.findall(r"``([^`]+)``", returns) if "=" not in word and not word.startswith(".")}
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
    assert (set(result.variables) | set(result.dims)) - {"site", "units"} <= documented(name)
