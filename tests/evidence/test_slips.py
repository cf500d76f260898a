"""The record of announced and actual dates, and the slip model fit to it."""

import dataclasses
import datetime as dt
import functools
import math

import numpy as np
import pytest
import yaml
from scipy.special import ndtri

from experiments.slips.calibrate import others_cancelled
from experiments.slips.campaigns import announced, base_scenario
from experiments.slips.closeness import ABOVE, BELOW, MOST_SHIFT, SEARCH, differences, found_quantiles, tried
from experiments.slips.fit import PRIORS, Fit, Likelihood, at_point, fit
from experiments.slips.forecasts import fit_as_before
from experiments.slips.library import LIBRARY, library_text
from experiments.slips.record import DATA_DATE, KEPT_APART, Statement, known_at, record, statements
from experiments.slips.targets import Target, dated_by, targets
from lunarsim.physics.chance import slip_ratio
from lunarsim.physics.chance.plan_bands import NINE_TENTHS
from lunarsim.physics.chance.slip_ratio import OFFSET_DAYS
from lunarsim.scenario.library.slip_fits import slip_fit
from lunarsim.world.programs.calibrations import Calibration
from tests.oracles.slip_quantile import remaining_days

MODERN = [
    row
    for row in statements()
    if row.part == "lunar"
    and row.actual is not None
    and row.actual.year >= 1990
    and row.mission != "Long March 5 return to flight"
]
"""Launches of missions announced after 1990 that have flown, of the lunar part: 99 statements of 23 missions."""


def test_the_lunar_part_holds_214_statements_of_60_milestones_half_of_them_flown():
    rows = [row for row in statements() if row.part == "lunar"]
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


@functools.cache
def simulated_slips(times=1_000):
    """Return slips of the record's own statements as the fit would have them, NaN where not flown by the data's date.

    Dims (simulation, statement), of the lunar part. Habits are drawn by agency and mission, so that statements of one
    mission go together.
    """
    rows = [row for row in known_at(statements(), DATA_DATE) if row.announced.year >= 1990 and row.part == "lunar"]
    random, fitted = np.random.default_rng(2026), slip_fit(DATA_DATE.isoformat())
    by_agency, by_mission = (
        {name: random.standard_normal(times) for name in dict.fromkeys(getattr(row, field) for row in rows)}
        for field in ("agency", "mission")
    )
    slips = np.full((times, len(rows)), np.nan)
    for column, row in enumerate(rows):
        ratio = fitted.forecast(row.agency, row.kind, row.planned_days, row.precision_days)
        of_agency, of_mission = fitted.habit(row.agency).ln_sd, fitted.mission_ln_sd
        effect = (of_agency * by_agency[row.agency] + of_mission * by_mission[row.mission]) / math.hypot(
            of_agency, of_mission
        )
        normal = ratio.effect_ln_sd * effect + ratio.own_ln_sd * random.standard_normal(times)
        days = remaining_days(row.planned_days, ratio.ln_mean, 1.0, normal) - row.planned_days
        censored = (min(row.ended or DATA_DATE, DATA_DATE) - row.announced).days - row.planned_days
        slips[:, column] = np.where(days <= censored, days, np.nan)
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


def test_the_shipped_figures_are_at_the_optimum_and_its_habits_follow():
    shipped = yaml.safe_load(LIBRARY.read_text(encoding="utf-8"))["fits"][DATA_DATE.isoformat()]
    likelihood = Likelihood(record(known_at(statements(), DATA_DATE)))
    point = Fit(*(shipped[name] for name, *_ in PRIORS), {}).point
    best = likelihood.loss(point)
    for index, (name, _, width) in enumerate(PRIORS):
        for step in (-0.25, 0.25):
            moved = point.copy()
            moved[index] += step * width
            assert likelihood.loss(moved) > best, name
    for name, (center, spread) in at_point(likelihood, point).agencies.items():
        assert shipped["agencies"][name] == pytest.approx({"ln_mean": center, "ln_sd": spread}, abs=0.01), name
    assert shipped["missions"] == sorted({row.mission for row in known_at(statements(), DATA_DATE)})


@pytest.mark.slow
def test_the_shipped_figures_are_what_a_fit_gives():
    shipped, made = yaml.safe_load(LIBRARY.read_text(encoding="utf-8")), yaml.safe_load(library_text())
    assert list(shipped["fits"]) == list(made["fits"])
    for date, figures in shipped["fits"].items():
        again = made["fits"][date]
        assert (figures["statements"], figures["missions"]) == (again["statements"], again["missions"])
        for name in (name for name, value in figures.items() if isinstance(value, float)):
            assert again[name] == pytest.approx(figures[name], rel=0.02, abs=0.005), (date, name)
        for part in ("agencies", "shelved"):
            for name, habit in figures[part].items():
                assert again[part][name] == pytest.approx(habit, abs=0.01), (date, name)


def test_unflown_missions_make_the_fit_later():
    rows = [row for row in known_at(statements(), DATA_DATE) if row.part == "lunar"]
    every, flown = fit(record(rows)), fit(record([row for row in rows if row.actual is not None]))
    assert every.population_ln_mean > flown.population_ln_mean + 0.1


def test_a_mission_given_up_speaks_for_a_longer_time_than_until_then_but_less_than_one_that_is_open():
    rows = [row for row in known_at(statements(), DATA_DATE) if row.actual is not None and row.part == "lunar"]
    day = dt.date(2012, 1, 1)
    late = Statement("Nova 1", "China", day, dt.date(2014, 1, 1), None, None, False, 0.0)
    given_up = dataclasses.replace(late, ended=DATA_DATE)
    point = Fit(0.6, 0.0, 0.28, 0.37, 0.33, 60.0, {}).point
    without, open_still, ended = (
        at_point(Likelihood(record([*rows, *more])), point).agencies["China"][0] for more in ([], [late], [given_up])
    )
    assert without < ended < open_still


def test_first_crewed_landings_and_flights_were_late_by_years_or_never_came():
    # As told in docs/dates.md: of seven whose date is past, one kept it, four came 1.8 to 6.9 years late, two never.
    names = ("Apollo first landing", "Shenzhou 5", "US crewed lunar landing (Constellation)", "Artemis II")
    names += ("Ares I first flight with crew", "Crew Dragon Demo-2", "Starliner CFT")
    first = {}
    for row in sorted([*statements(), *statements(KEPT_APART)], key=lambda row: row.announced):
        first.setdefault(row.mission, row)
    rows = [first[name] for name in names]
    assert all(row.kind == "crewed_or_first" for row in rows)
    late = sorted((row.actual - row.planned).days / 365.25 for row in rows if row.actual)
    assert late == pytest.approx([-0.5, 1.8, 4.2, 4.9, 6.9], abs=0.06)
    assert [row.mission for row in rows if row.ended] == [names[2], names[4]]


def test_the_fit_that_was_shipped_before_is_made_again():
    # Figures of configs/library/slips.yml before the record was widened, the reference of the scores.
    again = fit_as_before(known_at(statements(), DATA_DATE), DATA_DATE)
    assert (again.population_ln_mean, again.mission_ln_sd, again.rise_days) == pytest.approx(
        (0.671, 0.365, 41.6), rel=0.01
    )
    assert again.agencies["China"] == pytest.approx((0.505, 0.125), abs=0.005)
    assert again.agencies["USA"] == pytest.approx((0.706, 0.098), abs=0.005)


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
            kind = ("other", "crewed_or_first")[mission % 2]
            theta = habit + 0.35 * (mission % 2) + 0.4 * random.standard_normal()
            for planned in (90, 400, 900, 1_800):
                mean = slip_ratio.horizon_weight(planned, 60.0) * theta
                days = remaining_days(planned, mean, 0.2, random.standard_normal())
                start = dt.date(2010, 1, 1)
                dates = [start + dt.timedelta(round(float(value))) for value in (planned, days)]
                rows.append(Statement(f"{agency}/{mission}", str(agency), start, *dates, None, False, 0.0, kind))
    made = fit(record(rows, dt.date(2015, 1, 1)), Fit(0.5, 0.1, 0.3, 0.35, 0.25, 80.0, {}))
    assert made.population_ln_mean == pytest.approx(0.6, abs=0.2)
    assert made.kind_ln_mean == pytest.approx(0.35, abs=0.15)
    assert made.agency_ln_sd == pytest.approx(0.3, rel=0.5)
    assert made.mission_ln_sd == pytest.approx(0.4, rel=0.15)
    assert made.statement_ln_sd == pytest.approx(0.2, rel=0.1)
    assert made.rise_days == pytest.approx(60.0, rel=0.4)


def test_a_crew_is_held_against_a_lander_that_no_crew_before_it_takes():
    built = base_scenario("latest")
    found = targets(announced(built), built.logistics.transit_days)
    assert (found["artemis_4"].held_against, found["artemis_5"].held_against) == (
        "artemis_4_lander",
        "artemis_5_lander",
    )
    plans = {planned.key: planned.planned_day for planned in announced(built)}
    for crew, lander in (("artemis_4", "artemis_4_lander"), ("artemis_5", "artemis_5_lander")):
        # The plan has the lander leave a quarter before the crew.
        assert found[crew].lead_days == plans[crew] - plans[lander] >= 90.0
        assert dated_by(found, crew) == (lander, found[crew].lead_days)
        days = [(plans[key] + OFFSET_DAYS) * math.exp(found[key].quantiles[1]) - OFFSET_DAYS for key in (crew, lander)]
        assert days[0] - days[1] == pytest.approx(found[crew].lead_days)
    assert dated_by(found, "artemis_4_lander") == ("artemis_4_lander", 0.0)


PLANNED, LN_MEAN, LN_SD = 900.0, 0.5, 0.3
LAW = Target((LN_MEAN - NINE_TENTHS * LN_SD, LN_MEAN, LN_MEAN + NINE_TENTHS * LN_SD))
BY_FIT = (PLANNED + OFFSET_DAYS) * np.exp(LN_MEAN + LN_SD * ndtri((np.arange(2_000) + 0.5) / 2_000)) - OFFSET_DAYS


def test_dates_that_have_the_fit_differ_from_it_nowhere():
    more = differences(np.random.default_rng(3).permutation(BY_FIT), BY_FIT)
    assert np.abs(more).max() <= 1e-3
    assert found_quantiles(more, LAW) == pytest.approx(LAW.quantiles, abs=2e-3)


@pytest.mark.parametrize(("shift", "wider"), [(0.1, 1.0), (-0.1, 1.0), (0.0, 1.2), (0.0, 0.8)])
def test_differences_of_probability_tell_how_far_off_dates_are(shift, wider):
    logs = np.log((BY_FIT + OFFSET_DAYS) / (PLANNED + OFFSET_DAYS))
    found = LN_MEAN + shift + wider * (logs - LN_MEAN)
    days = (PLANNED + OFFSET_DAYS) * np.exp(found) - OFFSET_DAYS
    expected = LN_MEAN + shift + wider * (np.array(LAW.quantiles) - LN_MEAN)
    # Not in full where they lie far off, as a probability has its limits.
    assert found_quantiles(differences(days, BY_FIT), LAW) == pytest.approx(expected, abs=0.03)


def test_of_two_windows_the_earlier_is_best_used_as_often_as_the_fit_says_half_way_between_them():
    first, second = np.quantile(BY_FIT, [0.2, 0.7])
    shares = np.linspace(0.0, 1.0, 101)
    best, steered = [], []
    for share in shares:
        early = round(share * BY_FIT.size)
        days = np.repeat([first, second], [early, BY_FIT.size - early])
        more = differences(days, BY_FIT)
        best.append(np.mean(np.square(more)))
        steered.append(abs(found_quantiles(more, LAW)[1] - LAW.quantiles[1]))
    # Half way by the fit's probability; the middle part of the fit steers near it.
    assert shares[np.argmin(best)] == pytest.approx(0.45, abs=0.02)
    assert shares[np.argmin(steered)] == pytest.approx(0.5, abs=0.05)


def test_a_search_moves_the_shift_and_each_spread_by_itself_within_their_limits():
    start = Calibration(-0.2, 0.8, 1.2)
    moved = [np.subtract(tried(start, trial, 0.3), start)[:3] for trial in SEARCH]
    assert any(below == 0.0 != above for _, below, above in moved)
    assert any(below > 0.0 > above for _, below, above in moved)
    assert any(shift != 0.0 == below == above for shift, below, above in moved)
    # The own median comes not before the plan: the mean of the fit is 0.3.
    assert tried(start, (-9.0, 0.0, 0.0), 0.3) == Calibration(-0.3, BELOW[0], ABOVE[0])
    assert tried(start, (9.0, 9.0, 9.0), 0.3) == Calibration(MOST_SHIFT, BELOW[1], ABOVE[1])


def test_a_mission_that_is_searched_for_alone_keeps_all_that_it_needs():
    lines = others_cancelled("latest", ["viper"])
    cancelled = {line.removeprefix("missions.").removesuffix(".cancelled=true") for line in lines}
    assert "change_7" in cancelled
    assert not cancelled & {"viper", "blue_moon_1"}
    # One that takes any of several landers keeps them all.
    assert not {"artemis_5_lander", "artemis_9_lander", "hls_demonstration"} & {
        line.split(".")[1] for line in others_cancelled("latest", ["artemis_5"])
    }
    assert others_cancelled("latest", []) == ()
