"""How missions' slips are calibrated, and what those held against a precursor are held against."""

import functools
import math

import numpy as np
import pytest
from scipy.special import ndtri

from experiments.slips import calibrate as calibrating
from experiments.slips.campaigns import announced, base_scenario
from experiments.slips.held import held_against_days
from experiments.slips.targets import targets
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.world.prepared import prepare
from lunarsim.world.programs.calibrations import AS_FIT, Calibration

CREWS = ("artemis_4", "artemis_5")
LANDERS = (
    *("artemis_4_lander", "artemis_5_lander", "blue_moon_2_lander", "artemis_6_lander"),
    *("artemis_7_lander", "artemis_8_lander", "artemis_9_lander"),
)


@functools.cache
def latest_base():
    built = base_scenario("latest")
    return prepare(built).missions, targets(announced(built), built.logistics.transit_days)


def crews_by_fits(given_up, **days):
    """Return when the first two crews fly in one run by the fits alone, each lander a hundred days after the last."""
    missions, wanted = latest_base()
    alone = {planned.key: np.array([100.0]) for planned in missions}
    alone |= {key: np.array([1_000.0 + 100.0 * place]) for place, key in enumerate(LANDERS)}
    alone |= {key: np.array([day]) for key, day in days.items()}
    alone |= {key: np.array([math.inf]) for key in given_up}
    found = held_against_days(missions, wanted, alone)
    assert set(found) == set(CREWS)
    return [float(found[crew][0]) - wanted[crew].lead_days for crew in CREWS]


@pytest.mark.parametrize(
    ("given_up", "days"),
    [
        ((), [1_000.0, 1_100.0]),
        (("artemis_5_lander",), [1_000.0, 1_200.0]),
        (("blue_moon_2_lander",), [1_000.0, 1_100.0]),
        # What a lander hangs on goes with it, and so do the later ones of its line.
        (("hls_demonstration",), [1_200.0, 1_400.0]),
        (("blue_moon_2_demonstration", "artemis_5_lander"), [1_000.0, math.inf]),
        # A crew that is given up leaves its lander to the next one, which needs that landing.
        (("artemis_4",), [math.inf, math.inf]),
        (("artemis_5",), [1_000.0, math.inf]),
    ],
)
def test_a_crew_held_against_its_lander_takes_the_next_by_the_fits_where_that_is_given_up(given_up, days):
    assert crews_by_fits(given_up) == days


def test_landers_that_nobody_announced_come_after_what_they_need_by_the_fits_too():
    gone = ("artemis_5_lander", "blue_moon_2_demonstration")
    assert crews_by_fits((), artemis_4_lander=1_050.0) == [1_050.0, 1_100.0]
    # Of Blue Moon only the one that nobody announced is left for the second crew, and it comes after the first.
    late = {"artemis_7_lander": 900.0, "blue_moon_2_lander": 2_000.0}
    assert crews_by_fits(("hls_demonstration",), **late) == [2_000.0, 2_000.0]
    assert crews_by_fits(gone)[1] == math.inf


def test_a_stored_calibration_that_is_better_than_what_is_found_is_kept(monkeypatch):
    known = {planned.key: planned for planned in announced(base_scenario("ilrs_2021"))}
    special, stored = "luna_26", Calibration(-0.4, 0.7, 1.9)
    unit = (np.arange(200) + 0.5) / 200

    def law(planned, calibration):
        mean, sd, normal = planned.plan.ratio.ln_mean, planned.plan.ratio.ln_sd, ndtri(unit)
        ln = mean + calibration.ln_shift + sd * np.where(normal < 0, calibration.below, calibration.above) * normal
        return (planned.planned_day + OFFSET_DAYS) * np.exp(ln) - OFFSET_DAYS

    def launches(pool, plan, lines, calibrations, seed, runs):
        days = {key: law(planned, (calibrations or {}).get(key, AS_FIT)) for key, planned in known.items()}
        # One flies as its fit says under the stored figures only, and else so late that no step leads there.
        if calibrations and calibrations[special] != stored:
            days[special] = days[special] + 5_000.0
        elif calibrations:
            days[special] = law(known[special], AS_FIT)
        return days

    monkeypatch.setattr(calibrating, "first_launches", launches)
    monkeypatch.setattr(calibrating, "slip_calibrations", lambda plan: {special: stored})
    found = calibrating.calibrate("ilrs_2021", 200, None)
    assert found[special][:3] == stored[:3]
    assert all(found[key][:3] == pytest.approx(AS_FIT[:3], abs=0.02) for key in known if key != special)
