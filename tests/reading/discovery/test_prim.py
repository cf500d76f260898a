"""Boxes of PRIM in made-up rows."""

import warnings

import numpy as np
import pytest

from lunarsim.reading.analysis.discovery import chosen_box
from lunarsim.reading.analysis.discovery.boxes import Box, End, Table, ends
from lunarsim.reading.analysis.discovery.chosen_box import find, left_out, quasi_p, resampled
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
    samples = np.arange(len(table.target))
    left = left_out(table, samples, seed=1)
    assert left.sure
    assert left.low < 0.9 < left.high
    again = list(resampled(table, samples, seed=1))
    restricted = np.mean([np.isfinite(box.low) | np.isfinite(box.high) for box in again], axis=0)
    assert restricted[:2].min() > 0.9
    assert restricted[2:].max() < 0.2


def test_resamples_are_as_many_as_the_page_says():
    page = (ROOT / "docs" / "deciding.md").read_text(encoding="utf-8")
    assert f"in how many of {chosen_box.RESAMPLES} bootstraps" in page
    table = rows(4, count=60, factors=2)
    assert len(list(resampled(table, np.arange(60), seed=1))) == chosen_box.RESAMPLES == 200


def test_rows_of_a_sample_are_drawn_together():
    """Each sample has two rows, of which one meets the target: so does half of every resample."""
    unit = np.repeat(np.random.default_rng(9).random(40), 2)[np.newaxis]
    table = Table(unit, np.zeros((80, 0), dtype=int), (), np.tile([0.0, 1.0], 40))
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chosen_box, "RESAMPLES", 5)
        patch.setattr(chosen_box, "find", lambda again: seen.append(again) or Box.whole(again))
        list(resampled(table, np.repeat(np.arange(40), 2), seed=1))
    assert [again.target.mean() for again in seen] == [0.5] * 5
    assert len({tuple(again.unit[0]) for again in seen}) == 5


def test_noise_gives_no_box():
    boxes = [noise(seed) for seed in range(0, 40, 2)]
    samples = np.arange(len(boxes[0].target))
    assert not any(find(table).restricted and left_out(table, samples, seed=1).sure for table in boxes)


def test_a_category_is_restricted_as_a_factor_is():
    box = find(with_category(rows(1), 5))
    assert box.allowed[0].tolist() == [True, False, True]
    assert End(0, "values") in set(ends(box))


def test_a_share_of_replicates_counts_as_such():
    """Half of the replicates everywhere is nothing to be found; more of them inside is."""
    table = rows(2)
    even = table._replace(target=np.full_like(table.target, 0.5))
    assert find(even).restricted == 0
    assert set(ends(find(table._replace(target=0.3 + 0.5 * table.target)))) == {End(0, "low"), End(1, "high")}


def test_a_quasi_p_value_is_the_tail_of_a_binomial():
    """Of ten rows nine meet it, without the restriction ten of twenty: P(X >= 9) of Binomial(10, 1/2) is 11/1024."""
    unit = np.linspace(0.025, 0.975, 20)[np.newaxis]
    target = np.array([1.0] + 9 * [0.0] + 9 * [1.0] + [0.0])
    table = Table(unit, np.zeros((20, 0), dtype=int), (), target)
    box = Box.whole(table).with_end(0, 0.5, is_low=True)
    assert quasi_p(table, box)[End(0, "low")] == pytest.approx(11 / 1024)


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
