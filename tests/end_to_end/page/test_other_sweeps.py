"""Reports of sweeps without levers, without factors, of one run, of another design and with many lever values."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.end_to_end.page.conftest import PHONE, run_command
from tests.end_to_end.page.opened import Embedded, Opened

pytestmark = pytest.mark.page

LINES = {
    "no levers": ("design.samples=60",),
    "one run": ("design=nominal", "design.replicates=1"),
    "no factors": ("-m", "scenario=ilrs_joint,china_alone", "design=nominal", "design.replicates=12"),
    "a design that does not weigh": ("design=morris", "design.trajectories=3"),
    "nominal": ("design=nominal", "design.replicates=12"),
    "units": ("-m", "plant.units=1,4", "design.samples=20"),
    "two levers": ("-m", "scenario=ilrs_joint,russia_alone", "plant.units=1,2,3,4,5,6,7,8,9", "design.samples=8"),
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
    assert "4 of 9 are shown, 7 at most" in report.text(".choice legend")
    working = report.page.locator(".answer").first
    assert working.locator("li").all_inner_texts()[0].startswith("The same for 1 unit, 4 units, 6 units, and 9 units: ")
    assert working.locator("li").count() == 1
    names = working.locator(".picture text").all_text_contents()
    assert [name for name in names if "unit" in name] == ["1 unit", "4 units", "6 units", "9 units"]
    report.page.locator(".more-answers summary").click()
    mined = report.page.locator(".answer", has=report.page.get_by_role("heading", name="oxide produced"))
    told = mined.locator("li").all_inner_texts()
    assert [text.partition(":")[0] for text in told] == ["1 unit", "4 units", "6 units", "9 units"]
    assert "Against 1 unit: " in told[-1]
    assert report.page.locator("#lever-0").count() == 1
    report.page.locator(".open-run").first.click()
    report.settle()
    line = shlex.split(report.text(".story code"))
    assert "units=1" in line
    run_command(*line[1:])


def test_a_promised_date_stands_in_the_picture_and_how_likely_it_is_kept_below(
    opened: Callable[..., Opened], report_of: Callable[..., Path]
) -> None:
    file = report_of(*LINES["no levers"])
    report, embedded = opened(file), Embedded(file)
    report.settle()
    report.run("lunarsim.page.drawAll()")
    promised = {m["column"]: m["promised"][0] for m in embedded.about["milestones"] if m["promised"]}
    assert len(promised) > 3
    for column, date in promised.items():
        label = embedded.about["columns"][column]["label"]
        card = report.page.locator(".card", has=report.page.get_by_role("heading", name=label, exact=True))
        assert card.locator('.picture [aria-label="text"]', has_text="promised: ").count() == 1
        said = card.locator("table").nth(1).inner_text()
        kept = np.mean(embedded.values(column) <= date + 1 / 365)
        assert re.search(rf"\b{math.floor(date)}\b", said)
        if kept in (0, 1):
            bound = re.search(r"\s([<>])([\d.]+)\s*$", said)
            assert bound is not None, said
            assert bound[1] == "<>"[int(kept)]
            assert 0 < abs(float(bound[2]) - kept) < 0.1
            continue
        figure = re.search(r"\s([<>]?[\d.]+)\s+\(([<>]?[\d.]+) to ([<>]?[\d.]+)\)", said)
        assert figure is not None, said
        assert float(figure[1].strip("<>")) == pytest.approx(kept, abs=0.0101)
        low, high = (float(figure[end].strip("<>")) for end in (2, 3))
        assert low - 0.01 < kept < high + 0.01
        assert low < high
    others = report.page.locator(".kind-dates .card").count() - len(promised)
    assert report.page.locator(".kind-dates .below table").count() == 2 * len(promised) + others


def test_a_cut_is_named_and_says_what_it_was_before(
    opened: Callable[..., Opened], report_of: Callable[..., Path]
) -> None:
    report = opened(report_of(*LINES["no levers"]))
    first = report.text(".answer li")
    assert first.startswith("All runs: ")
    assert "was" not in first
    before = re.search(r"\d{4}\.\d", first)
    assert before is not None
    report.run("lunarsim.page.state.sliders.set(lunarsim.page.about.factors[0].key, { low: 0, high: 0.5, tilt: 0 })")
    report.run("lunarsim.page.redraw('weights')")
    cut = report.text(".answer li")
    assert cut.startswith("Runs within the cut: ")
    assert f"(was {before[0]})" in cut


def test_what_is_the_same_for_all_lever_values_is_said_once(
    opened: Callable[..., Opened], report_of: Callable[..., Path]
) -> None:
    report = opened(report_of(*LINES["units"]))
    lines = report.page.locator(".answer").first.locator("li")
    assert lines.count() == 1
    assert lines.first.inner_text().startswith("The same for 1 unit and 4 units: ")
    assert report.page.locator(".answer li", has_text="Against 1 unit: ").count() >= 1


def test_rows_that_are_no_random_sample_are_named_at_the_head(
    opened: Callable[..., Opened], report_of: Callable[..., Path]
) -> None:
    assert "quantiles show chance alone" in opened(report_of(*LINES["nominal"])).text("#head")


def test_on_a_phone_dates_amounts_and_assumptions_fit_their_cards(
    opened: Callable[..., Opened], report_of: Callable[..., Path]
) -> None:
    report = opened(report_of(*LINES["no levers"]), PHONE)
    report.run("lunarsim.page.drawAll()")
    report.run("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    report.settle()
    tables = "[...document.querySelectorAll('.kind-dates .below table, .stacked')]"
    assert report.run(f"{tables}.length") > 30
    wide = "(one) => one.parentElement.scrollWidth > one.parentElement.clientWidth + 1"
    assert report.run(f"{tables}.filter({wide}).map((one) => one.caption.textContent)") == []


def test_levers_without_the_default_among_their_values_are_named_at_the_head(
    opened: Callable[..., Opened], report_of: Callable[..., Path]
) -> None:
    line = ("-m", "missions.change_7.outcome=success,lost", "design.samples=2", "timeline.horizon_years=4")
    report = opened(report_of(*line))
    head = report.text("#head")
    assert "Compared: Chang'e-7, outcome of the first flight: success, lost (default: by chance)." in head
    assert "No value differs" not in head
    assert "1 value differs from the defaults" in head


def test_dates_fit_narrow_cards_at_a_desk(opened: Callable[..., Opened], together: Path) -> None:
    report = opened(together)
    report.run("lunarsim.page.drawAll()")
    report.settle()
    wide = "(one) => one.scrollWidth > one.clientWidth + 1"
    tables = "[...document.querySelectorAll('.kind-dates .below .scroller')]"
    assert report.run(f"{tables}.length") > 10
    assert report.run(f"{tables}.filter({wide}).length") == 0


def test_inputs_that_matter_come_first_in_the_order_of_the_assumptions(
    opened: Callable[..., Opened], together: Path
) -> None:
    report, about = opened(together), Embedded(together).about
    named = report.page.locator("#sliders .factor-name").all_text_contents()
    matter = [one["label"] for one in about["assumptions"] if one["influence"]]
    assert 0 < len(matter) < len(named)
    assert [name.lower() for name in named[: len(matter)]] == [label.lower() for label in matter]
    others = [one["label"] for one in about["factors"] if one["label"] not in matter]
    assert sorted(name.lower() for name in named[len(matter) :]) == sorted(label.lower() for label in others)
    assert "No influence beyond luck was found" in report.text("#sliders .unranked")


def test_at_a_desk_all_tables_fit_their_cards_with_four_values_side_by_side(
    opened: Callable[..., Opened], report_of: Callable[..., Path]
) -> None:
    report = opened(report_of(*LINES["two levers"]), fragment="#~by=1")
    report.run("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    report.settle()
    report.page.wait_for_timeout(500)
    wide = "(one) => one.scrollWidth > one.clientWidth + 1"
    tables = "[...document.querySelectorAll('main .scroller')]"
    assert report.run(f"{tables}.length") > 60
    assert report.run(f"{tables}.filter({wide}).map((one) => one.ariaLabel)") == []
