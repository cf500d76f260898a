"""The record of announced and actual dates, and the slip model fit to it."""

import datetime as dt
import functools

import numpy as np
import pytest
import yaml

from experiments.slips import score
from experiments.slips.fit import LIBRARY, Fit, fit, library_text
from experiments.slips.record import DATA_DATE, TABLE, Statement, known_at, record, statements
from experiments.slips.score import Forecasts, chosen
from lunarsim import analysis
from lunarsim.door.backcasting.report import forecast
from lunarsim.door.backcasting.statements import read_statements
from lunarsim.physics.chance import slip_ratio
from lunarsim.physics.chance.slip_ratio import PRECISION_DAYS
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.world.programs.dated_plans import DatedPlan, fitted_ratio
from lunarsim.world.programs.slip_law import SlipLaw
from tests.oracles.slip_quantile import remaining_days
from tests.world.slipping import SLIP_ALONE

MODERN = [
    row
    for row in statements()
    if row.actual is not None and row.actual.year >= 1990 and row.mission != "Long March 5 return to flight"
]
"""Launches of missions announced after 1990 that have flown: 99 statements of 23 missions."""


def test_the_record_holds_214_statements_of_60_milestones_half_of_them_flown():
    rows = statements()
    assert (len(rows), len({row.mission for row in rows})) == (214, 60)
    assert sum(row.actual is not None for row in rows) == 107
    assert (len(MODERN), len({row.mission for row in MODERN})) == (99, 23)
    assert all(row.announced <= row.actual for row in rows if row.actual is not None)


def test_ratios_of_times_of_plans_half_a_year_ahead():
    # Published with the record, to two digits: n = 76, 1.01 / 1.18 / 1.77 / 2.31 / 2.85 at P10 to P90.
    data = record([row for row in MODERN if row.planned_days >= 180])
    logs = slip_ratio.ln_ratio(data.planned_days, data.known_days, 0.0)
    assert len(data) == 76
    quantiles = np.exp(np.quantile(logs, (0.1, 0.25, 0.5, 0.75, 0.9)))
    assert quantiles == pytest.approx([1.01, 1.18, 1.77, 2.31, 2.85], abs=0.006)
    assert (logs.mean(), logs.std()) == pytest.approx((0.54, 0.43), abs=0.01)


@pytest.mark.parametrize(
    ("low", "high", "count", "median"),
    [(0, 90, 14, 8), (90, 365, 26, 101), (365, 730, 17, 511), (730, 1461, 32, 805), (1461, 99_999, 10, 1351)],
)
def test_slips_grow_with_the_horizon(low, high, count, median):
    # Published with the record: median slip in days by horizon.
    data = record([row for row in MODERN if low <= row.planned_days < high])
    assert len(data) == count
    assert np.median(data.known_days - data.planned_days) == pytest.approx(median, abs=1.0)


class Numbers:
    """Draws that are given: one for the habit of an agency, one for what a statement has of its own."""

    def __init__(self, habit, own):
        self.given = {AGENCY: habit, STATEMENT: own}

    def normal(self, entity, purpose):
        assert purpose == "slip"
        return self.given[entity]


AGENCY, STATEMENT = "agency", "statement"


@functools.cache
def simulated_slips(times=1_000):
    """Return slips of the record's own statements as the fit would have them, NaN where not flown by the data's date.

    Dims (simulation, statement). Habits are drawn by agency and mission, so that statements of one mission go together:
    what a statement has of its own is standard normal, but shares its mission's part with the mission's others.
    """
    rows = [row for row in known_at(statements(), DATA_DATE) if row.announced.year >= 1990]
    random, as_of = np.random.default_rng(2026), DATA_DATE.isoformat()
    by_agency, by_mission = (
        {name: random.standard_normal(times) for name in dict.fromkeys(getattr(row, field) for row in rows)}
        for field in ("agency", "mission")
    )
    # Plans slip here as the record has them, with the waits that calibrations leave out of a campaign's slips.
    fit = slip_fit(as_of)
    slips = np.full((times, len(rows)), np.nan)
    for column, row in enumerate(rows):
        precision = min(PRECISION_DAYS, key=lambda word: abs(PRECISION_DAYS[word] - row.precision_days))
        ratio = fitted_ratio(fit, row.agency, "other", row.planned_days, precision)
        plan = DatedPlan(STATEMENT, AGENCY, row.agency, "other", "", precision, row.planned_days, ratio)
        of_mission = slip_ratio.horizon_weight(row.planned_days, fit.rise_days) * fit.mission_ln_sd
        coarse = slip_ratio.date_ln_sd(row.planned_days, PRECISION_DAYS[precision])
        of_statement = np.hypot(fit.statement_ln_sd, coarse)
        own = of_mission * by_mission[row.mission] + of_statement * random.standard_normal(times)
        own /= np.hypot(of_mission, of_statement)
        censored = (min(row.ended or DATA_DATE, DATA_DATE) - row.announced).days - row.planned_days
        for number, normals in enumerate(zip(by_agency[row.agency].tolist(), own.tolist(), strict=True)):
            law = SlipLaw(AGENCY, Program(), fit, Slips(), SLIP_ALONE, Numbers(*normals))
            days = law.days(plan, row.planned_days)
            if days <= censored:
                slips[number, column] = days
    return np.array([row.planned_days for row in rows]), slips


@pytest.mark.parametrize(
    ("low", "high", "published"),
    [
        (0, 90, (0, 0, 8, 45, 158)),
        (90, 365, (4, 26, 101, 293, 390)),
        (365, 730, (44, 333, 511, 771, 1_084)),
        (730, 1_461, (3, 222, 805, 1_289, 2_014)),
        (1_461, 99_999, (-15, 188, 1_351, 1_730, 2_337)),
    ],
)
def test_simulated_statements_censored_at_the_date_of_the_data_slip_as_the_record_does(low, high, published):
    # Published with the record: P10, P25, P50, P75, P90 of the slip in days by horizon, of what had flown.
    planned, slips = simulated_slips()
    of_horizon = slips[:, (planned >= low) & (planned < high)]
    quantiles = np.nanquantile(of_horizon, (0.1, 0.25, 0.5, 0.75, 0.9), axis=1)
    bottom, top = np.quantile(quantiles, (0.01, 0.99), axis=1)
    print(np.round([bottom, np.median(quantiles, axis=1), top]), published)
    assert (bottom <= published).all()
    assert (published <= top).all()


def test_the_shipped_figures_are_what_a_fit_gives():
    shipped, made = yaml.safe_load(LIBRARY.read_text(encoding="utf-8")), yaml.safe_load(library_text())
    assert list(shipped["fits"]) == list(made["fits"])
    for date, figures in shipped["fits"].items():
        again = made["fits"][date]
        assert (figures["statements"], figures["missions"]) == (again["statements"], again["missions"])
        for name in (name for name, value in figures.items() if isinstance(value, float)):
            assert again[name] == pytest.approx(figures[name], rel=0.02), (date, name)
        for name, habit in figures["agencies"].items():
            assert again["agencies"][name] == pytest.approx(habit, abs=0.01), (date, name)


def test_backcast_forecasts_and_scores_the_record_as_the_fit_does():
    rows, shipped = statements(), slip_fit(DATA_DATE.isoformat())
    habits = {row.agency: shipped.habit(row.agency) for row in rows}
    figures = (shipped.mission_ln_sd, shipped.statement_ln_sd, shipped.rise_days)
    by_agency = {name: (habit.ln_mean, habit.ln_sd) for name, habit in habits.items()}
    mean, sd = Fit(shipped.population.ln_mean, shipped.population.ln_sd, *figures, by_agency).forecast(record(rows))
    dataset = forecast(read_statements(TABLE), shipped, DATA_DATE)
    np.testing.assert_allclose(dataset["ln_mean"], mean, rtol=1e-12)
    np.testing.assert_allclose(dataset["ln_sd"], sd, rtol=1e-12)

    one = np.array([shipped.ratio_ln_mean, shipped.ratio_ln_sd])[:, None] * np.ones(len(rows))
    ours, made = analysis.scores(dataset, resamples=2), Forecasts(rows, mean, sd, *one)
    flown = score.scores(chosen(made, lambda row: row.actual is not None))
    past = score.scores(chosen(made, lambda row: row.planned < DATA_DATE), clipped=True)
    for prefix, expected in (("", flown), ("clipped_", past)):
        for name, values in (
            ("crps_days", expected.model),
            ("one_ratio_crps_days", expected.one),
            ("face_value_days", expected.announced),
        ):
            assert ours[prefix + name].values[0, 0] == pytest.approx(values.mean(), rel=1e-9), prefix + name


def test_unflown_missions_make_the_fit_later():
    rows = known_at(statements(), DATA_DATE)
    every, flown = fit(record(rows)), fit(record([row for row in rows if row.actual is not None]))
    assert every.population_ln_mean > flown.population_ln_mean + 0.1


def test_a_fit_knows_nothing_of_what_came_later():
    date = dt.date(2015, 1, 1)
    early = known_at(statements(), date)
    blind = [
        row.__class__(**{**vars(row), "actual": None}) if row.actual and row.actual > date else row for row in early
    ]
    assert fit(record(early, date)) == fit(record(blind, date))


def test_the_fit_finds_the_figures_that_made_the_statements():
    random = np.random.default_rng(1)
    rows = []
    for agency in range(12):
        habit = 0.6 + 0.3 * random.standard_normal()
        for mission in range(10):
            theta = habit + 0.4 * random.standard_normal()
            for planned in (90, 400, 900, 1_800):
                mean = slip_ratio.horizon_weight(planned, 60.0) * theta
                days = remaining_days(planned, mean, 0.2, random.standard_normal())
                start = dt.date(2010, 1, 1)
                dates = [start + dt.timedelta(round(float(value))) for value in (planned, days)]
                rows.append(Statement(f"{agency}/{mission}", str(agency), start, *dates, None, False, 0.0))
    made = fit(record(rows, dt.date(2015, 1, 1)))
    assert made.population_ln_mean == pytest.approx(0.6, abs=0.2)
    assert made.agency_ln_sd == pytest.approx(0.3, rel=0.5)
    assert made.mission_ln_sd == pytest.approx(0.4, rel=0.15)
    assert made.statement_ln_sd == pytest.approx(0.2, rel=0.1)
    assert made.rise_days == pytest.approx(60.0, rel=0.4)
