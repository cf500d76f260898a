"""The stopping rule: judged at fixed numbers of samples, of what is stored."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.study.grid.chunk_grid import Grid
from lunarsim.study.model.interface import FAILED, NOT_NEEDED, OK
from lunarsim.study.request.stopping_rule import StoppingRule
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import InputError
from tests.study.conftest import asked
from tests.study.test_sweep import same

LEVERS = {"plant.units": [1, 100]}
RULE = {"until": "mean mass_kg within 4000", "batch_samples": 10, "samples": 200, "design": "monte_carlo"}


def made(ds):
    """Number of samples that each combination ran."""
    return (ds.status.isel(replicate=0) != NOT_NEEDED).sum("sample").values.tolist()


def test_a_combination_that_is_known_well_enough_is_run_no_further(sweep):
    ds = sweep(LEVERS, **RULE)
    few, many = made(ds)
    assert few == 10
    assert many in (80, 160, 200)
    assert (ds.status.isel(units=0, sample=slice(0, 10)) == OK).all()
    assert (ds.status.isel(units=0, sample=slice(10, None)) == NOT_NEEDED).all()
    assert ds.mass_kg.isel(units=0, sample=slice(10, None)).isnull().all()


def test_the_interval_has_the_width_that_was_asked_and_had_not_a_boundary_before(sweep):
    ds = sweep(LEVERS, **RULE | {"samples": 5000})
    number = made(ds)[1]
    assert 10 < number < 5000
    mass = ds.mass_kg.isel(units=1, replicate=0).values

    def width(samples):
        return 2 * 1.6449 * mass[:samples].std(ddof=1) / samples**0.5

    assert width(number) <= 4000 < width(number // 2)


@pytest.mark.parametrize("arguments", [{"block_runs": 1}, {"block_runs": 7}, {"executor": "processes"}])
def test_where_it_stops_depends_on_neither_blocks_nor_workers(sweep, ready_workers, arguments):
    settings = RULE | {"samples": 50, "replicates": 2, "until": "mean mass_kg within 20000"}
    whole = sweep(LEVERS, **settings)
    assert 10 <= made(whole)[1] < 50
    same(sweep(LEVERS, **settings | arguments), whole)


def test_it_stops_the_same_in_a_store(sweep, tmp_path):
    request = asked(LEVERS, **RULE, use="default", store=True, dir=tmp_path)
    result = run_sweep(request, "tests.study.models:SMALL", progress=False)
    same(result.open().load(), sweep(LEVERS, **RULE))
    log = (result.path.parent / "sweep.log").read_text()
    assert "plant.units=1: mean mass_kg within 4000: reached with 10 of 200 samples" in log


def test_failed_runs_are_not_counted(sweep):
    ds = sweep(model="FAILING", **RULE)
    assert made(ds) == 10
    assert (ds.status == FAILED).sum() == 1


def runs(values):
    values = np.array(values, dtype=float).reshape(-1, 1)
    return values, np.ones(values.shape, dtype=bool)


def test_a_mean_of_what_some_runs_never_reach_is_never_known():
    assert StoppingRule("mean", "x", 1.0, False).reached(*runs([3.0] * 50))
    assert not StoppingRule("mean", "x", 1.0, False).reached(*runs([3.0] * 50 + [np.nan]))


def test_a_share_of_the_mean_may_be_asked():
    values = runs(np.linspace(90, 110, 100))
    assert StoppingRule("mean", "x", 0.05, True).reached(*values)
    assert not StoppingRule("mean", "x", 0.05, False).reached(*values)
    assert not StoppingRule("mean", "x", 0.01, True).reached(*values)


def test_the_chance_to_reach_a_date_is_not_certain_after_few_runs_that_all_do():
    rule = StoppingRule("chance", "x", 0.1, False)
    assert not rule.reached(*runs([2035.0] * 10))
    assert rule.reached(*runs([2035.0] * 60))
    assert not rule.reached(*runs([2035.0, np.nan] * 30))
    assert rule.reached(*runs([2035.0, np.nan] * 200))


def test_replicates_of_a_sample_are_averaged_and_no_runs_are_not_enough():
    values = np.repeat(np.linspace(0, 10, 20)[:, None], 1000, axis=1)
    made = np.ones(values.shape, dtype=bool)
    assert not StoppingRule("mean", "x", 0.5, False).reached(values, made)
    assert not StoppingRule("mean", "x", 0.5, False).reached(values, ~made)
    assert not StoppingRule("chance", "x", 0.5, False).reached(values[:1], made[:1])


def test_all_entries_of_an_outcome_count():
    values = np.zeros((30, 1, 2))
    values[:, 0, 1] = np.arange(30)
    assert not StoppingRule("mean", "x", 1.0, False).reached(values, np.ones((30, 1), dtype=bool))


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"until": "mass_kg<5"}, "must read"),
        ({"until": "mean mas_kg within 5"}, "did you mean 'mass_kg'"),
        ({"until": "mean mass_kg within 0"}, "allowed above 0"),
        ({"until": "mean mass_kg within 1e"}, "allowed above 0"),
        ({"until": "mean mass_kg within 5", "design": "nominal"}, "needs all its rows"),
        ({"until": "mean mass_kg within 5", "design": "saltelli"}, "needs all its rows"),
        ({"until": "mean mass_kg within 5", "common_random_numbers": "all"}, "where all share their chance"),
    ],
)
def test_a_rule_that_means_nothing_is_an_error(plan, arguments, part):
    with pytest.raises(InputError) as caught:
        plan(**arguments)
    (fault,) = caught.value.faults
    assert fault.path == "design.until"
    assert part in fault.problem


def test_no_rule_is_no_error(plan):
    assert plan().stopping_rule is None


shapes = st.tuples(st.integers(1, 3), st.integers(1, 60), st.integers(1, 5))


@given(shapes, st.integers(1, 40), st.integers(2, 30))
def test_blocks_end_where_batches_do(shape, block_runs, batch):
    grid = Grid.cut_in_batches(shape, block_runs, batch)
    assert batch % grid.chunk[-2] == 0
    assert grid.chunk[-2] * grid.chunk[-1] <= max(block_runs, 1)
    for index in range(grid.blocks):
        starts = [part.start // size for part, size in zip(grid.region(index), grid.chunk, strict=True)]
        assert grid.index(starts) == index
