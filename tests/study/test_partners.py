"""Money of the partnership: replacements and further members."""

import numpy as np
import pytest

from lunarsim.scenario.building import with_values
from lunarsim.study.accounts.contributions import member_years
from lunarsim.study.accounts.costs import COST_CLASS
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.world.history.trace import MILESTONES
from tests.scenario.building import CHINA_ALONE, NO_WAITS, scenario_of
from tests.study.bookkeeping import SPAN, books, stored
from tests.world.running import runs


def replaced(year, **changes):
    arrays = stored()
    arrays["replacement_ordered_year"] = np.array([year])
    return books(arrays, finance__replacement_musd=700.0, cooperation__replacement_years=4.0, **changes)


def test_a_replacement_costs_the_lead_its_development_over_the_years_after_the_order():
    result = replaced(2028.5)
    assert result["cost_musd"] == pytest.approx([700.0, 0.0])
    development = result["month_cost_musd"][COST_CLASS.values.index("development")]
    assert development.sum() == pytest.approx(result["month_cost_musd"].sum())
    by_year = {year: cost for year, cost in zip(SPAN.years, result["cost_year_musd"][0], strict=True) if cost > 0.0}
    assert by_year == pytest.approx({2028: 87.5, 2029: 175.0, 2030: 175.0, 2031: 175.0, 2032: 87.5}, rel=1e-5)
    # It is no cost of the mine.
    assert result["npv_musd"] == 0.0


def test_what_of_a_replacement_lies_beyond_the_horizon_is_not_paid():
    end = SPAN.decimal_years(SPAN.edges[-1:])[0]
    assert replaced(end - 2.0)["cost_musd"][0] == pytest.approx(350.0)


def test_without_a_replacement_nothing_is_paid():
    assert replaced(np.nan)["cost_musd"].tolist() == [0.0, 0.0]


def test_a_lead_without_a_partner_pays_for_its_own_as_one_that_replaces_a_partner_does():
    built = scenario_of(CHINA_ALONE | NO_WAITS | {"plant.units": 0, "finance.discount_rate": 0.0})
    costs = []
    for musd in (0.0, 700.0):
        dear = with_values(built, {"finance.replacement_musd": musd})
        labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates([dear]).items()}
        costs.append(CAMPAIGNS.run([dear], [(0, 0)], 1, labels).arrays["cost_musd"].sum())
    assert costs[1] - costs[0] == pytest.approx(700.0, abs=0.1)


def years_of(members, rate):
    return member_years(np.array([members], dtype=float), np.array([rate], dtype=float), SPAN.edges[-1] / 365.25)[0]


def test_members_contribute_for_each_year_of_their_membership():
    years = SPAN.edges[-1] / 365.25
    assert years_of(10, 0) == pytest.approx(10.0 * years)
    # One more each year: half the time each on average.
    assert years_of(0, 1.0) == pytest.approx(years**2 / 2)
    # Forty are missing to the aim of 50 and join within a year; then the number stays.
    assert years_of(10, 40.0) == pytest.approx(50.0 * years - 20.0)
    assert years_of(60, 5.0) == pytest.approx(60.0 * years)


def test_contributions_are_worth_their_money_for_each_year_of_a_membership():
    result = books(stored(), cooperation__members=10, cooperation__members_per_year=0.0,
                  cooperation__member_musd_per_year=2.0)  # fmt: skip
    assert result["member_contribution_musd"] == pytest.approx(20.0 * SPAN.edges[-1] / 365.25)


def test_contributions_are_credited_apart():
    plain, generous = (books(stored(), cooperation__member_musd_per_year=musd) for musd in (0.0, 100.0))
    assert generous["member_contribution_musd"] > 0 == plain["member_contribution_musd"]
    assert generous["npv_program_musd"] == plain["npv_program_musd"]


def test_programs_and_missions_are_stored_by_their_index_on_their_axes():
    scenario = scenario_of({"cooperation.mode": "active"})
    coordinates = CAMPAIGNS.coordinates([scenario])
    labels = {name: coordinate.values for name, coordinate in coordinates.items()}
    arrays = CAMPAIGNS.run([scenario] * 6, [(sample, 0) for sample in range(6)], 1, labels).arrays
    for sample, trace in enumerate(runs(scenario, 6)):
        for index, milestone in enumerate(MILESTONES):
            program, mission = (arrays[f"milestone_critical_{what}"][sample, index] for what in ("program", "mission"))
            item = trace.critical.get(milestone)
            if item is None:
                # Nothing that still comes could complete it.
                assert (program, mission) == (-1, -1)
                assert milestone not in trace.milestone_day
                continue
            assert labels["program"][program] == item.program
            assert (labels["mission"][mission] if mission >= 0 else "") == item.mission
        assert arrays["program_pace"][sample] == pytest.approx(
            [trace.programs.mean_pace[name] for name in labels["program"]]
        )
    assert np.isfinite(arrays["program_pace"]).all()
