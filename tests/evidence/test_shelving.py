"""How often missions are given up, from statements of which it is known."""

import datetime as dt

import numpy as np
import pytest

from experiments.slips.fit import Fit
from experiments.slips.record import DATA_DATE, Statement, known_at, record, statements
from experiments.slips.shelving import CLASSES, firsts, hazards, hazards_of_table, log_likelihoods
from lunarsim.physics.chance import slip_ratio
from lunarsim.scenario.library.slip_fits import slip_fit

SLIPS = Fit(0.6, 0.0, 0.3, 0.35, 0.3, 60.0, {"China": (0.6, 0.0), "commercial": (0.6, 0.0)})


def made_up(hazard, years, number, random):
    """Return statements of missions that fly or are given up along their plans, at a hazard per year."""
    rows, start = [], dt.date(2012, 1, 1)
    planned = years * 365.25
    law = slip_ratio.forecast(planned, 0.0, 0.6, 0.35, 0.3, 60.0)
    for mission in range(number):
        ratio = np.exp(law.ln_mean + law.ln_sd * random.standard_normal())
        given_up = random.exponential(365.25 / hazard)
        behind = min(given_up, planned)
        day = start + dt.timedelta(max(round((behind + 30.0) * ratio - 30.0), 0))
        flies = given_up >= planned
        agency = ("China", "commercial")[mission % 2]
        dates = (day, None) if flies else (None, day)
        rows.append(
            Statement(f"{years}/{mission}", agency, start, start + dt.timedelta(round(planned)), *dates, False, 0.0)
        )
    return rows


@pytest.mark.parametrize("hazard", [0.03, 0.12])
def test_the_hazard_that_made_the_record_is_found_though_much_of_it_is_open(hazard):
    random = np.random.default_rng(7)
    rows = [row for years in (1, 3, 6) for row in made_up(hazard, years, 400, random)]
    found = hazards(rows, dt.date(2020, 1, 1), SLIPS)
    for name in CLASSES:
        median, low, high = getattr(found, name)
        assert low < hazard < high
        assert median == pytest.approx(hazard, rel=0.3)


def test_a_mission_counts_once_from_its_first_statement_on():
    rows = statements()
    first = firsts(rows)
    assert len(first) == len({row.mission for row in rows})
    assert all(row.announced >= one.announced for one in first for row in rows if row.mission == one.mission)


def test_what_has_flown_speaks_against_the_hazard_by_all_of_its_plan_and_what_is_open_by_less():
    day = dt.date(2012, 1, 1)
    planned = dt.date(2022, 1, 1)
    flown, late, ended = (
        log_likelihoods(record([Statement("Nova 1", "China", day, planned, *dates, False, 0.0)]), SLIPS)[0]
        for dates in ((dt.date(2024, 1, 1), None), (None, None), (None, dt.date(2014, 1, 1)))
    )
    assert (np.diff(flown) < 0).all()
    assert flown[-1] - flown[0] < late[-1] - late[0] < 0.0
    assert ended.argmax() > 0


def test_the_record_gives_up_firms_missions_more_often_and_its_shipped_hazards_are_these():
    shipped = slip_fit(DATA_DATE.isoformat())
    figures = (shipped.population.ln_mean, shipped.kinds["crewed_or_first"], shipped.population.ln_sd)
    spreads = (shipped.mission_ln_sd, shipped.statement_ln_sd, shipped.rise_days)
    rows = known_at(statements(), DATA_DATE)
    by_agency = {row.agency: (shipped.habit(row.agency).ln_mean, shipped.habit(row.agency).ln_sd) for row in rows}
    fitted = Fit(*figures, *spreads, by_agency)
    found = hazards(rows, DATA_DATE, fitted)
    for name in CLASSES:
        assert shipped.shelved_per_year(name).per_year == pytest.approx(getattr(found, name)[0], abs=0.002)
    assert found.commercial[0] > 1.5 * found.state[0]
    whole = hazards_of_table(rows, DATA_DATE, fitted)
    assert found.state[0] < whole.state[0]
    assert found.state[2] == whole.state[2]
