"""Runs in which something happens: the page weighs them as the command line does, and pairs stay pairs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.analysis.conditioning.weighted import quantile_ends, weighted_quantiles, weighted_share
from lunarsim.reading.analysis.conditioning.weights import effective_number, weights
from lunarsim.reading.analysis.valid_runs import as_dates
from lunarsim.reading.opening import open_sweep
from lunarsim.reading.tables.view import View, figures
from tests.end_to_end.page.conftest import run_command
from tests.end_to_end.page.opened import Opened

pytestmark = pytest.mark.page

Open = Callable[..., Opened]
Reports = Callable[..., Path]

OUTCOME = "station_basic_year"
DATED = re.compile(r"\d{4}-\d\d-\d\d$")
"""Ends a condition on a day."""
HALF_A_DAY = 1 / 730 + 1e-6
"""Dates come back within it [year]."""
GIVEN = [
    ["change_7.landed!=never"],
    ["change_7.landed=never"],
    ["change_8.landed<=2030"],
    ["change_7.launched<=2026-10-04"],
    ["change_7.landed>2026-11-20"],
    ["ilrs_hub_power.online<=2033-06-30"],
    ["station_basic_year<=2034-12-31", "change_8.launched>2029"],
    ["change_7.outcome=lost"],
    ["change_8.outcome=success"],
    ["luna_26.launched=never"],
    ["luna_26.launched>2032"],
    ["ilrs_hub_power.online<=2040"],
    ["station_basic_year<=2040"],
    ["china.crewed_landing_year>2032.5", "change_7.landed!=never"],
]

FOUND = """([given, name]) => {
  const { about, codes } = lunarsim.page.sweep;
  const sweep = new lunarsim.Sweep(about, codes);
  sweep.weigh([], given.map((text) => lunarsim.eventOf(text, about)));
  const column = about.columns.findIndex((one) => one.name.split(".")[0] === name);
  const each = (of) => Array.from({ length: sweep.combinations }, (_, at) => of(at));
  const text = (value) => (Number.isFinite(value) ? value : String(value));
  return {
    agreeing: each((at) => Array.from(sweep.runWeights(at), (weight) => weight > 0)),
    effective: each((at) => sweep.effectiveOf(at)),
    share: each((at) => text(sweep.spread(column, at).share)),
    quantiles: each((at) => sweep.spread(column, at, [0.1, 0.5, 0.9]).quantiles.map(text)),
    median: each((at) => sweep.medianInterval(column, at).map(text)),
    differences: each((at) =>
      [sweep.difference(column, 0, at).mean, sweep.difference(column, 0, at, true).mean].map(text)),
  };
}"""


@pytest.fixture(scope="module")
def replicated(report_of: Reports) -> Path:
    """Return the report of a sweep whose samples have several runs each."""
    line = ("-m", "scenario=ilrs_joint,china_alone", "design.samples=40", "design.replicates=3")
    return report_of(*line)


@pytest.fixture(scope="module")
def stored(replicated: Path) -> Iterator[xr.Dataset]:
    (store,) = replicated.parent.rglob("sweep.zarr")
    with open_sweep(store) as dataset:
        yield dataset


@pytest.mark.parametrize("given", GIVEN, ids=[" ".join(given) for given in GIVEN])
def test_the_page_weighs_by_events_as_the_command_line_does(
    opened: Open, replicated: Path, stored: xr.Dataset, given: list[str]
) -> None:
    found = opened(replicated).run(FOUND, [given, OUTCOME])
    own = weights(stored, given)
    dates = as_dates(stored[OUTCOME], stored)
    if "station" in dates.dims:
        dates = dates.isel(station=0)
    effective = effective_number(own)
    assert found["agreeing"] == (own > 0).values.reshape(len(found["agreeing"]), -1).tolist()
    assert not any(map(DATED.search, given)) or 0 < int((own > 0).sum()) < own.size
    np.testing.assert_allclose(found["effective"], effective.values.ravel(), rtol=1e-9)
    share = weighted_share(np.isfinite(dates), own).values.ravel()
    np.testing.assert_allclose(np.array(found["share"], float), share, rtol=1e-9)
    of_page = np.array(found["quantiles"], float)
    quantiles = weighted_quantiles(dates, own, [0.1, 0.5, 0.9]).values.reshape(of_page.shape)
    np.testing.assert_allclose(of_page, quantiles, rtol=0, atol=HALF_A_DAY)
    of_page = np.array(found["median"], float)
    ends = np.stack([end.values.ravel() for end in quantile_ends(dates, own, 0.5, effective, 0.9)], axis=-1)
    np.testing.assert_allclose(of_page, ends, rtol=0, atol=HALF_A_DAY)


def test_a_difference_counts_the_pairs_in_which_the_event_happens_at_both(
    opened: Open, replicated: Path, stored: xr.Dataset
) -> None:
    given = ["station_working_year<=2033"]
    agreeing = weights(stored, given)
    assert bool((agreeing.isel(scenario=0) != agreeing.isel(scenario=1)).any())
    found = opened(replicated).run(FOUND, [given, OUTCOME])
    (view,) = figures(stored, View((OUTCOME,), None, tuple(given), True)).differences.values()
    expected = [float(view[name].values.ravel()[-1]) for name in ("mean_difference", "probability_difference")]
    assert [float(one) for one in found["differences"][1]] == pytest.approx(expected, abs=1e-3)


def test_an_event_is_chosen_by_keyboard_shown_and_taken_back(opened: Open, together: Path) -> None:
    report = opened(together)
    report.settle()
    before = report.page.locator(".sentences").all_inner_texts()
    summary = report.page.locator("#events summary")
    summary.focus()
    report.page.keyboard.press("Enter")
    report.page.locator("#event-thing").select_option(label="Basic station")
    assert not report.page.locator("#event-year").is_visible()
    report.page.locator("#event-choice").select_option(label="not reached by the start of …")
    report.page.locator("#event-year").fill("2036-13-01")
    report.page.locator("#event-add").click()
    assert "neither a year between 1900 and 2300 nor a day" in report.text(".agreeing")
    report.page.locator("#event-year").fill("2036")
    report.page.locator("#event-add").focus()
    report.page.keyboard.press("Enter")
    report.settle()
    assert "~given=station_basic_year%3E2036" in report.page.url
    assert "Basic station: not reached by the start of 2036" in report.text(".held")
    assert 0 < report.effective() < 90
    assert "1 event given" in report.text("#status") or "too few runs" in report.text("#status")
    assert "Runs that agree: Joint station (ILRS) " in report.text("#events")
    after = report.page.locator(".sentences").all_inner_texts()
    assert after != before
    assert "(was " in after[0]
    line = shlex.split(report.text(".more-given code"))
    assert (line[:2], line[-2:]) == (["lunarsim", "observe"], ["station_basic_year>2036", "--simulate"])
    again = opened(together, fragment=f"#{report.page.url.partition('#')[2]}")
    again.settle()
    assert again.page.locator(".sentences").all_inner_texts() == after
    report.page.get_by_role("button", name="Remove: Basic station").click()
    report.settle()
    assert report.page.locator(".sentences").all_inner_texts() == before
    assert "#" not in report.page.url


def test_the_line_of_an_event_is_understood(opened: Open, replicated: Path) -> None:
    report = opened(replicated, fragment="#~given=change_7.landed!%3Dnever;station_basic_year%3C%3D2045")
    line = shlex.split(report.text(".more-given code"))
    run_command(*(word for word in line[1:] if word != "--simulate"))


@pytest.mark.parametrize(
    "text",
    [
        "change_7.outcome=nonsense",
        "nobody.launched=never",
        "change_7.launched<=12",
        "change_7.launched>=2030",
        "change_7.launched<=2030-02-30",
        "change_7.launched<=0x7d0",
        ";;",
        "%E0",
    ],
)
def test_events_in_an_address_that_say_nothing_are_ignored(opened: Open, together: Path, text: str) -> None:
    report = opened(together, fragment=f"#~given={text}")
    report.settle()
    assert report.effective() == 90
    assert report.page.locator(".events li").count() == 0


def test_an_event_that_never_happens_leaves_no_run_and_says_so(opened: Open, together: Path) -> None:
    report = opened(together, fragment="#~given=station_basic_year%3C%3D1999")
    assert "No run agrees with all of this." in report.text("#status")
    assert "no run counts" in report.text(".sentences")


def test_rows_that_are_not_a_random_sample_have_no_events_and_say_why(opened: Open, report_of: Reports) -> None:
    report = opened(report_of("design=morris", "design.trajectories=3"))
    assert report.page.locator("#event-thing").count() == 0
    assert "design=morris are not a random sample" in report.text("#events .why-not")


def test_replicates_of_one_sample_can_be_given_an_event(opened: Open, report_of: Reports) -> None:
    report = opened(report_of("design=nominal", "design.replicates=12"), fragment="#~given=change_7.landed!%3Dnever")
    landed = report.run("lunarsim.page.sweep.runWeights(0).filter((weight) => weight > 0).length")
    assert 0 < landed <= 12
    assert report.effective() == landed
