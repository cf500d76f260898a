"""The fits to the lives of satellites and rovers, against what was published and against their own record."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from lunarsim.physics.reliability.lives import weibull_age_years
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.fits.lives import random_losses, rover_lives


@pytest.mark.parametrize(("years", "share"), [(8.0, 0.93), (15.0, 0.91)])
def test_satellites_survive_as_castet_and_saleh_found(years, share):
    """Castet and Saleh 2009, J. Spacecraft and Rockets 46:1065, 1,584 satellites launched 1990-2008."""
    law = random_losses()
    assert math.exp(-((years / law.scale_years) ** law.shape)) == pytest.approx(share, abs=0.005)
    assert weibull_age_years(share, *law) == pytest.approx(years, rel=0.25)


def test_most_losses_of_satellites_come_early():
    law = random_losses()
    first, second = (weibull_age_years(share, *law) for share in (0.97, 0.94))
    assert second - first > first


def _record():
    record = read("lives")["rovers"]["record"].values()
    ratios = np.array([math.log(each["worked_days"] / each["designed_days"]) for each in record])
    return ratios, np.array([each["ended"] for each in record])


def test_the_law_of_rovers_is_the_best_one_for_their_record():
    """Maximum likelihood, where what had not ended has outlived what it is known for."""
    ratios, ended = _record()

    def misfit(parameters):
        law = stats.norm(parameters[0], math.exp(parameters[1]))
        return -(law.logpdf(ratios[ended]).sum() + law.logsf(ratios[~ended]).sum())

    best = optimize.minimize(misfit, [1.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10}).x
    fit = rover_lives()
    assert fit.ratio == pytest.approx(math.exp(best[0]), rel=0.01)
    assert fit.ln_sd == pytest.approx(math.exp(best[1]), rel=0.01)


def test_the_law_of_rovers_is_told_from_a_log_normal_by_none_of_them():
    ratios, ended = _record()
    fit = rover_lives()
    normals = (ratios - math.log(fit.ratio)) / fit.ln_sd
    assert (abs(normals[ended]) < 2.5).all()
    assert len(ratios) == 8


@pytest.mark.parametrize(("rover", "ratio"), [("yutu", 0.5), ("lunokhod_2", 1.3), ("lunokhod_1", 3.5), ("zhurong", 4.0),
                                              ("spirit", 24.0), ("yutu_2", 30.0), ("opportunity", 57.0)])  # fmt: skip
def test_rovers_lasted_as_published(rover, ratio):
    known = read("lives")["rovers"]["record"][rover]
    assert known["worked_days"] / known["designed_days"] == pytest.approx(ratio, rel=0.08)
    assert known["ended"] is (rover != "yutu_2")


def test_of_satellites_of_ten_years_half_are_at_work_after_about_fifteen():
    """Both causes of an end together, as simulated: random losses and wear-out about 1.6 times the design life."""
    law = random_losses()
    works = math.exp(-((15.0 / law.scale_years) ** law.shape)) * stats.norm.sf(math.log(15.0 / 16.0) / 0.4)
    assert works == pytest.approx(0.51, abs=0.02)
