"""A range of an outcome shows what goes with it, and a run its story."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.end_to_end.page.opened import Embedded, Opened

pytestmark = pytest.mark.page

Open = Callable[..., Opened]

EXTENDED = "lunarsim.page.about.milestones.find((one) => one.id === 'station_extended').column"


def explore(report: Opened, column: str = EXTENDED) -> None:
    report.page.locator("#explore-outcome").select_option(str(report.run(column)))
    report.settle()


def test_a_drag_over_the_distribution_shows_what_goes_with_it(opened: Open, together: Path) -> None:
    report = opened(together)
    explore(report)
    picture = report.page.locator(".histogram")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    report.page.mouse.move(box["x"] + 60, box["y"] + 90)
    report.page.mouse.down()
    report.page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 100, steps=4)
    report.page.mouse.up()
    report.settle()
    assert report.text(".selected").startswith("In this range: ")
    assert "~brush=" in report.page.url
    links = report.page.locator(".kind-explore .cards .card")
    assert links.nth(0).locator("svg").count() == 1
    assert links.nth(1).locator("svg").count() == 1
    links.nth(0).locator("summary").click()
    report.page.wait_for_timeout(200)
    assert links.nth(0).locator("tbody tr").count() > 50


def test_bins_of_counts_end_between_numbers_and_a_range_holds_whole_ones(opened: Open, together: Path) -> None:
    report = opened(together)
    script = """(values) => {
      const numbers = Float64Array.from(values);
      const { edges } = lunarsim.binsOf(numbers, lunarsim.orderOf(numbers), false, 0, true);
      return { edges, weights: [...lunarsim.weightedHistogram(numbers, numbers.map(() => 1), edges)] };
    }"""
    few = report.run(script, [3, 4, 4, 7])
    assert few["edges"] == [2.5, 3.5, 4.5, 5.5, 6.5, 7.5]
    assert few["weights"] == [1, 2, 0, 0, 1]
    many = report.run(script, [0, 1, 2, 74, 75, 100])
    assert many["edges"] == [-0.5 + 3 * place for place in range(35)]
    assert many["weights"][0] == 3
    assert sum(many["weights"]) == 6
    ranges = "(all) => all.map((ends) => Object.values(lunarsim.chosenRange(ends, true)))"
    assert report.run(ranges, [[2.4, 5.6], [2.0, 2.0], [3.2, 3.4], [-0.5, 0.5]]) == [[3, 5], [2, 2], [3, 3], [0, 0]]


def test_the_range_of_a_count_is_drawn_around_its_bars(opened: Open, together: Path) -> None:
    report = opened(together)
    explore(report, "lunarsim.page.about.columns.findIndex(({ name }) => name === 'missions_lost')")
    for field, value in (("low", "2"), ("high", "4")):
        report.page.locator(f"#brush-{field}").fill(value)
        report.page.locator(f"#brush-{field}").press("Enter")
    report.settle()
    bars = report.run("""() => [...document.querySelectorAll('.histogram rect[fill]')]
      .filter((one) => one.parentNode.classList.contains('histogram'))
      .map((one) => [Number(one.getAttribute('x')), Number(one.getAttribute('width'))])""")
    selection = report.page.locator(".histogram .brush .selection")
    left, width = (float(selection.get_attribute(name)) for name in ("x", "width"))
    cut = [x for x, wide in bars if x < left - 0.6 < x + wide - 1.2 or x < left + width - 0.6 < x + wide - 1.2]
    assert width > 0
    assert len(bars) > 3
    assert cut == []


def test_a_factor_that_goes_with_an_outcome_comes_first(opened: Open, together: Path) -> None:
    report = opened(together)
    script = """() => {
      const { sweep } = lunarsim.page;
      const [first, other] = lunarsim.page.about.factors;
      const weights = sweep.runWeights(0);
      const u = sweep.values(first.column);
      const inside = Uint8Array.from(u, (value) => (value > 0.6 ? 1 : 0));
      return [lunarsim.contrast(u, weights, inside), lunarsim.contrast(sweep.values(other.column), weights, inside)];
    }"""
    own, another = report.run(script)
    assert own["difference"] == pytest.approx(0.5, abs=0.02)
    assert own["difference"] / own["error"] > 10
    assert abs(another["difference"]) < 4 * another["error"]


def test_a_contrast_counts_samples_not_their_replicates(opened: Open, together: Path) -> None:
    """Four replicates that are copies of a run tell no more than the run; those of a single sample are runs."""
    script = """() => {
      const values = Float64Array.from({ length: 60 }, (_, at) => (at * 7) % 11);
      const inside = Uint8Array.from(values, (_, at) => (at < 20 ? 1 : 0));
      const copies = (all, kind) => kind.from({ length: 240 }, (_, run) => all[Math.floor(run / 4)]);
      const [one, many] = [new Float64Array(60).fill(1), new Float64Array(240).fill(1)];
      const [four, held] = [copies(values, Float64Array), copies(inside, Uint8Array)];
      return [
        lunarsim.contrast(values, one, inside, 1),
        lunarsim.contrast(four, many, held, 4),
        lunarsim.contrast(four, many, held, 240),
      ];
    }"""
    runs, samples, single = opened(together).run(script)
    assert samples["difference"] == pytest.approx(runs["difference"])
    assert samples["error"] == pytest.approx(runs["error"])
    assert single["error"] < 0.6 * runs["error"]


def test_causes_stand_out_only_beyond_what_many_show_by_chance(opened: Open, together: Path) -> None:
    """A range of runs chosen by nothing that has to do with delays fills the dots of hardly any cause."""
    report = opened(together)
    script = """() => {
      const bound = lunarsim.chanceBound;
      lunarsim.asked = [];
      lunarsim.chanceBound = (many) => (lunarsim.asked.push(many), bound(many));
    }"""
    report.run(script)
    explore(report)
    report.page.get_by_role("button", name="Only runs that never reach it").click()
    report.settle()
    report.run("lunarsim.page.drawAll()")
    causes = report.run(
        "lunarsim.page.about.columns.filter((one) => one.kind === 'cause' && one.family === 'station_extended').length"
    )
    assert causes > 1
    assert set(report.run("lunarsim.asked")) == {causes, report.run("lunarsim.page.about.factors.length")}


def test_runs_that_never_reach_a_date_can_be_chosen(opened: Open, together: Path) -> None:
    report = opened(together)
    explore(report)
    report.page.get_by_role("button", name="Only runs that never reach it").click()
    report.settle()
    many = int(report.text(".selected").split()[3])
    never = report.run(f"Array.from(lunarsim.page.sweep.of({EXTENDED}, 0)).filter((year) => year === Infinity).length")
    assert many == never > 0
    assert "not by" in report.text(".run-list tbody")
    report.page.get_by_role("button", name="Whole range").click()
    report.settle()
    assert report.text(".selected").startswith("No range")


def test_a_range_can_be_typed(opened: Open, together: Path) -> None:
    report = opened(together)
    explore(report)
    report.page.locator("#brush-low").fill("2050")
    report.page.locator("#brush-low").press("Enter")
    report.settle()
    many = int(report.text(".selected").split()[3])
    assert many == report.run(
        f"Array.from(lunarsim.page.sweep.of({EXTENDED}, 0)).filter((year) => year >= 2050).length"
    )
    report.page.locator("#brush-high").fill("2040")
    report.page.locator("#brush-high").press("Enter")
    assert "must be smaller" in report.text(".selected")


def test_a_click_on_a_run_opens_its_story(opened: Open, together: Path) -> None:
    report = opened(together)
    explore(report)
    dot = report.page.locator(".clickable circle").first
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box is not None
    report.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    report.settle()
    story = report.page.locator(".story")
    assert story.locator(".gantt").count() == 1
    sample = report.run("lunarsim.page.state.run.sample")
    line = story.locator("code").first.inner_text()
    assert line.startswith("lunarsim replay ")
    assert "scenario=ilrs_joint" in line
    assert f"sample={sample} replicate=0" in line
    assert story.locator(".gantt text").count() > 30


def test_a_run_is_opened_and_closed_by_keyboard(opened: Open, together: Path) -> None:
    report = opened(together)
    button = report.page.locator(".open-run").first
    button.focus()
    report.page.keyboard.press("Enter")
    report.settle()
    assert report.run("document.activeElement.id") == "run"
    assert report.page.locator(".story .gantt").count() == 1
    close = report.page.get_by_role("button", name="Close this run")
    close.focus()
    report.page.keyboard.press("Enter")
    report.settle()
    assert report.page.locator(".story .gantt").count() == 0


def test_the_replay_line_is_that_of_the_chosen_lever_value(opened: Open, together: Path) -> None:
    report = opened(together)
    report.page.locator("#explore-focus").select_option("1")
    report.settle()
    report.page.locator(".open-run").first.click()
    report.settle()
    assert "scenario=china_alone" in report.text(".story code")


def test_the_story_of_a_run_has_its_landings(opened: Open, together: Path) -> None:
    report, embedded = opened(together, fragment="#~run=5,0"), Embedded(together)
    missions = embedded.about["gantt"]["missions"]
    dates = {
        mission["label"]: embedded.values(mission["landing"])[5]
        for mission in missions
        if mission["landing"] is not None
    }
    landed = {label: date for label, date in dates.items() if np.isfinite(date)}
    assert len(landed) > 5
    assert report.page.locator(".story .gantt .ground").count() == len(landed)
    report.page.locator(".story summary", has_text="Table of launches").click()
    cells = [row.split("\t") for row in report.page.locator(".story table").first.inner_text().splitlines()]
    # Missions stand first; assets may have the name of their mission.
    told = {row[0]: row[3] for row in reversed(cells) if len(row) == 5}
    for label, date in landed.items():
        assert told[label] == f"{date:.1f}"
