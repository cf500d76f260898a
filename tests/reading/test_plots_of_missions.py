"""Gantt charts and waterfall: missions, waits and causes as in the data."""

from dataclasses import fields

import numpy as np
import pytest
import xarray as xr
from matplotlib.colors import to_rgba

from lunarsim.reading.analysis.missions.delay_causes import delay_causes
from lunarsim.reading.analysis.missions.launches import mission_launches
from lunarsim.reading.analysis.missions.run_spans import timeline
from lunarsim.reading.plots.missions.launch_gantt import launch_gantt
from lunarsim.reading.plots.missions.run_gantt import run_gantt
from lunarsim.reading.plots.missions.waterfall import OTHERS, delay_waterfall
from lunarsim.reading.plots.style import CAUSE_LOOKS
from lunarsim.reading.titles.known import titles
from lunarsim.scenario.groups.waits import Waits
from tests.reading.looking import everything_is_inside, says, texts
from tests.reading.made import NAN, along, sweep

END = ("simulation", "", "simulation", "")
ROWS = [
    (0.0, 3653.0, *END),
    (365.0, 365.0, "mission", "early", "planned", ""),
    (365.0, 730.0, "mission", "early", "wait", "slip"),
    (730.0, 735.0, "mission", "early", "flight", "descent_failure"),
    (735.0, 1000.0, "mission", "early", "wait", "landing_failure"),
    (1000.0, 1005.0, "mission", "early", "flight", "success"),
    (800.0, 800.0, "mission", "late", "planned", ""),
    (800.0, 3653.0, "mission", "late", "wait", "technology_cutoff"),
    (900.0, 900.0, "mission", "gone", "planned", ""),
    (100.0, 100.0, "mission", "gone", "withdrawn", "cooperation"),
    (1005.0, 1105.0, "asset", "rover", "commissioning", ""),
    (1105.0, 2000.0, "asset", "rover", "work", ""),
    (2000.0, 2100.0, "asset", "rover", "down", "repair"),
    (1200.0, 1200.0, "milestone", "station_working", "reached", ""),
    (3653.0, 3653.0, "milestone", "station_basic", "missed", ""),
]
FLAGS = {"flag_values": list(range(-1, 8)), "flag_meanings": "absent not_flown success partial launch_failure "
         "cruise_failure descent_failure withdrawn touchdown_failure"}  # fmt: skip


def missions(outcomes, launches, planned=2030.0, **others):
    """Return a sweep of missions m0, m1, ...; outcomes and launches have dims (sample, mission)."""
    outcomes, launches = np.array(outcomes)[:, np.newaxis], np.array(launches, dtype=float)[:, np.newaxis]
    labels = [f"m{number}" for number in range(outcomes.shape[-1])]
    names = ("mission_outcome", "mission_launch_year", "mission_planned_year")
    values = dict(zip(names, (outcomes, launches, planned), strict=True))
    dataset = sweep(samples=len(outcomes), trailing={"mission": (names, labels)}, **values, **others)
    dataset["mission_outcome"].attrs |= FLAGS
    return dataset


def late(days, dates, levers=None, **others):
    """Return a sweep with delays of the basic station by slip and vehicle, dims (..., cause)."""
    trailing = {"milestone": (("delay_days",), ["station_basic"]), "cause": (("delay_days",), ["slip", "vehicle"])}
    days = np.array(days, dtype=float)[..., np.newaxis, np.newaxis, :]
    return sweep(levers, samples=days.shape[-4], trailing=trailing, delay_days=days, station_basic_year=dates, **others)


def test_a_run_is_drawn_in_rows_in_the_order_of_the_plan():
    figure = run_gantt(timeline(ROWS, "2026-01-01"), "site=a, sample=0", assets=True)
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert rows == ["station works the surface", "basic station", "Early", "Late", "Gone", "Rover"]
    shown = texts(figure)
    assert {
        "site=a, sample=0", "2028.8 arrived", "not by 2036: technology cut-off", "2026.3 withdrawn", "not by 2036",
        "waits: slip", "waits: technology cut-off", "flight, lost", "flight, arrived", "in repair", "planned launch",
    } <= set(shown)  # fmt: skip
    assert everything_is_inside(figure)
    assert "Rover" not in says(run_gantt(timeline(ROWS, "2026-01-01")))


def test_days_become_decimal_years_and_the_end_is_reported():
    run = timeline(ROWS, "2026-01-01")
    assert run.attrs["end_year"] == pytest.approx(2036 + 1 / 366)
    early = run["start_year"].values[0]
    assert early == pytest.approx(2027.0)


def test_rows_without_an_end_and_runs_without_rows_are_refused():
    with pytest.raises(ValueError, match="which gives its end"):
        timeline(ROWS[1:], "2026-01-01")
    with pytest.raises(ValueError, match="neither missions nor assets"):
        run_gantt(timeline(ROWS[:1], "2026-01-01"))


def test_launches_are_quantiles_of_all_runs_that_ended_well_and_shares_of_outcomes():
    dataset = missions(
        [[1, 0], [1, 0], [5, 0], [1, 4], [1, 1]],
        [[2031, NAN], [2032, NAN], [2033, NAN], [2034, 2040], [1999, 1999]],
        status=along([1, 1, 1, 1, 2]).astype(int),
    )
    launches = mission_launches(dataset)
    assert int(launches["run_count"]) == 4
    assert launches["launch_year"].sel(mission="m0").values.tolist() == [2031, 2032, 2034]
    assert np.isinf(launches["launch_year"].sel(mission="m1").values[1])
    share = launches["outcome_share"]
    assert share.sel(mission="m0", **{"flight_outcome": "success"}) == 0.75
    assert share.sel(mission="m1", **{"flight_outcome": "not_flown"}) == 0.75
    figure = launch_gantt(dataset)
    shown = texts(figure)
    assert {"M0", "M1", "not by 2056.5 (P = 0.25)", "planned launch", "P10 to P90", "lost in descent"} <= set(shown)
    assert "4 runs to 2056.5" in shown
    assert everything_is_inside(figure)


def test_launches_are_first_ones_where_the_dataset_has_them():
    dataset = missions([[1], [1], [1]], [[2040], [2041], [2042]])
    first = dataset["mission_launch_year"].copy(data=dataset["mission_launch_year"].values - 8)
    launches = mission_launches(dataset.assign(mission_first_launch_year=first))
    assert launches.attrs["launch"] == "first"
    assert launches["launch_year"].values.ravel().tolist() == [2032, 2033, 2034]
    shown = texts(launch_gantt(dataset.assign(mission_first_launch_year=first)))
    assert {"year of the first launch", "from plan to median"} <= set(shown)
    assert "P10 to P90 of the first launch" in " ".join(shown).replace("\n", " ")
    assert mission_launches(dataset).attrs["launch"] == "last"
    assert "year of the last launch" in texts(launch_gantt(dataset))


def test_a_first_flight_that_was_lost_counts_as_such_though_a_later_one_arrives():
    # Of five runs: arrived, lost and made up for in full and in part, lost twice, and in part at once.
    dataset = missions([[1], [1], [2], [4], [1]], [[2031]] * 5)
    first = dataset["mission_outcome"].copy(data=along([1, 3, 4, 3, 2]).reshape(5, 1, 1))
    first.attrs = dataset["mission_outcome"].attrs
    dataset = dataset.assign(mission_first_outcome=first)
    share = mission_launches(dataset)["outcome_share"].sel(mission="m0")
    found = {str(name): float(value) for name, value in share.to_series().items() if value}
    assert found == {"success": 0.2, "lost_made_up": 0.4, "launch_failure": 0.2, "partial": 0.2}
    shown = texts(launch_gantt(dataset))
    assert {"lost, a later flight arrived", "how the first flight ended\n[% of the runs]"} <= set(shown)
    of_last = texts(launch_gantt(dataset.drop_vars("mission_first_outcome")))
    assert "how the last flight ended\n[% of the runs]" in of_last
    assert "lost, a later flight arrived" not in of_last


def test_one_run_that_never_flies_anything_is_drawn_and_absent_missions_are_not():
    figure = launch_gantt(missions([[0, -1]], [[NAN, NAN]]))
    shown = texts(figure)
    assert "not by 2056.5" in shown
    assert "M1" not in shown


def test_launches_without_a_plan_in_the_dataset_are_drawn():
    assert "M0" in texts(launch_gantt(missions([[1]], [[2031]]).drop_vars("mission_planned_year")))


def test_launches_of_several_levers_of_no_run_or_without_missions_are_refused():
    with pytest.raises(ValueError, match=r"select one value of a \(2 values\) first"):
        launch_gantt(xr.concat([missions([[1]], [[2031]])] * 2, "a"))
    with pytest.raises(ValueError, match="no run ended well"):
        launch_gantt(missions([[1]], [[2031]], status=2))
    with pytest.raises(ValueError, match="no missions to analyze"):
        launch_gantt(sweep(npv_musd=1.0))


def test_every_cause_has_a_definition_which_stands_below_the_waterfall_and_the_chart_of_a_run():
    causes = [field.name for field in fields(Waits)]
    assert list(titles()["causes"]) == causes
    assert max(len(text) for text in titles()["causes"].values()) < 70
    figure = delay_waterfall(late([[365.25, 2.0]], along([2031])), "station_basic")
    shown = says(figure).replace("\n", " ")
    assert "Slip: late by its own preparation. Other causes: vehicle." in shown
    assert everything_is_inside(figure)
    of_one = says(run_gantt(timeline(ROWS, "2026-01-01"))).replace("\n", " ")
    assert "slip: late by its own preparation; technology cut-off: redesign without foreign parts" in of_one


def test_causes_lead_from_the_planned_to_the_mean_date():
    dataset = late([[365.25, 0], [365.25, 731.25 * 2]], along([2031, 2035]))
    causes = delay_causes(dataset, "station_basic")
    assert causes["mean_delay"].values.tolist() == [365.25, 731.25]
    assert float(causes["planned_year"]) == pytest.approx(2033 - 3, abs=0.01)
    figure = delay_waterfall(dataset, "station_basic")
    shown = texts(figure)
    assert {"planned date", "slip", "vehicle", "mean date", "+1.00 years", "mean of 2 runs"} <= set(shown)
    # Of two runs the mean is not known to a tenth of a year.
    assert {"2033 (2020 to 2046)", "+2 years (\u221211 to 15)"} <= set(shown)


def test_a_mean_delay_stands_with_the_interval_of_its_estimate_where_rows_are_independent():
    days = 365.25 * np.random.default_rng(5).normal([2.0, 0.0], [0.5, 0.0], (100, 2))
    dates = 2038 + days.sum(axis=1, keepdims=True) / 365.25
    dataset = late(days, dates).assign_attrs(design="monte_carlo", chance="own")
    delays = delay_causes(dataset, "station_basic")
    causes = delays.sel(cause="slip") / 365.25
    low, middle, high = (float(causes[f"mean_delay{end}"]) for end in ("_low", "", "_high"))
    # Of the mean, not of the runs: 1.645 standard errors on each side.
    assert (middle - low, high - middle) == pytest.approx((0.082, 0.082), abs=0.02)
    figure = delay_waterfall(dataset, "station_basic")
    assert f"+{middle:.2f} years ({low:.2f} to {high:.2f})" in texts(figure)
    assert "the 90 % interval of the estimate, not the spread" in says(figure).replace("\n", " ")
    # The date is the plan and this one delay, so that its interval is as wide; the line at the mean date shows it.
    ends = [float(delays[f"mean_year{end}"]) for end in ("_low", "", "_high")]
    assert ends == pytest.approx([2038 + low, 2038 + middle, 2038 + high], abs=0.01)
    assert "{1:.1f} ({0:.1f} to {2:.1f})".format(*ends) in texts(figure)
    assert any(list(line.get_xdata()) == [ends[0], ends[2]] for line in figure.axes[0].lines)
    assert everything_is_inside(figure)
    alone = says(delay_waterfall(dataset.isel(sample=[0]), "station_basic"))
    assert "In brackets" not in alone


def test_runs_that_never_reach_it_count_to_the_end_and_are_reported():
    dataset = late([[3652.5, 0]] * 4, along([2040, NAN, NAN, NAN]), status=along([1, 1, 1, 1]).astype(int))
    assert "mean of 4 runs; 75 % do not reach it and count to 2056.5 (dotted)" in says(
        delay_waterfall(dataset, "station_basic")
    )
    assert float(delay_causes(dataset, "station_basic")["mean_year"]) == pytest.approx((2040 + 3 * 2056.5) / 4)


def test_the_axis_goes_from_the_plan_to_the_mean_date_not_to_a_far_end():
    figure = delay_waterfall(late([[365.25, 0]] * 4, along([2034, 2034, 2034, NAN])), "station_basic")
    low, high = figure.axes[0].get_xlim()
    assert high < 2042
    assert low > 2037
    # The end lies beyond the axis, so nothing is dotted; that runs count to it is said.
    assert "25 % do not reach it and count to 2056.5" in says(figure)
    assert "dotted" not in says(figure)


def test_causes_shown_together_are_a_bar_that_can_be_seen_and_rounding_is_no_cause():
    small = delay_waterfall(late([[3652.5, 7.0]], 2040.0), "station_basic")
    assert "1 other cause" in texts(small)
    (bar,) = [patch for patch in small.axes[0].patches if patch.get_y() + patch.get_height() / 2 == pytest.approx(2)]
    assert bar.get_facecolor() == pytest.approx(to_rgba(OTHERS))
    assert OTHERS.lower() not in ("#ffffff", *(color.lower() for color, _ in CAUSE_LOOKS.values()))
    assert "other cause" not in says(delay_waterfall(late([[3652.5, 1e-13]], 2040.0), "station_basic"))


def test_lever_values_are_panels_and_one_without_a_plan_says_so():
    days = [[[10.0, 400.0]], [[NAN, NAN]]]
    dataset = late(days, 2040.0, {"program": ["joint", "x" * 60]})
    figure = delay_waterfall(dataset, "station_basic", "program")
    assert "no run with a planned date" in says(figure)
    assert everything_is_inside(figure)


def test_a_waterfall_without_delay_or_of_an_unknown_milestone_is_refused():
    with pytest.raises(ValueError, match="the plan gives it no date"):
        delay_waterfall(late([[NAN, NAN]], 2040.0), "station_basic")
    with pytest.raises(ValueError, match="no run ended well"):
        delay_waterfall(late([[1.0, 1.0]], 2040.0, status=2), "station_basic")
    with pytest.raises(ValueError, match="allowed: station_basic"):
        delay_waterfall(late([[1.0, 1.0]], 2040.0), "first_return")
    with pytest.raises(ValueError, match=r"select one value of a \(2 values\) first"):
        delay_waterfall(late([[[1.0, 1.0]], [[1.0, 1.0]]], 2040.0, {"a": [1, 2]}), "station_basic")
