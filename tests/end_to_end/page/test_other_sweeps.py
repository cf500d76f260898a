"""Reports of sweeps without levers, without factors, of one run, of another design and with many lever values."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.page.conftest import PHONE, run_command
from tests.end_to_end.page.opened import Opened

pytestmark = pytest.mark.page

LINES = {
    "no levers": ("design.samples=60",),
    "one run": ("design=nominal", "design.replicates=1"),
    "no factors": ("-m", "scenario=ilrs_joint,china_alone", "design=nominal", "design.replicates=12"),
    "a design that does not weigh": ("design=morris", "design.trajectories=3"),
    "two levers": ("-m", "scenario=ilrs_joint,china_alone", "plant.units=1,2,3,4,5,6,7,8,9", "design.samples=8"),
}


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", LINES)
def test_it_opens(opened: Callable[..., Opened], report_of: Callable[..., Path], name: str, size: object) -> None:
    report = opened(report_of(*LINES[name]), *([size] if size else []))
    report.settle()
    assert report.overflow() <= 0
    assert report.page.locator(".answer").count() >= 5
    report.page.locator(".open-run").first.click()
    report.settle()
    assert report.text(".story code").startswith("lunarsim replay ")
    assert "undefined" not in report.text("body")
    assert "NaN" not in report.text("#answers")


def test_a_design_that_does_not_weigh_says_why(opened: Callable[..., Opened], report_of: Callable[..., Path]) -> None:
    report = opened(report_of(*LINES["a design that does not weigh"]))
    assert report.page.locator(".factor").count() == 0
    assert len(report.text("#sliders .why-not")) > 20


def test_a_cut_of_a_count_keeps_shows_and_offers_the_same_numbers(
    opened: Callable[..., Opened], report_of: Callable[..., Path]
) -> None:
    line = ("-m", "scenario=ilrs_joint,china_alone", "plant.units=interval(1,4)", "design.samples=80")
    report = opened(report_of(*line))
    report.page.locator("#factor-search").fill("plant.units")
    row = report.page.locator(".factor:visible")
    kept = """() => {
      const { sweep } = lunarsim.page;
      const { column } = sweep.about.factors.find(({ key }) => key === "plant.units");
      return [...new Set(Array.from(sweep.values(column)).filter((_, sample) => sweep.weights[sample] > 0)
        .map((u) => Math.floor(1 + 4 * u)))].sort();
    }"""
    assert report.run(kept) == [1, 2, 3, 4]
    row.locator("input").nth(0).press("ArrowRight")
    row.locator("input").nth(1).press("ArrowLeft")
    report.settle()
    assert "plant.units=0.25,0.75" in report.page.url
    assert row.locator(".range").inner_text() == "2 to 3"
    assert report.run(kept) == [2, 3]
    assert "'plant.units=interval(2,3)'" in report.text(".more-runs code")
    row.locator("input").nth(1).press("ArrowLeft")
    report.settle()
    assert row.locator(".range").inner_text() == "2"
    assert report.run(kept) == [2]
    more = shlex.split(report.text(".more-runs code"))
    assert "plant.units=2" in more
    assert not report.text(".more-runs p >> nth=1")
    run_command(*(word.replace("samples=200", "samples=2") for word in more[1:]), "output=none")
    script = """() => {
      const { grid } = lunarsim.page.about.factors.find(({ key }) => key === "plant.units");
      grid.tables.push(grid.tables[0]);
      lunarsim.page.redraw("levers");
    }"""
    report.run(script)
    assert "at other lever values the same quantiles are other numbers" in report.text(".more-runs")


def test_the_compared_lever_can_be_changed(opened: Callable[..., Opened], report_of: Callable[..., Path]) -> None:
    report = opened(report_of(*LINES["two levers"]))
    assert report.page.locator(".answer").first.locator("li").count() == 2
    report.page.locator("#lever-by").select_option("1")
    report.settle()
    assert report.page.locator(".answer").first.locator("li").count() == 4
    assert report.page.locator("#lever-0").count() == 1
    report.page.locator(".open-run").first.click()
    report.settle()
    line = shlex.split(report.text(".story code"))
    assert "units=1" in line
    run_command(*line[1:])
