"""Random plans give the same store, bit for bit, with every executor and size of blocks, and runs that are replayed."""

import dataclasses
import tempfile

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lunarsim.scenario.building import with_values
from lunarsim.study.request.request import Cases
from lunarsim.study.request.settings import Executor
from lunarsim.study.run.single_run import simulate_one
from lunarsim.study.run.sweep import run_sweep
from tests.study.conftest import SITES, asked
from tests.study.models import SMALL
from tests.study.test_sweep import same

MODEL, FAILING = "tests.study.models:SMALL", "tests.study.models:FAILING"
INTERVALS = [
    ("mine.excavators", 1, 9),
    ("plant.power_kw", 10.0, 90.0, "log"),
    ("programs.china.slip_multiplier", 0.5, 2.0, "lognormal"),
    ("site.thorium_ppm", 2.0, 20.0, "triangular"),
]


def lists(values, length):
    return st.lists(st.sampled_from(values), min_size=length, max_size=length, unique=True)


@st.composite
def plans(draw):
    """Arguments of a plan: levers, some of them together, factors, a design, replicates, chance, constraints."""
    length = draw(st.integers(1, 3))
    levers = {"plant.units": draw(lists([0, 1, 2, 5, 9], length))}
    groups = {}
    if draw(st.booleans()):
        groups["program@programs.russia"] = ["declared", "reformed"][: draw(st.integers(1, 2))]
    joined = draw(st.sampled_from(["none", "pair", "cases"]))
    arguments = {"levers": levers, "groups": groups}
    if joined != "none":
        levers["logistics.delivery_usd_per_kg"] = draw(
            st.lists(st.sampled_from([1e4, 1e5, 1e6]), min_size=length, max_size=length)
        )
        keys = ("plant.units", "logistics.delivery_usd_per_kg")
        arguments |= {"pair": (keys,)} if joined == "pair" else {"cases": Cases(keys, tuple("abc"[:length]))}
    elif draw(st.booleans()):
        groups["site"] = list(SITES)
    design = draw(st.sampled_from(["lhs", "monte_carlo", "sobol", "saltelli", "morris", "one_at_a_time", "nominal"]))
    intervals = [] if design == "nominal" else draw(lists(INTERVALS[:3], draw(st.integers(1, 3))))
    sharing = draw(st.sampled_from(["levers", "all", "none"]))
    if design in ("lhs", "monte_carlo", "sobol") and sharing != "all" and draw(st.booleans()):
        arguments |= {"until": "mean flights within 3", "batch_samples": draw(st.integers(2, 4))}
    if len(levers["plant.units"]) > 1 and 5 in levers["plant.units"]:
        arguments["exclude"] = ["plant.units=5"]
    return arguments | {
        "intervals": intervals,
        "use": "none",
        "design": design,
        "samples": draw(st.integers(1, 7)),
        "trajectories": 2,
        "replicates": draw(st.integers(1, 2)),
        "common_random_numbers": sharing,
        "seed": draw(st.integers(0, 2**63 - 1)),
    }


def serial(arguments, block_runs):
    """A sweep by one process, kept in memory."""
    return run_sweep(asked(**arguments, block_runs=block_runs), FAILING, progress=False).open()


def check_equal(arguments, few, executor, store):
    """Check that an executor, through a store or kept in memory, gives what one process with other blocks gives."""
    with tempfile.TemporaryDirectory() as folder:
        request = dataclasses.replace(asked(**arguments, store=store, dir=folder), executor=executor)
        with run_sweep(request, FAILING, progress=False).open() as stored:
            same(serial(arguments, few), stored.load())


@settings(max_examples=6)
@given(plans(), st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_one_process_and_other_blocks_give_the_same_results(arguments, few, many, store):
    check_equal(arguments, few, Executor("serial", 0, many), store)


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(plans(), st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_two_processes_and_other_blocks_give_the_same_results(ready_workers, arguments, few, many, store):
    check_equal(arguments, few, Executor("processes", 2, many), store)


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=4)
@given(plans(), st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_a_dask_cluster_and_other_blocks_give_the_same_results(cluster, arguments, few, many, store):
    check_equal(arguments, few, Executor("dask", 2, many, cluster.scheduler_address), store)


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(plans(), st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_more_plans_give_the_same_results_in_one_process_and_in_two(ready_workers, arguments, few, many, store):
    check_equal(arguments, few, Executor("serial", 0, many), store)
    check_equal(arguments, few, Executor("processes", 2, many), store)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@settings(max_examples=8)
@given(plans(), st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_more_plans_give_the_same_results_with_a_dask_cluster(cluster, arguments, few, many, store):
    check_equal(arguments, few, Executor("dask", 2, many, cluster.scheduler_address), store)


def check_again(arguments, block_runs, data):
    """Check that a run of a plan is made again exactly."""
    request = asked(**arguments, block_runs=block_runs)
    result = run_sweep(request, MODEL, progress=False)
    ds, plan = result.open(), result.plan
    index = tuple(data.draw(st.integers(0, length - 1)) for length in plan.grid.shape)
    row = ds.isel(dict(zip(plan.run_dims, index, strict=True)))
    assume(row.status == 1)
    *combination, sample, replicate = index
    scenario = plan.verdict(combination, SMALL).scenario
    values = {factor.key: factor.typed_values(row[factor.key].values.reshape(1))[0] for factor in plan.factors}
    single = simulate_one(
        with_values(scenario, values), plan.design.seed, *plan.row(combination, sample, replicate), MODEL
    )
    for name in single.data_vars.keys() - {"run_seconds"}:
        assert single[name].values.tobytes() == row[name].values.tobytes() or name == "error"


@settings(max_examples=12)
@given(plans(), st.integers(1, 40), st.data())
def test_a_run_is_made_again_exactly_from_the_plan_and_the_stored_factors(arguments, block_runs, data):
    check_again(arguments, block_runs, data)


@pytest.mark.slow
@settings(max_examples=60)
@given(plans(), st.integers(1, 40), st.data())
def test_a_run_of_more_plans_is_made_again_exactly(arguments, block_runs, data):
    check_again(arguments, block_runs, data)
