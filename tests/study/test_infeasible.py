"""What can never be as asked is found inside a sweep: by samples as by levers, status 4 with its text."""

import numpy as np
import pytest
import xarray as xr

from lunarsim.scenario.building import assemble
from lunarsim.scenario.rules import broken_rules
from lunarsim.study.grid.planning import make_plan
from lunarsim.study.grid.verdicts import wrong_with
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, INFEASIBLE, OK
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import InputError
from tests.scenario.building import tree_of
from tests.scenario.test_rules import BROKEN
from tests.study.conftest import asked

CREW_MODULE = "missions.ilrs_crew_module: its assets weigh "
BY_SAMPLE = {
    "too heavy": (
        {"assets.ilrs_crew_module.mass_kg": (3_000.0, 7_000.0)},
        lambda values: values["assets.ilrs_crew_module.mass_kg"] > 5_000.0,
        CREW_MODULE,
    ),
    # Both low and both high fit.
    "a heavy load on a weak lander": (
        {
            "assets.ilrs_habitat.mass_kg": (7_000.0, 9_000.0),
            "vehicles.long_march_9.landed_payload_kg": (8_000.0, 12_000.0),
        },
        lambda values: values["assets.ilrs_habitat.mass_kg"] > values["vehicles.long_march_9.landed_payload_kg"],
        "missions.ilrs_habitat: its assets weigh ",
    ),
    "never powered": (
        {"assets.ilrs_laboratory.load_kw": (1.0, 400.0)},
        lambda values: values["assets.ilrs_laboratory.load_kw"] * 1.2 > 130.2,
        "assets.ilrs_laboratory: takes ",
    ),
    "site": (
        {"site.most_stations": (1, 3)},
        lambda values: values["site.most_stations"] < 2,
        "rival.site: is shackleton, where ilrs stands",
    ),
}


def swept(intervals, **settings):
    """Return a sweep of the campaigns over some intervals, race included, as lunarsim would store it."""
    changes = {
        "programs.usa.active": True,
        "rival.lead": "usa",
        "rival.name": "artemis",
        "rival.cargo_vehicle": "new_glenn",
    }
    request = asked(
        intervals=[(key, *ends, "uniform") for key, ends in intervals.items()], changes=changes, samples=12, **settings
    )
    return run_sweep(request, CAMPAIGNS_REFERENCE, progress=False)


@pytest.mark.parametrize("kind", BY_SAMPLE)
def test_a_sample_that_can_never_be_has_status_4_and_its_text(kind):
    intervals, is_infeasible, problem = BY_SAMPLE[kind]
    with swept(intervals).open() as opened:
        ds = opened.load().squeeze("replicate")
    expected = is_infeasible(ds).values
    assert 0 < expected.sum() < 12
    np.testing.assert_array_equal(ds.status == INFEASIBLE, expected)
    np.testing.assert_array_equal(ds.status == OK, ~expected)
    assert all(str(error).startswith(problem) and "; set " in str(error) for error in ds.error.values[expected])


def test_samples_that_may_be_infeasible_are_noted_before_the_start_and_others_are_not_looked_at():
    def plan(ends):
        request = asked(intervals=[("assets.ilrs_laboratory.load_kw", *ends, "uniform")], samples=12)
        return make_plan(request, CAMPAIGNS, CAMPAIGNS_REFERENCE)

    wide, narrow = plan((1.0, 400.0)), plan((1.0, 5.0))
    (note,) = [note for note in wide.notes if note.startswith("some samples")]
    assert note.startswith("some samples may be recorded as infeasible: assets.ilrs_laboratory: takes 399.96 kW")
    assert not any(note.startswith("some samples") for note in narrow.notes)
    assert wide.verdict((), CAMPAIGNS).check_each
    assert not narrow.verdict((), CAMPAIGNS).check_each


def test_an_infeasible_sample_is_replayed_and_resumed_as_such(tmp_path):
    result = swept({"assets.ilrs_laboratory.load_kw": (1.0, 400.0)}, store=True, dir=tmp_path)
    with xr.open_zarr(result.path) as opened:
        before = opened.load()
    at = int(np.argmax(before.status.values.ravel() == INFEASIBLE))
    replayed = replay_run(result.path, {"sample": str(at)})
    assert (replayed.stored, replayed.status) == (INFEASIBLE, INFEASIBLE)
    assert replayed.error == before.error.values.ravel()[at]
    assert replayed.different == ()
    assert replayed.compared > 0
    resume_sweep(result.path, progress=False)
    with xr.open_zarr(result.path) as opened:
        assert opened.load().identical(before)


def test_rules_and_what_can_never_be_are_reported_in_one_list():
    request = asked(
        changes={
            "missions": {"change_7": {"needs": ["ilrs_2"]}, "ilrs_1": {"launch_mass_kg": 30_000}},
            "plant.availability": 0,
        }
    )
    with pytest.raises(InputError) as caught:
        run_sweep(request, CAMPAIGNS_REFERENCE, progress=False)
    text = str(caught.value)
    for problem in ("closes a circle: ", "missions.ilrs_1: sends 30000 kg", "plant.availability: is 0"):
        assert problem in text


@pytest.mark.parametrize("changes", [changes for _, changes, *_ in BROKEN])
def test_a_broken_rule_keeps_nobody_from_looking_for_more(changes):
    scenario = assemble(tree_of(changes))
    found = wrong_with(scenario, CAMPAIGNS)
    assert found[: len(broken_rules(scenario))] == broken_rules(scenario)
    assert found
