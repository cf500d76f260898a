"""Constraints that drop combinations of levers."""

import numpy as np
import pytest

from lunarsim.study.model.interface import EXCLUDED, INFEASIBLE, OK
from lunarsim.words.errors import InputError
from tests.study.conftest import SITES

LEVERS = {"plant.units": [1, 2, 5], "timeline.start": ["2026-07-01", "2027-01-01"]}
GROUPS = {"site": list(SITES)}


def dropped(ds):
    """The dropped combinations, dims (site, units, start)."""
    excluded = (ds.status.isel(sample=0, replicate=0) == EXCLUDED).transpose("site", "units", "start")
    assert ((ds.status == EXCLUDED) == excluded).all()
    return excluded.values


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["plant.units>2 and site=shackleton"], lambda site, units, start: units > 2 and site == "shackleton"),
        (["plant.units >= 2", "site != fra_mauro"], lambda site, units, start: units >= 2 or site != "fra_mauro"),
        (["timeline.start>2026-12-31"], lambda site, units, start: start > "2026-12-31"),
        (
            ["plant.units==2 and timeline.start=2026-07-01"],
            lambda site, units, start: (units, start[:4]) == (2, "2026"),
        ),
        (["plant.units<2", "plant.units<=1"], lambda site, units, start: units < 2),
        (["site.lit_fraction<0.6 and plant.units=5"], lambda site, units, start: site == "fra_mauro" and units == 5),
    ],
)
def test_the_combinations_that_a_constraint_names_are_dropped(sweep, texts, expected):
    ds = sweep(LEVERS, GROUPS, samples=2, block_runs=3, exclude=texts)
    expected_drops = [
        [[expected(s, u, t) for t in LEVERS["timeline.start"]] for u in LEVERS["plant.units"]] for s in SITES
    ]
    assert np.array_equal(dropped(ds), expected_drops)
    assert 0 < np.sum(expected_drops) < 12
    assert (ds.status.values[ds.status.values != EXCLUDED] == OK).all()
    assert ds.mass_kg.isnull().equals((ds.status == EXCLUDED).drop_attrs())


def test_a_dropped_run_says_by_what(sweep):
    ds = sweep({"plant.units": [1, 2]}, samples=1, exclude=["plant.units=2"])
    assert ds.error.values.ravel().tolist() == ["", "excluded by design.exclude: plant.units=2"]


def test_a_dropped_combination_is_not_judged_further(sweep):
    ds = sweep({"plant.power_kw": [0.0, 80.0]}, samples=1, exclude=["plant.power_kw=0"])
    assert ds.status.values.ravel().tolist() == [EXCLUDED, OK]
    assert INFEASIBLE not in ds.status


def test_the_plan_states_how_many_combinations_are_dropped_and_by_what_none(plan):
    made = plan({"plant.units": [1, 2, 5]}, exclude=["plant.units>1", "plant.units>7"])
    assert "excluded by design.exclude: plant.units>1: 2 of 3 combinations" in made.notes
    assert "design.exclude drops nothing by 'plant.units>7'" in made.notes


def test_dropping_all_combinations_is_an_error(plan):
    with pytest.raises(InputError, match="drops all 2 combinations"):
        plan({"plant.units": [1, 2]}, exclude=["plant.units>0"])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("plant.units", "not a comparison"),
        ("", "not a comparison"),
        ("plant.units>2 or site=shackleton", "not a comparison"),
        ("2<plant.units", "2: unknown key"),
        ("1<plant.units<5", "not a comparison"),
        ("plant.units>2 and", "must be a whole number"),
        ("plant.unit>2", "did you mean 'units'"),
        ("plant.units=3", "plant.units is never 3 here; its values are 1, 2, 5"),
        ("plant.units>two", "must be a whole number"),
        ("plant.units>nan", "nan"),
        ("site=shakleton", "did you mean 'shackleton'"),
        ("site>shackleton", "no order"),
        ("plant.power_source<solar", "no order"),
        ("plant.availability>0.5", "is uncertain"),
        ("__import__('os').system('x')=1", "unknown key"),
        ("plant.units.__class__=int", "unknown"),
    ],
)
def test_a_constraint_that_means_nothing_is_an_error(plan, text, part):
    with pytest.raises(InputError) as caught:
        plan(LEVERS, GROUPS, exclude=[text])
    (fault,) = caught.value.faults
    assert fault.path == "design.exclude"
    assert part in fault.problem
