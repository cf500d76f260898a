import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.library.paths import shipped
from lunarsim.study.designs.drawing import DRAWS, draw, latin_hypercube, monte_carlo
from lunarsim.study.request.design_kinds import DESIGN_KINDS
from lunarsim.study.request.settings import Design
from lunarsim.words.errors import InputError
from tests.study.conftest import asked

seeds = st.integers(0, 2**63 - 1)
keys = st.text("abc.", min_size=1, max_size=8)
THREE = ["a", "b", "c"]
FEW = {
    "use": "none",
    "intervals": [
        ("plant.power_kw", 40.0, 90.0),
        ("plant.availability", 0.2, 0.9),
        ("site.thorium_ppm", 1.0, 20.0, "normal"),
    ],
}


def drawn(design, factors=THREE):
    """All unit quantiles of a design, dims (factor, sample), each of them filled by exactly one piece."""
    unit = np.full((len(factors), design.rows(len(factors))), np.nan)
    for piece in draw(design, factors):
        assert np.isnan(unit[piece.factors, piece.samples]).all()
        unit[piece.factors, piece.samples] = piece.unit
    assert not np.isnan(unit).any()
    return unit


@given(seeds, keys, st.integers(1, 400))
def test_a_latin_hypercube_has_one_quantile_in_each_stratum(seed, key, samples):
    unit = latin_hypercube(seed, key, samples)
    assert sorted(np.floor(unit * samples).astype(int)) == list(range(samples))


@given(st.integers(0, 99), st.integers(1, 60), st.sampled_from(sorted(DRAWS)), st.integers(1, 4))
def test_quantiles_lie_inside_the_open_unit_interval(seed, samples, name, factors):
    unit = drawn(Design(name, samples, seed=seed, trajectories=3), list("abcd")[:factors])
    assert unit.min() > 0
    assert unit.max() < 1


@pytest.mark.parametrize("column", [monte_carlo, latin_hypercube])
def test_columns_of_two_factors_and_of_two_seeds_are_independent(column):
    first, second = column(1, "plant.availability", 4000), column(1, "plant.units", 4000)
    other_seed = column(2, "plant.availability", 4000)
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.06
    assert abs(np.corrcoef(first, other_seed)[0, 1]) < 0.06


@pytest.mark.parametrize("name", ["monte_carlo", "sobol", "saltelli", "morris"])
def test_more_samples_leave_the_first_ones_as_they_are(name):
    few, more = (drawn(Design(name, number, seed=3, trajectories=number)) for number in (10, 200))
    assert np.array_equal(more[:, : few.shape[1]], few)


@pytest.mark.parametrize("name", ["sobol", "saltelli", "morris"])
def test_another_seed_gives_another_design_and_the_same_one_the_same(name):
    unit = drawn(Design(name, 16, seed=3))
    assert np.array_equal(drawn(Design(name, 16, seed=3)), unit)
    assert not np.array_equal(drawn(Design(name, 16, seed=4)), unit)


def test_a_sobol_sequence_is_even_in_every_factor_and_every_pair():
    unit = drawn(Design("sobol", 256))
    for column in unit:
        assert sorted(np.floor(column * 256).astype(int)) == list(range(256))
    boxes = np.floor(unit[:2] * 16).astype(int)
    assert len({*zip(*boxes, strict=True)}) == 256


def test_pieces_of_a_long_sobol_sequence_are_one_sequence(monkeypatch):
    whole = drawn(Design("sobol", 300)), drawn(Design("saltelli", 300))
    monkeypatch.setattr("lunarsim.study.designs.sequences.ROWS_OF_A_PIECE", 64)
    assert np.array_equal(drawn(Design("sobol", 300)), whole[0])
    assert np.array_equal(drawn(Design("saltelli", 300)), whole[1])


@pytest.mark.parametrize("second_order", [False, True])
def test_saltelli_has_the_rows_of_salib(second_order, monkeypatch):
    from SALib.sample.sobol import sample

    from lunarsim.study.designs.pieces import generator

    monkeypatch.setattr("lunarsim.study.designs.sequences.ROWS_OF_A_PIECE", 64)
    problem = {"num_vars": 3, "names": THREE, "bounds": [[0, 1]] * 3}
    theirs = sample(problem, 64, calc_second_order=second_order, seed=generator(7, "saltelli"))
    unit = drawn(Design("saltelli", 64, seed=7, second_order=second_order))
    assert unit.shape == (3, 64 * (8 if second_order else 5))
    assert np.array_equal(unit.T, theirs + 2.0**-31)


def test_indices_of_a_known_function_come_out_of_a_saltelli_design():
    from SALib.analyze import sobol

    unit = drawn(Design("saltelli", 512))
    indices = sobol.analyze({"num_vars": 3, "names": THREE}, unit[0] + 2 * unit[1], calc_second_order=False, seed=1)
    assert np.allclose(indices["S1"], [0.2, 0.8, 0], atol=0.02)
    assert np.allclose(indices["ST"], [0.2, 0.8, 0], atol=0.02)


def test_a_stored_saltelli_design_can_be_checked_by_its_dataset_alone(sweep):
    ds = sweep(design="saltelli", samples=256, **FEW)
    factors, bases = ds.sizes["factor"], ds.design_base_samples
    assert (ds.design, bases, ds.design_second_order) == ("saltelli", 256, 0)
    assert ds.sizes["sample"] == bases * (factors + 2)
    unit = ds.u.values.reshape(factors, bases, factors + 2)
    a, b = unit[:, :, 0], unit[:, :, -1]
    for number in range(factors):
        expected = np.where(np.arange(factors)[:, None] == number, b, a)
        assert np.array_equal(unit[:, :, 1 + number], expected)
    for column in (*a, *b):
        assert len(set(np.floor(column * 256))) == 256


def test_each_factor_moves_once_in_a_trajectory_by_half_of_the_levels():
    design = Design("morris", trajectories=30, levels=6)
    unit = drawn(design)
    assert set(np.unique(unit)) == {(k + 0.5) / 6 for k in range(6)}
    steps = np.diff(unit.reshape(3, 30, 4), axis=-1)
    assert ((steps != 0).sum(axis=0) == 1).all()
    assert ((steps != 0).sum(axis=-1) == 1).all()
    assert set(np.round(np.abs(steps[steps != 0]), 12)) == {0.5}


def test_effects_of_a_known_function_come_out_of_a_morris_design():
    from SALib.analyze import morris

    unit = drawn(Design("morris", trajectories=20, levels=4)).T
    grid = (unit * 4 - 0.5) / 3
    problem = {"num_vars": 3, "names": THREE, "bounds": [[0, 1]] * 3}
    indices = morris.analyze(problem, grid, 3 * grid[:, 0] - 2 * grid[:, 1], num_levels=4, seed=1)
    assert np.allclose(indices["mu"].astype(float), [3, -2, 0])
    assert np.allclose(indices["sigma"].astype(float), 0, atol=1e-9)


def test_pieces_of_many_trajectories_are_one_design(monkeypatch):
    whole = drawn(Design("morris", trajectories=9))
    monkeypatch.setattr("lunarsim.study.designs.one_factor_steps.ROWS_OF_A_PIECE", 24)
    assert np.array_equal(drawn(Design("morris", trajectories=9)), whole)


def test_one_at_a_time_is_the_middle_then_each_factor_low_and_high():
    unit = drawn(Design("one_at_a_time", tail=0.05), ["a", "b"])
    assert unit.tolist() == [[0.5, 0.05, 0.95, 0.5, 0.5], [0.5, 0.5, 0.5, 0.05, 0.95]]


@pytest.mark.parametrize(
    ("name", "length"), [("sobol", 8), ("saltelli", 40), ("morris", 80), ("one_at_a_time", 7), ("nominal", 1)]
)
def test_the_samples_of_a_design_are_a_dimension_of_the_dataset(sweep, name, length):
    asked = dict(FEW, intervals=[]) if name == "nominal" else FEW
    ds = sweep(design=name, samples=8, **asked)
    assert ds.sizes["sample"] == ds.samples == length
    assert (ds.status == 1).all()
    assert ds.mass_kg.std() > 0 or length == 1


def test_factors_and_the_order_they_have_stand_in_the_attributes(sweep):
    import json

    ds = sweep(design="morris", **FEW)
    assert json.loads(ds.factors) == ds.factor.values.tolist()
    assert (ds.design_trajectories, ds.design_levels) == (20, 4)
    assert "design_tail" not in ds.attrs


@pytest.mark.parametrize("name", ["saltelli", "morris", "one_at_a_time"])
def test_a_design_that_moves_factors_needs_some(plan, name):
    with pytest.raises(InputError, match="there are none"):
        plan(design=name, use="none")


def test_an_odd_number_of_levels_is_an_error(plan):
    with pytest.raises(InputError, match=r"design.levels: is 5, must be even"):
        plan(design="morris", levels=5, **FEW)


def test_a_number_of_samples_that_is_no_power_of_two_is_noted(plan):
    (note,) = plan(design="sobol", samples=100, **FEW).notes
    assert "64 and 128 are" in note
    assert plan(design="sobol", samples=128, **FEW).notes == ()


def test_rows_of_all_factors_count_against_the_limit(plan):
    with pytest.raises(InputError, match="runs"):
        plan(design="saltelli", samples=10**7)


def test_an_interval_more_moves_no_other_column(sweep):
    few = sweep(samples=12)
    more = sweep(samples=12, intervals=[("plant.power_kw", 40.0, 90.0, "uniform")])
    assert set(more.factor.values) - set(few.factor.values) == {"plant.power_kw"}
    assert np.array_equal(more.u.sel(factor=few.factor), few.u)
    assert np.array_equal(more.mass_kg, few.mass_kg)


def test_nothing_heavy_is_imported_before_it_is_used():
    import subprocess
    import sys

    code = "import sys, lunarsim.study.run.sweep; print(*(sys.modules.keys() & {'SALib', 'pandas', 'scipy.stats'}))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []
    assert asked(design="saltelli").design.name == "saltelli"


def test_a_design_is_declared_once_and_can_be_drawn_and_chosen():
    assert set(DRAWS) == {name for name, kind in DESIGN_KINDS.items() if kind.rows != "single"}
    assert {path.stem for path in (shipped("configs") / "design").glob("*.yaml")} == set(DESIGN_KINDS)
    declared, _ = declarations(Design)["name"]
    assert declared.choices == tuple(DESIGN_KINDS)
    settings = {name for kind in DESIGN_KINDS.values() for name in (*kind.settings, kind.groups) if name}
    assert settings <= set(declarations(Design))


def test_a_design_counts_its_rows_as_declared():
    odd = {"samples": 5, "trajectories": 3, "second_order": True}
    assert {name: Design(name, **odd).rows(4) for name in DESIGN_KINDS} == {
        "nominal": 1,
        "monte_carlo": 5,
        "lhs": 5,
        "sobol": 5,
        "saltelli": 5 * (2 * 4 + 2),
        "morris": 3 * (4 + 1),
        "one_at_a_time": 2 * 4 + 1,
    }


@pytest.mark.parametrize("name", DESIGN_KINDS)
def test_only_a_random_sample_says_nothing_against_quantiles_and_intervals(name):
    kind = DESIGN_KINDS[name]
    assert bool(kind.on_quantiles) == bool(kind.on_intervals) == (kind.rows != "random")


@pytest.mark.parametrize("name", ["saltelli", "morris", "one_at_a_time"])
def test_rows_that_are_compared_but_differ_by_chance_are_noted(plan, name):
    (note,) = plan(design=name, **FEW).notes
    assert "will be refused; take design.common_random_numbers=all" in note
    assert plan(design=name, common_random_numbers="all", **FEW).notes == ()
