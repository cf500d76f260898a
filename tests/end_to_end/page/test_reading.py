"""A report is read on a desk, on a phone, on paper and by ear."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.page.conftest import DESKTOP, PHONE
from tests.end_to_end.page.opened import Opened

pytestmark = pytest.mark.page

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Return where screenshots go: the folder that LUNARSIM_SCREENSHOTS names, else a temporary one."""
    folder = Path(os.environ.get("LUNARSIM_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@SIZES
def test_everything_is_drawn_within_the_window(
    opened: Callable[..., Opened], together: Path, size: tuple[int, int], screenshots: Path
) -> None:
    report = opened(together, size)
    report.settle()
    assert report.overflow() <= 0
    assert report.run("[...document.querySelectorAll('.card .picture')].every((one) => one.childElementCount > 0)")
    assert report.page.locator(".answer").count() >= 5
    for kind in ("dates", "causes", "cost", "map", "levers", "explore", "assumptions", "reproduce"):
        assert report.page.locator(f".kind-{kind}").count() == 1, kind
    report.page.screenshot(path=screenshots / f"{size[0]}.png", full_page=True)


@SIZES
def test_nothing_serious_is_in_the_way_of_readers(
    opened: Callable[..., Opened], together: Path, size: tuple[int, int]
) -> None:
    report = opened(together, size)
    choose_few_runs(report)
    report.run("lunarsim.page.changed('run'), lunarsim.page.state.run = { sample: 3, replicate: 0 }")
    report.run("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    report.settle()
    assert serious(report) == []


def choose_few_runs(report: Opened) -> None:
    report.run("lunarsim.page.state.sliders.set(lunarsim.page.about.factors[0].key, { low: 0, high: 0.25, tilt: 0 })")
    report.run("lunarsim.page.redraw('levers')")
    assert report.run("document.body.classList.contains('few')")


def serious(report: Opened) -> list[str]:
    """Return what axe finds serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]] = Axe().run(report.page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])}) {one['nodes'][0]['failureSummary'][:300]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def test_every_picture_has_words_and_a_table(opened: Callable[..., Opened], together: Path) -> None:
    report = opened(together)
    report.settle()
    cards = report.page.locator(".card:not(.gantt-card)")
    assert cards.count() > 20
    pictures = "[...document.querySelectorAll('.card .picture')]"
    assert report.run(f"{pictures}.every((one) => one.role === 'img' && one.ariaLabel.length > 10)")
    summary = cards.first.locator("details.data > summary")
    summary.focus()
    report.page.keyboard.press("Enter")
    report.page.wait_for_timeout(200)
    assert cards.first.locator("details.data tbody tr").count() > 3


def test_paper_has_all_sections_and_no_controls(opened: Callable[..., Opened], together: Path) -> None:
    report = opened(together)
    report.page.emulate_media(media="print")
    report.run("dispatchEvent(new Event('beforeprint'))")
    assert not report.page.locator(".panel").is_visible()
    assert not report.page.locator(".brush-fields").is_visible()
    assert report.page.locator(".answer").last.is_visible()
    assert report.run("lunarsim.page.cards.every((card) => !card.isDirty)")
    assert len(report.page.pdf()) > 10_000


def test_what_is_chosen_is_said_aloud(opened: Callable[..., Opened], together: Path) -> None:
    report = opened(together)
    report.page.locator(".factor input").first.focus()
    report.page.keyboard.press("ArrowRight")
    report.page.wait_for_timeout(1300)
    said = report.run("document.getElementById('live').textContent")
    assert "Effective runs" in said
    assert "P =" in said
    assert "quantiles 0.02 to 1.00" in report.page.locator(".factor input").first.get_attribute("aria-valuetext")


def test_a_text_of_a_store_is_text(opened: Callable[..., Opened], together: Path, tmp_path: Path) -> None:
    from tests.end_to_end.page.opened import Embedded

    question = Embedded(together).about["question"]
    html = together.read_text(encoding="utf-8")
    file = tmp_path / "hostile.html"
    hostile = "\\u003cimg src=x onerror=alert(1)\\u003e\\u003c/script\\u003e"
    assert question in html
    file.write_text(html.replace(question, hostile), encoding="utf-8")
    report = opened(file)
    assert report.text(".question") == "<img src=x onerror=alert(1)></script>"
