"""What-ifs of the manifest from the line to the dataset."""

import numpy as np
import pytest

import lunarsim
from lunarsim.words.errors import InputError

NOMINAL = ("design=nominal", "output=none")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


def test_outcome_and_cancellation_of_a_mission_are_levers_and_first_flights_stand_apart_in_the_dataset():
    line = ["missions.change_7.outcome=success,lost", "missions.ilrs_1.cancelled=false,true", *NOMINAL]
    dataset = lunarsim.sweep(line).squeeze()
    first = dataset.mission_first_outcome.sel(mission="change_7")
    meanings = dict(zip(first.flag_values, first.flag_meanings.split(), strict=True))
    assert [meanings[int(code)] for code in first.isel(cancelled=0).values] == ["success", "descent_failure"]
    lost = dataset.sel(outcome="lost", mission="change_7").isel(cancelled=0)
    assert lost.mission_first_launch_year < lost.mission_launch_year
    assert np.isnan(lost.mission_first_landing_year) or lost.mission_first_landing_year > lost.mission_launch_year
    flown = dataset.sel(outcome="success", mission="change_7").isel(cancelled=0)
    assert flown.mission_first_launch_year == flown.mission_launch_year < flown.mission_first_landing_year
    cancelled = dataset.isel(cancelled=1).sel(outcome="success")
    assert {int(cancelled[name].sel(mission="ilrs_1")) for name in ("mission_outcome", "mission_first_outcome")} == {-1}
    assert cancelled.mission_planned_year.sel(mission="ilrs_1").isnull()
    assert (cancelled.station_basic_year.isnull()).all()


@pytest.mark.parametrize(
    ("override", "problem"),
    [
        ("missions.change_7.outcome=failed", "allowed: drawn, lost, partial, success"),
        ("missions.change_7.canceled=true", "did you mean 'cancelled'"),
        ("missions.change_77.outcome=lost", "did you mean 'change_7'"),
        ("missions.luna_26.outcome=partial", "kind is orbiter, which lands nothing; allowed success, lost, drawn"),
    ],
)
def test_a_what_if_that_makes_no_sense_is_refused_with_what_is_allowed(override, problem):
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario([override])
    (fault,) = caught.value.faults
    assert problem in fault.problem
