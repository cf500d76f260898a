"""Size of a report of 5,000 runs, and how long it takes to redraw after a slider, in a headless Chromium.

A redraw is the time from a moved slider to the next frame that the browser has drawn, sentences and all pictures in
view included, with the page scrolled to each of its sections in turn.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COMMAND = Path(sys.executable).with_name("lunarsim")

REDRAW = """async ([section, times]) => {
  const { page } = lunarsim;
  document.getElementById(section).scrollIntoView({ behavior: "instant" });
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (let pause = 0; pause < 30 || page.cards.some((card) => card.isDirty); pause += 1) await frame();
  const found = [];
  for (let turn = 0; turn < times; turn += 1) {
    const { key } = page.about.factors[turn % 5];
    const start = performance.now();
    page.state.sliders.set(key, { low: (turn % 3) / 10, high: 0.9, tilt: turn % 2 ? 0.5 : 0 });
    page.redraw("weights");
    await frame();
    found.push(performance.now() - start);
  }
  page.reset();
  return found;
}"""


class Cost(NamedTuple):
    """Size [MB], runs, median and slowest section's median [ms], which section that is, CPU time of a redraw [ms]."""

    megabytes: float
    runs: int
    median: float
    slowest: float
    section: str
    cpu: float


def browser() -> str | None:
    """Return the path of a Chromium, None where there is none."""
    named = os.environ.get("LUNARSIM_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


def measure(samples: int, times: int) -> Cost | None:
    """Return the cost of a report of ``together_or_alone``; None where there is no browser."""
    path = browser()
    if path is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        line = ["-m", "experiment=together_or_alone", f"design.samples={samples}", f"output.dir={folder}"]
        subprocess.run([COMMAND, *line], check=True, capture_output=True)
        (store,) = Path(folder).rglob("sweep.zarr")
        subprocess.run([COMMAND, "report", store, "--output", file], check=True, capture_output=True)
        return _opened(path, file, times)


def _opened(browser: str, file: Path, times: int) -> Cost:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=browser).new_page(viewport={"width": 1280, "height": 900})
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=120_000)
        sections = [
            "answers",
            *page.evaluate("[...document.querySelectorAll('#sections section')].map(({ id }) => id)"),
        ]
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _busy(session)
        found = {section: page.evaluate(REDRAW, [section, times]) for section in sections}
        cpu = (_busy(session) - before) / (times * len(sections))
        runs = page.evaluate("(({ page }) => page.about.runs)(lunarsim)")
    medians = {section: statistics.median(each) for section, each in found.items()}
    slowest = max(medians, key=lambda section: medians[section])
    every = statistics.median(time for each in found.values() for time in each)
    return Cost(file.stat().st_size / 1e6, runs, every, medians[slowest], slowest, cpu)


def _busy(session: Any) -> float:
    """Return the CPU time that the page's main thread has taken [ms]: drawing what comes into view is part of it."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1e3 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")
