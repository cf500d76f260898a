"""Which runs of a sweep a report holds."""

import numpy as np
import pytest

from lunarsim.reading.report.payload import thinning
from lunarsim.reading.report.payload.thinning import kept_runs
from lunarsim.words.errors import AnalysisError
from tests.reading.made import sweep
from tests.reading.report.sweeps import with_factors


def test_a_sweep_that_fits_is_held_whole():
    kept = kept_runs(with_factors(samples=6, npv_musd=0.0))
    assert (kept.samples.tolist(), kept.replicates, kept.note, kept.why_no_sliders) == (list(range(6)), 1, "", "")


def test_a_larger_one_is_thinned_by_whole_samples_with_all_levers_and_replicates():
    made = sweep(levers={"site": ["a", "b"]}, samples=9, replicates=3, npv_musd=0.0)
    kept = kept_runs(made, 20)
    assert (kept.samples.tolist(), kept.replicates) == ([0, 1, 2], 3)
    assert kept.note == "This page holds the first 3 of 9 samples, all lever values, of 54 runs in the sweep."


def test_replicates_go_where_the_levers_leave_no_room_for_them():
    kept = kept_runs(sweep(levers={"site": ["a", "b"]}, samples=9, replicates=3, npv_musd=0.0), 5)
    assert (kept.samples.tolist(), kept.replicates) == ([0], 2)
    assert "the first 2 of 3 replicates and the first 1 of 9 samples" in kept.note


def test_replicates_go_before_samples_while_these_are_few():
    """Of 4 lever values, 1,000 samples and 25 replicates 50 samples would be left with all replicates."""
    made = sweep(levers={"site": list("abcd")}, samples=1_000, replicates=25, npv_musd=0.0)
    kept = kept_runs(made)
    assert (len(kept.samples), kept.replicates) == (312, 4)
    assert "the first 4 of 25 replicates and the first 312 of 1,000 samples" in kept.note
    few = kept_runs(made.isel(sample=slice(0, 100)))
    assert (len(few.samples), few.replicates) == (100, 12)
    assert kept_runs(made.isel(sample=[0])).replicates == 25


def test_it_says_how_many_samples_are_independent():
    made = with_factors(samples=12, npv_musd=0.0)
    rows = {"lhs": 1, "saltelli": 2, "morris": 3, "one_at_a_time": 0}
    assert {name: kept_runs(made.assign_attrs(design=name)).group_rows for name in rows} == rows
    assert kept_runs(made.assign_attrs(common_random_numbers="all")).group_rows == 0


def test_more_lever_combinations_than_a_page_holds_are_refused(monkeypatch):
    monkeypatch.setattr(thinning, "MOST_COMBINATIONS", 3)
    with pytest.raises(AnalysisError, match="4 combinations, a report holds 3 at most; lunarsim export"):
        kept_runs(sweep(levers={"site": list("abcd")}, npv_musd=0.0))


def test_of_saltelli_the_rows_a_and_b_are_a_random_sample():
    """A group of two factors is A, AB of each factor, and B."""
    kept = kept_runs(with_factors(samples=12, design="saltelli", npv_musd=0.0))
    assert kept.samples.tolist() == [0, 3, 4, 7, 8, 11]
    assert not kept.why_no_sliders
    assert "the rows A and B of Saltelli's design" in kept.note


@pytest.mark.parametrize("design", ["morris", "one_at_a_time"])
def test_other_structured_designs_keep_their_rows_but_have_no_sliders(design):
    kept = kept_runs(with_factors(samples=6, design=design, npv_musd=0.0))
    assert kept.samples.tolist() == list(range(6))
    assert kept.why_no_sliders.startswith(f"the rows of design={design}")
    assert "design=lhs" in kept.why_no_sliders


def test_of_morris_whole_trajectories_are_kept():
    assert kept_runs(with_factors(samples=9, design="morris", npv_musd=0.0), 8).samples.tolist() == list(range(6))


@pytest.mark.parametrize(("samples", "why"), [(1, "one sample"), (4, "no factor")])
def test_without_samples_or_factors_there_is_nothing_to_slide(samples, why):
    made = with_factors(samples=samples, npv_musd=0.0)
    made = made.drop_vars("u") if why == "no factor" else made
    assert why in kept_runs(made).why_no_sliders


@pytest.mark.parametrize("design", ["lhs", "monte_carlo", "sobol", "saltelli"])
def test_these_designs_have_sliders(design):
    assert not kept_runs(with_factors(samples=8, design=design, npv_musd=0.0)).why_no_sliders


def test_the_first_samples_are_as_good_as_any_others():
    """What the rule rests on: the first rows of a Latin hypercube fill each factor as a random subset would."""
    from lunarsim.study.designs.drawing import latin_hypercube

    unit = latin_hypercube(1, "plant.units", 4_000)[:1_000]
    assert abs(np.mean(unit) - 0.5) < 3 * np.sqrt(1 / 12 / 1_000)
    assert np.ptp(np.histogram(unit, bins=10, range=(0, 1))[0]) < 80
