"""One run of a stored sweep again: equal to its row, named by labels, listed as events."""

import numpy as np
import pytest
import xarray as xr
import zarr
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import FAILED, INFEASIBLE, NOT_RUN, OK
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import InputError
from tests.scenario.building import scenario_of
from tests.study.conftest import SITES, asked
from tests.study.resealing import reseal

FAILING = "tests.study.models:FAILING"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    request = asked(
        {"plant.power_kw": [80.0, 0.0], "plant.units": [1, 2, 5]},
        {"site": list(SITES)},
        intervals=[("mine.excavators", 1, 9)],
        samples=14,
        replicates=2,
        block_runs=9,
        store=True,
        dir=tmp_path_factory.mktemp("replay"),
    )
    return run_sweep(request, FAILING, progress=False).path


ANY_RUN = given(
    site=st.sampled_from(sorted(SITES)),
    units=st.sampled_from([1, 2, 5]),
    power=st.sampled_from(["80", "80.0", "0"]),
    sample=st.integers(0, 13),
    replicate=st.integers(0, 1),
)


@settings(max_examples=8)
@ANY_RUN
def test_any_run_is_replayed_exactly(path, site, units, power, sample, replicate):
    check_replayed(path, site, units, power, sample, replicate)


@pytest.mark.slow
@settings(max_examples=60)
@ANY_RUN
def test_any_of_more_runs_is_replayed_exactly(path, site, units, power, sample, replicate):
    check_replayed(path, site, units, power, sample, replicate)


def check_replayed(path, site, units, power, sample, replicate):
    """Check that a run is replayed exactly."""
    names = {"site": site, "plant.units": str(units), "power_kw": power, "sample": str(sample)}
    run = replay_run(path, names | {"replicate": str(replicate)}, FAILING)
    expected = INFEASIBLE if float(power) == 0 else FAILED if sample % 10 == 3 else OK
    assert (run.status, run.stored, run.different) == (expected, expected, ())
    assert run.compared == 8
    assert run.labels["units"] == units


def test_a_row_that_was_changed_is_reported(path):
    group = zarr.open_group(path, mode="r+")
    at = (0, 0, 1, 4, 1)
    before = group["mass_kg"][at]
    group["mass_kg"][at] = np.nextafter(before, 0)
    reseal(path)
    try:
        names = {"site": "shackleton", "power_kw": "80", "units": "2", "sample": "4", "replicate": "1"}
        assert replay_run(path, names, FAILING).different == ("mass_kg",)
        assert replay_run(path, names | {"sample": "5"}, FAILING).different == ()
    finally:
        group["mass_kg"][at] = before
        reseal(path)


def test_wrong_names_and_labels_are_answered_with_the_nearest_all_at_once(path):
    wrong = {"sitee": "shackleton", "units": "4", "sample": "99", "replicate": "x", "power_kw": "80"}
    with pytest.raises(InputError) as caught:
        replay_run(path, wrong, FAILING)
    problems = {fault.path: fault.problem for fault in caught.value.faults}
    assert "did you mean 'site'" in problems["sitee"]
    assert problems["site"] == "is needed to name the run; allowed: shackleton, fra_mauro"
    assert problems["units"] == "has no '4'; the nearest is 5"
    assert problems["sample"] == "has no '99'; the nearest is 13"
    assert problems["replicate"] == "has no 'x'; allowed: 0, 1"
    with pytest.raises(InputError, match="did you mean 'fra_mauro'"):
        replay_run(path, {"site": "framauro", "units": "1", "power_kw": "0"}, FAILING)


def test_a_run_that_was_not_made_is_made_and_not_compared(tmp_path):
    request = asked(samples=2, store=True, dir=tmp_path)
    path = run_sweep(request, "tests.study.models:SMALL", progress=False).path
    zarr.open_group(path, mode="r+")["status"][...] = 0
    reseal(path)
    run = replay_run(path, {"sample": "1"}, "tests.study.models:SMALL")
    assert (run.status, run.stored, run.compared) == (OK, NOT_RUN, 0)


def test_the_log_of_a_campaign_agrees_with_its_outcomes():
    # Counts of flights are those towards the Moon.
    scenario = scenario_of({"deposit.thorium_multiplier": 2.0, "plan.mars": "none"})
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([scenario]).items()}
    reported = set()
    runs = []
    observed = CAMPAIGNS.with_listener(lambda *run: runs.append(run))
    for sample in range(6):
        arrays = observed.run([scenario], [(sample, 0)], 4, labels).arrays
        _, events, _ = runs[-1]
        assert [event.day for event in events] == sorted(event.day for event in events)
        what = [event.what for event in events]
        reported |= set(what)
        with_crew = ("aborted ascent", "loss of mission", "loss of crew", "loss of crew in ascent")
        ended = [w for w in what if "landing" in w or "arrival" in w or w.endswith("failure") or w in with_crew]
        assert len([w for w in ended if w != "first crewed landing"]) == arrays["missions_flown"][0]
        ascents = ("launch failure", "aborted ascent", "loss of crew in ascent")
        assert sum(map(what.count, ascents)) == arrays["launch_failures"][0]
        assert sum(map(what.count, ("loss of mission", "loss of crew"))) == arrays["crewed_missions_lost"].sum()
        # Where an asset has been replaced each piece is identified by mission and asset.
        online = {event.who for event in events if event.what == "online"}
        assert {who.split("/")[-1] for who in online} == {
            name
            for name, year in zip(labels["asset"], arrays["asset_online_year"][0], strict=True)
            if not np.isnan(year)
        }
        fails, repaired = what.count("fails"), what.count("repaired")
        assert 0 <= fails - repaired <= len(online) * 2
        assert all(event.who for event in events)
    assert reported >= {
        "ready", "waits", "launch", "landing", "delivered", "commissioning", "online", "fails", "repaired",
        "milestone station_working",
    }  # fmt: skip


def test_a_replay_simulates_its_run_once(tmp_path, monkeypatch):
    from lunarsim.study.model import campaigns

    request = asked({"timeline.horizon_years": [5, 6]}, store=True, dir=tmp_path, samples=2)
    path = run_sweep(request, progress=False).path
    made = []
    simulate = campaigns.simulate
    monkeypatch.setattr(campaigns, "simulate", lambda *given: made.append(given) or simulate(*given))
    run = replay_run(path, {"horizon_years": "6", "sample": "1"})
    assert (run.status, run.different, len(made)) == (OK, (), 1)
    assert run.events
    (whole,) = [span for span in run.spans if span.kind == "simulation"]
    assert whole.end_day == pytest.approx(6 * 365.25, abs=1)


def test_the_notes_change_nothing_and_a_sweep_keeps_none():
    from lunarsim.words.draws import single
    from lunarsim.world.simulate import simulate

    scenario = scenario_of()
    plain, with_notes = (simulate(scenario, single(3, 1), keep_notes=each) for each in (False, True))
    assert plain.notes is None
    assert with_notes.notes
    with_notes.notes = None
    assert repr(plain) == repr(with_notes)


def test_the_dataset_is_left_as_it_is(path):
    before = xr.open_zarr(path, chunks=None).load()
    replay_run(path, {"site": "shackleton", "power_kw": "80", "units": "1"}, FAILING)
    xr.testing.assert_identical(before, xr.open_zarr(path, chunks=None).load())
