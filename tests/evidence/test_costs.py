"""Costs of programs against what is published of them."""

import numpy as np
import pytest
import xarray as xr

import lunarsim as ls
from experiments.costs.paired import HORIZON, MILESTONES, SHOCKS, differences, summed_up_to
from lunarsim.scenario.library.fits.budgets import grants
from lunarsim.world.prepared import prepare
from tests.oracles.budget_path import fixed_levels
from tests.scenario.building import RACE, scenario_of

MUSD = 1e-6
DRY = 0.3


def test_change_4_built_to_a_known_design_costs_a_kilometer_of_subway():
    """Wu Yanhua, January 2019: near that; 500 to 1,200 million yuan, 73 to 172 million USD (go-taikonauts.com)."""
    china = scenario_of().programs["china"]
    long_march_3b = 70.0
    assert 73 < DRY * 3_780 * china.hardware_usd_per_kg * MUSD + long_march_3b < 172


def test_change_1_costs_what_was_approved_within_a_factor_of_one_and_a_half():
    """1.4 billion yuan of 2004 to 2007, 175 million USD, for design, building and flight (Xinhua, 22 July 2006)."""
    china = scenario_of().programs["china"]
    built = DRY * 2_350 * china.hardware_usd_per_kg * MUSD
    inflation, long_march_3a = 1.6, 70.0
    assert built * (1 + china.development_ratio) + long_march_3a == pytest.approx(175 * inflation, rel=0.5)


def test_an_american_crew_s_flight_costs_what_the_inspector_general_found():
    """SLS 2.2, Orion 1.0 and ground 0.57 billion USD a launch (NASA OIG IG-22-003), taken to 2025 by a tenth."""
    built = scenario_of(RACE)
    orion = DRY * built.missions["artemis_5"].launch_mass_kg * built.programs["usa"].hardware_usd_per_kg * MUSD
    assert built.vehicles["sls"].launch_cost_musd + orion == pytest.approx(1.1 * (2_200 + 1_000), rel=0.1)


def test_each_american_landing_pays_for_a_lander_once():
    """A crew flies on SLS with Orion; its lander is a Starship service, or a Blue Moon Mark 2 on three New Glenn."""
    built = scenario_of(RACE)
    planned = {each.key: each for each in prepare(built).missions if each.mission.program == "usa"}
    crews = [each for each in planned.values() if each.mission.kind == "crewed"]
    landers = [each for each in planned.values() if each.mission.crew_lander]
    assert (len(crews), len(landers)) == (6, 7)
    assert {each.hardware_kg(0.0) for each in crews} == {DRY * built.missions["artemis_5"].launch_mass_kg}
    assert {each.launches_musd for each in crews} == {built.vehicles["sls"].launch_cost_musd}
    paid = {each.mission.vehicle: (each.hardware_kg(0.0), each.launches_musd) for each in landers}
    assert paid == {
        "starship": (0.0, built.vehicles["starship"].launch_cost_musd),
        "new_glenn": (DRY * 21_000, 3 * built.vehicles["new_glenn"].launch_cost_musd),
    }


def test_budgets_lie_where_the_record_is():
    programs = scenario_of(RACE).programs
    # NASA's Exploration account of 2026, 7.8 billion USD (CRS R43419).
    assert programs["usa"].budget_musd_per_year == pytest.approx(7_783, rel=0.03)
    # 4.1 and 2.6 billion USD of P.L. 119-21.
    assert sum(grants("usa").values()) == pytest.approx(4_100 + 2_600)
    # All space of China, 19.9 billion USD in 2024 (Novaspace); deep space of Russia, 7 to 8 billion rubles.
    assert 0.1 < programs["china"].budget_musd_per_year / 19_890 < 0.3
    assert 80 < programs["russia"].budget_musd_per_year < 500


@pytest.mark.slow
def test_a_year_of_the_programs_costs_what_it_may():
    """Yearly cost of 2027 to 2035, P10 to P90, and never more than there is."""
    runs = ls.sweep(["scenario=race", "design.samples=200", "output=none"]).squeeze()
    years = runs["year"].values
    window = (years >= 2027) & (years <= 2035)
    cost = runs["cost_year_musd"]
    bands = {"usa": (4_000, 14_000), "china": (1_000, 6_000), "russia": (80, 500)}
    for program, (low, high) in bands.items():
        spent = cost.sel(program=program).values[..., window]
        p10, p90 = np.quantile(spent, (0.1, 0.9))
        assert low <= p10 < p90 <= high, (program, p10, p90)
    assert bool((cost <= 1.01 * runs["available_musd"]).all())


def test_amounts_of_years_are_summed_evenly_up_to_a_date_in_years_that_are_whole_or_not():
    """The first and the last year are half ones: 2026.5 to 2106.5."""
    of_a_run = np.full(81, 10.0)
    of_a_run[[0, -1]] = 5.0
    yearly = xr.DataArray(
        np.stack([of_a_run, 2 * of_a_run], axis=-1)[None].repeat(5, 0),
        dims=("sample", "year", "program"),
        coords={"year": range(2026, 2107), "program": ["china", "russia"]},
    )
    dates = np.array([2026.5, 2026.75, 2027.5, 2106.25, np.nan])
    np.testing.assert_allclose(summed_up_to(yearly, dates, ["china"]), [0.0, 2.5, 10.0, 797.5, np.nan])
    np.testing.assert_allclose(summed_up_to(yearly, dates, ["china", "russia"]), [0.0, 7.5, 30.0, 2392.5, np.nan])


@pytest.mark.slow
@pytest.mark.parametrize("shock", ["slips times two", "stand-downs times four", "half the budget"])
def test_delay_costs_money_and_money_costs_time(shock):
    """It raises what the work up to the same milestone costs, and puts it off; official wordings are among them.

    What is paid by then rises, too, but with half the budget up to one wording: more of its work is owed.
    """
    told = {each.milestone: each for each in differences(400, {shock: SHOCKS[shock]})}
    assert set(told) > set(MILESTONES)
    for each in told.values():
        assert each.years > 0.3, each
        assert each.cost_musd > 2 * each.cost_error_musd, each
        if each.milestone in MILESTONES:
            assert each.paid_musd > each.paid_error_musd, each
        less = (shock, each.milestone) == ("half the budget", "ilrs_basic_2024")
        assert each.paid_musd > -0.08 * each.paid_before_musd * less - 2 * each.paid_error_musd, each
        if shock == "half the budget":
            assert each.owed_musd > each.owed_before_musd > 0, each


@pytest.mark.parametrize("scenario", ["scenario=ilrs_joint", "scenario=race"])
def test_no_run_is_late_for_money_that_nobody_changes(scenario):
    """Slips hold past shortages of money: money that nobody changes moves what is paid, and no date.

    So ``waits.budget=false`` moves no milestone by a day, in any run and as far as 80 years.
    """
    runs = ls.sweep([scenario, "waits.budget=true,false", HORIZON, "design.samples=8", "output=none"]).squeeze()
    paid, free = (runs.sel(budget=acts) for acts in (True, False))
    dates = [str(name) for name in runs.data_vars if str(name).endswith("_year") and "budget" in runs[name].dims]
    assert {"station_working_year", "official_milestone_year", "mission_launch_year"} < set(dates)
    for name in dates:
        np.testing.assert_array_equal(paid[name].values, free[name].values, err_msg=name)
    assert bool((paid["budget_musd"] != free["budget_musd"]).any())


def test_fixed_cost_follows_a_budget_as_that_of_nasa_did_after_apollo():
    """Its permanent staff against its money, both from where they were in 1966 on.

    Billions of constant dollars (NASA, in Government Executive, December 2004); staff at the end of fiscal years (NASA
    SP-4012 vol. 4, table 3-4), of 1966 as good as unknown: 33,900 permanent by accessions and separations, 35,708 with
    temporary staff (SP-4104, appendix B).
    """
    money = [22.490, 20.6, 18.654, 15.5, 13.790, 11.4, 10.772, 10.3, 8.827, 8.7, 8.762, 8.4, 8.517]
    staff = [31_733, 31_223, 29_478, 27_428, 25_955, 24_854, 24_333, 24_039, 23_569, 23_169]
    for program in scenario_of(RACE).programs.values():
        lag_years, follows = program.fixed_cost_lag_years, program.fixed_cost_share_following
        levels = fixed_levels([each / money[0] for each in money], lag_years, follows, bound=0.3)[3:]
        first = np.exp(np.mean(np.log(staff) - np.log(levels)))
        assert 33_000 < first < 36_000
        np.testing.assert_allclose(first * levels, staff, rtol=0.04)
    errors = {
        share: np.std(np.log(staff) - np.log(fixed_levels([each / money[0] for each in money], 3.0, share, 0.3)[3:]))
        for share in (0.4, 0.5, 0.6, 0.7, 0.8)
    }
    assert min(errors, key=errors.__getitem__) == 0.6


@pytest.mark.slow
def test_no_flight_after_a_loss_brings_no_date_forward():
    """By the end of no year is a milestone reached more often, official ones included, and no median is earlier.

    Over pairs that get there in both, which losses select, it is days in the mean: what is flown again can fail at its
    launch and ground its vehicle. Without such failures nothing is left of it.
    """
    shock = {"no flight after a loss": SHOCKS["no flight after a loss"]}
    told = {each.milestone: each for each in differences(1500, shock)}
    assert set(told) >= {*MILESTONES, "russian_power_plant", "ilrs_roadmap_2021"}
    for each in told.values():
        assert each.probability_with <= each.probability, each
        assert each.sooner <= 2 * each.sooner_error, each
        assert each.years_of_all >= -each.years_of_all_error, each
        assert not each.shift_high < 0, each
        assert each.years >= -0.02 - 2 * each.years_error, each
    for each in differences(1500, shock, ["waits.launch_failure=false"]):
        assert each.years >= -2 * each.years_error, each
