"""Boxes of PRIM in made-up rows."""

import warnings
from statistics import NormalDist

import numpy as np
import pytest

from lunarsim.reading.analysis.discovery import chosen_box
from lunarsim.reading.analysis.discovery.boxes import Box, End, Table, ends
from lunarsim.reading.analysis.discovery.chosen_box import find, left_out, resampled, search
from lunarsim.reading.analysis.discovery.limits import chances, cut, of_strength
from lunarsim.reading.analysis.discovery.power import detectable
from lunarsim.reading.analysis.discovery.prim import trajectory
from tests.documented import ROOT

PLANTED = {"low": 0.4, "high": 0.7}


def rows(seed, count=400, factors=6, hit=0.9, miss=0.05):
    """Return rows of which those with factor 0 above 0.4 and factor 1 below 0.7 mostly meet the target."""
    generator = np.random.default_rng(seed)
    unit = generator.random((factors, count))
    inside = (unit[0] > PLANTED["low"]) & (unit[1] < PLANTED["high"])
    target = generator.random(count) < np.where(inside, hit, miss)
    return Table(unit, np.zeros((count, 0), dtype=int), (), target.astype(float))


def with_category(table, seed):
    codes = np.random.default_rng(seed).integers(0, 3, len(table.target))
    return table._replace(codes=codes[:, np.newaxis], sizes=(3,), target=table.target * (codes != 1))


def noise(seed, share=0.3):
    made = rows(seed)
    target = np.random.default_rng(seed + 1).random(len(made.target)) < share
    return made._replace(target=target.astype(float))


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_box_is_found_and_nothing_else(seed):
    box = find(rows(seed))
    assert set(ends(box)) == {End(0, "low"), End(1, "high")}
    assert box.low[0] == pytest.approx(PLANTED["low"], abs=0.08)
    assert box.high[1] == pytest.approx(PLANTED["high"], abs=0.08)


def test_a_planted_box_holds_in_samples_that_were_left_out_and_in_resamples(monkeypatch):
    monkeypatch.setattr(chosen_box, "RESAMPLES", 40)
    table = rows(0)
    left = left_out(table, seed=1)
    assert left.sure
    assert left.low < 0.9 < left.high
    again = list(resampled(table, seed=1))
    restricted = np.mean([np.isfinite(box.low) | np.isfinite(box.high) for box in again], axis=0)
    assert restricted[:2].min() > 0.9
    assert restricted[2:].max() < 0.2


def test_resamples_are_as_many_as_the_page_says():
    page = (ROOT / "docs" / "deciding.md").read_text(encoding="utf-8")
    assert f"in how many of {chosen_box.RESAMPLES} bootstraps" in page
    table = rows(4, count=60, factors=2)
    assert len(list(resampled(table, seed=1))) == chosen_box.RESAMPLES == 200


def test_rows_of_a_sample_are_drawn_together():
    """Each sample has two rows, of which one meets the target: so does half of every resample."""
    unit = np.repeat(np.random.default_rng(9).random(40), 2)[np.newaxis]
    table = Table(unit, np.zeros((80, 0), dtype=int), (), np.tile([0.0, 1.0], 40), np.repeat(np.arange(40), 2))
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chosen_box, "RESAMPLES", 5)
        patch.setattr(chosen_box, "find", lambda again: seen.append(again) or Box.whole(again))
        list(resampled(table, seed=1))
    assert [again.target.mean() for again in seen] == [0.5] * 5
    assert len({tuple(again.unit[0]) for again in seen}) == 5


def test_noise_gives_no_box():
    boxes = [noise(seed) for seed in range(0, 40, 2)]
    assert not any(find(table).restricted and left_out(table, seed=1).sure for table in boxes)


def many(seed, mass, dims, hit=0.9, miss=0.1, factors=77, count=300):
    """Return rows of many factors, of which the first have a box that holds a share of the rows at their upper ends."""
    generator = np.random.default_rng(seed)
    unit = generator.random((factors, count))
    inside = (unit[:dims] > 1 - mass ** (1 / dims)).all(axis=0)
    target = generator.random(count) < np.where(inside, hit, miss)
    return Table(unit, np.zeros((count, 0), dtype=int), (), target.astype(float))


@pytest.mark.parametrize(("mass", "dims"), [(0.125, 1), (0.2, 2), (0.2, 3)])
def test_a_small_box_among_many_factors_is_found_with_few_samples(mass, dims):
    tables = [many(seed, mass, dims) for seed in range(5)]
    named = [{end.dim for end in ends(find(table))} for table in tables]
    assert sum(each == set(range(dims)) for each in named) >= 4
    assert all(each <= set(range(dims)) for each in named)
    assert left_out(tables[0], seed=1).sure


def test_noise_of_many_factors_gives_no_box():
    tables = [many(seed, 0.5, 1, hit=0.3, miss=0.3) for seed in range(100, 115)]
    assert not any(find(table).restricted for table in tables)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_hardly_any_sweep_of_noise_has_a_box(share):
    tables = [many(seed, 0.5, 1, hit=share, miss=share) for seed in range(200, 240)]
    assert not any(find(table).restricted and left_out(table, seed=1).sure for table in tables)


def test_a_limit_that_is_said_to_show_is_found_in_nine_of_ten_sweeps():
    said = detectable(base_rate=0.3, samples=150, among=20)
    inside, outside = said["detectable_inside"], said["detectable_outside"]
    assert inside + outside == pytest.approx(0.6)
    assert inside > 2 * outside
    tables = [many(seed, 0.5, 1, inside, outside, factors=20, count=150) for seed in range(30)]
    assert sum(End(0, "low") in set(ends(find(table))) for table in tables) >= 27
    weaker = [many(seed, 0.5, 1, 0.36, 0.24, factors=20, count=150) for seed in range(10)]
    assert sum(find(table).restricted > 0 for table in weaker) < 5


def test_no_limit_shows_only_where_the_perfect_split_fails():
    """One half meets the target in twice the share of all, the other never, which does not scatter."""

    def shown(share):
        tables = [many(seed, 0.5, 1, 2 * share, 0.0, factors=20, count=200) for seed in range(4)]
        return sum(End(0, "low") in set(ends(find(table))) and left_out(table, seed=1).sure for table in tables)

    said = detectable(0.13, 200, 20)
    assert 0 <= said["detectable_outside"] < 0.02
    assert said["detectable_inside"] <= 0.26
    assert shown(0.13) == 4
    assert np.isnan(detectable(0.1, 200, 20)["detectable_inside"])
    assert shown(0.1) < 4
    assert detectable(0.87, 200, 20)["detectable_inside"] > 0.98


def test_more_samples_or_fewer_factors_show_weaker_limits():
    few = detectable(0.3, 300, 77)["detectable_inside"]
    assert detectable(0.3, 3000, 77)["detectable_inside"] < few
    assert detectable(0.3, 300, 5)["detectable_inside"] < few
    assert np.isnan(detectable(0.05, 100, 77)["detectable_inside"])


def test_a_category_is_restricted_as_a_factor_is():
    box = find(with_category(rows(1), 5))
    assert box.allowed[0].tolist() == [True, False, True]
    assert End(0, "values") in set(ends(box))


def at_levers(seed, acts=False, count=200, values=5, factors=80):
    """Return samples with a row for each lever value, of which the second never meets the target where it acts."""
    generator = np.random.default_rng(seed)
    unit = generator.random((factors, count))
    met = generator.random(count) < np.where(unit[0] > 0.5, 0.7, 0.1)
    index, codes = np.repeat(np.arange(count), values), np.tile(np.arange(values), count)
    target = met[index] & (codes != 1) if acts else met[index]
    return Table(unit[:, index], codes[:, np.newaxis], (values,), target.astype(float), index)


def test_rows_of_a_sample_at_several_lever_values_count_once():
    """Five equal rows a sample are no more than one: chances are the same, and no factor follows chance."""
    for seed in range(2):
        table = at_levers(seed)
        first = table.rows(np.arange(0, len(table.target), 5))._replace(sizes=(), codes=np.zeros((200, 0), dtype=int))
        box, alone = find(table), find(first)
        assert set(ends(box)) == set(ends(alone)) == {End(0, "low")}
        # One more could be limited, the lever.
        assert chances(table, box)[End(0, "low")] == pytest.approx(chances(first, box)[End(0, "low")] * 81 / 80)


def test_a_lever_is_compared_within_the_samples():
    table = at_levers(0, acts=True)
    box = find(table)
    assert set(ends(box)) == {End(0, "low"), End(0, "values")}
    assert box.allowed[0].tolist() == [True, False, True, True, True]
    # Of n samples without the limit those that meet the target do so at the other values: as far apart as can be.
    whole = Box.whole(table).with_value(0, 1, inside=False)
    pairs = len({sample for sample, met in zip(table.samples, table.target, strict=True) if met})
    assert chances(table, whole)[End(0, "values")] == pytest.approx(81 * of_strength(np.sqrt(pairs)))


def test_a_box_of_a_lever_alone_is_found():
    table = at_levers(0, acts=True)
    target = np.random.default_rng(1).random(len(table.target)) < np.where(table.codes[:, 0] == 1, 0.1, 0.5)
    box = find(table._replace(target=target.astype(float)))
    assert set(ends(box)) == {End(0, "values")}


def test_noise_that_is_drawn_again_gives_no_more_limits(monkeypatch):
    monkeypatch.setattr(chosen_box, "RESAMPLES", 10)
    again = resampled(many(100, 0.5, 1, hit=0.3, miss=0.3), seed=1)
    assert np.mean([box.restricted for box in again]) < 0.4


def test_the_step_that_is_marked_is_the_box_that_is_shown():
    pruned = search(many(0, 0.5, 1, 0.6, 0.2, factors=10))
    assert pruned.boxes[pruned.step] is pruned.box is pruned.boxes[-1]
    assert pruned.boxes[-2].restricted > pruned.box.restricted == 1
    whole = search(rows(0))
    assert whole.boxes[whole.step] is whole.box


def test_a_share_of_replicates_counts_as_such():
    """Half of the replicates everywhere is nothing to be found; more of them inside is."""
    table = rows(2)
    even = table._replace(target=np.full_like(table.target, 0.5))
    assert find(even).restricted == 0
    assert set(ends(find(table._replace(target=0.3 + 0.5 * table.target)))) == {End(0, "low"), End(1, "high")}


def test_a_limit_is_as_likely_by_chance_as_the_largest_of_all_cuts():
    """Of ten rows nine meet it, without the limit ten of twenty: 101 of the 184,756 ways to choose ten are as good."""
    unit = np.linspace(0.025, 0.975, 20)[np.newaxis]
    target = np.array([1.0] + 9 * [0.0] + 9 * [1.0] + [0.0])
    table = Table(unit, np.zeros((20, 0), dtype=int), (), target)
    box = Box.whole(table).with_end(0, 0.5, is_low=True)
    strength = NormalDist().inv_cdf(1 - 101 / 184_756)
    assert chances(table, box)[End(0, "low")] == pytest.approx(of_strength(strength))
    two = table._replace(unit=np.repeat(unit, 2, axis=0))
    assert chances(two, Box.whole(two).with_end(0, 0.5, is_low=True))[End(0, "low")] == pytest.approx(
        2 * of_strength(strength)
    )


def test_chance_alone_gives_a_strong_limit_no_more_often_than_is_said():
    """Of the first limits in 300 sweeps of noise with five factors at most a fifth has a chance of 0.2 or less."""
    generator, found = np.random.default_rng(11), []
    for _ in range(300):
        table = Table(
            generator.random((5, 80)), np.zeros((80, 0), dtype=int), (), (generator.random(80) < 0.4).astype(float)
        )
        boxes = cut(table, 0)
        found.append(min(chances(table, boxes[1]).values()) if len(boxes) > 1 else 1.0)
    assert 0.02 < np.mean(np.array(found) <= 0.2) < 0.25


def test_rows_that_are_drawn_twice_end_no_box_between_them():
    table = rows(3)
    twice = table.rows(np.repeat(np.arange(len(table.target)), 2))
    box = find(twice)
    assert set(ends(box)) == {End(0, "low"), End(1, "high")}


@pytest.mark.slow
@pytest.mark.parametrize("table", [rows(0), rows(1, factors=3), noise(2), with_category(rows(4), 5)])
def test_the_trajectory_is_that_of_ema_workbench(table):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas
        from ema_workbench.analysis import prim

        frame = pandas.DataFrame({f"factor_{place}": values for place, values in enumerate(table.unit)})
        if table.sizes:
            frame["lever"] = np.array(["a", "b", "c"])[table.codes[:, 0]]
        theirs = prim.Prim(frame, table.target.astype(int), threshold=0.01).find_box().peeling_trajectory
    ours = []
    for box, inside in trajectory(table):
        assert (inside == box.holds(table)).all()
        met = table.target[inside].sum()
        ours.append((met / table.target.sum(), met / inside.sum(), inside.mean(), box.restricted))
    assert len(ours) > 10
    np.testing.assert_allclose(ours, theirs[["coverage", "density", "mass", "res_dim"]], rtol=1e-12)
