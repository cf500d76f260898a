"""The record of budgets and the shocks fit to it."""

import datetime as dt

import numpy as np
import pytest

from experiments.budgets.fit import LIBRARY, fit, library_text
from lunarsim.scenario.groups.programs.money import Money
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.fits.budgets import budget_fit
from lunarsim.words.draws import single
from lunarsim.world.money.funding import Funding
from lunarsim.world.money.needs import year_starts

YEARS = year_starts(dt.date(2026, 7, 1))


def test_the_library_holds_what_the_record_gives():
    text = LIBRARY.read_text(encoding="utf-8")
    assert library_text(text) == text
    fitted, pooled = fit()
    assert {name.casefold(): round(ln_sd, 3) for name, ln_sd in fitted.items()} == budget_fit().agencies
    assert budget_fit().ln_sd("nobody") == round(pooled, 3)


def test_the_shock_of_russia_s_budget_gives_the_moves_of_its_plans():
    # Plans of three years before were moved by -40 to +40 %: about 80 % of what the fit expects lies within.
    rows = read("budgets")["revisions"]["Russia"]
    moves = [row["later"] / row["earlier"] - 1.0 for row in rows]
    assert min(moves) == pytest.approx(-0.42, abs=0.01)
    assert max(moves) == pytest.approx(0.26, abs=0.01)
    third = [Funding("russia", Money(), YEARS, 5, single(1, sample)).budgets[3] for sample in range(6_000)]
    low, median, high = np.quantile(third, (0.1, 0.5, 0.9))
    assert low / median - 1.0 == pytest.approx(-0.32, abs=0.03)
    assert high / median - 1.0 == pytest.approx(0.47, abs=0.04)


def test_russia_s_budget_is_the_least_sure_of_the_three():
    assert budget_fit().ln_sd("Russia") > budget_fit().ln_sd("China") > budget_fit().ln_sd("USA")
