"""What each partner gives and what depends on it."""

import numpy as np
import pytest

from lunarsim.reading.analysis.missions.contributions import MASS, MISSION, PROGRAM, contributions
from lunarsim.words.errors import AnalysisError
from tests.reading.made import sweep

MILESTONES = ["station_basic", "station_extended"]
TRAILING = {
    "program": ((MASS,), ["china", "russia"]),
    "mission": (("nothing",), ["ilrs_1", "plant_1"]),
    "milestone": ((PROGRAM, MISSION), MILESTONES),
}


def made(status=1, levers=None, mass=None):
    # Four samples, one replicate: who completed basic and extended in each.
    program = np.array([[0, 0], [0, 1], [0, 1], [1, -1]])[:, np.newaxis]
    mission = np.array([[0, 0], [-1, 1], [0, 1], [1, -1]])[:, np.newaxis]
    mass = np.array([[30.0, 10.0]] * 4)[:, np.newaxis] if mass is None else mass
    return sweep(
        levers,
        status,
        trailing=TRAILING,
        nothing=0.0,
        **{MASS: mass, PROGRAM: program, MISSION: mission},
    )


def test_shares_are_counted_over_the_runs():
    shares = contributions(made())
    assert shares["landed_share"].values == pytest.approx([0.75, 0.25])
    assert shares["critical_share"].sel(milestone="station_basic").values == pytest.approx([0.75, 0.25])
    # One run hung on nothing planned, so that the shares add up to three quarters.
    assert shares["critical_share"].sel(milestone="station_extended").values == pytest.approx([0.25, 0.5])
    assert shares["critical_mission_share"].sel(milestone="station_extended").values == pytest.approx([0.25, 0.5])
    assert shares["critical_mission_share"].sel(milestone="station_basic").values == pytest.approx([0.5, 0.25])


def test_runs_that_failed_are_left_out():
    shares = contributions(made(np.array([[1], [1], [2], [2]])))
    assert int(shares["run_count"]) == 2
    assert shares["critical_share"].sel(milestone="station_extended").values == pytest.approx([0.5, 0.5])


def test_values_of_a_lever_are_kept_apart_and_never_mixed():
    mass = np.array([[10.0, 0.0], [10.0, 30.0]])[:, np.newaxis, np.newaxis]
    data = made(levers={"cooperation": ["lapsed", "active"]}, mass=mass)
    shares = contributions(data, "cooperation")
    assert shares["landed_share"].sel(program="russia").values == pytest.approx([0.0, 0.75])
    with pytest.raises(ValueError, match="cooperation"):
        contributions(data)


def test_what_a_sweep_does_not_allow_is_refused_with_the_reason():
    with pytest.raises(AnalysisError, match=PROGRAM):
        contributions(made().drop_vars(PROGRAM))
    with pytest.raises(AnalysisError, match="no run ended well"):
        contributions(made(2))
    nothing = contributions(made(mass=0.0))
    assert np.isnan(nothing["landed_share"]).all()
