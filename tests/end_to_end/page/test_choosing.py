"""What a reader moves is followed by figures, pictures and the address."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.page.conftest import PHONE, run_command
from tests.end_to_end.page.opened import Opened

pytestmark = pytest.mark.page

Open = Callable[..., Opened]


def press(report: Opened, key: str, times: int) -> None:
    for _ in range(times):
        report.page.keyboard.press(key)
    report.settle()


def sentences(report: Opened) -> list[str]:
    return [str(text) for text in report.page.locator(".sentences").all_inner_texts()]


def test_a_cut_by_keyboard_moves_sentences_pictures_and_the_address(opened: Open, together: Path) -> None:
    report = opened(together)
    report.settle()
    before, picture = sentences(report), report.run("document.querySelector('.answer svg').outerHTML")
    assert report.effective() == 90
    first = report.page.locator(".factor").first
    words = first.locator(".range").inner_text()
    first.locator("input").nth(1).focus()
    press(report, "ArrowLeft", 24)
    assert 50 <= report.effective() < 62
    assert first.locator(".range").inner_text() != words
    assert sentences(report) != before
    assert report.run("document.querySelector('.answer svg').outerHTML") != picture
    assert "=0,0.625" in report.page.url
    report.page.get_by_role("button", name="Reset all").click()
    report.settle()
    assert sentences(report) == before
    assert "#" not in report.page.url


def test_few_runs_are_grayed_with_the_reason(opened: Open, together: Path) -> None:
    report = opened(together)
    report.page.locator(".factor input").nth(1).focus()
    press(report, "ArrowLeft", 40)
    assert report.effective() < 50
    assert "too few runs" in report.text("#status")
    assert float(report.run("getComputedStyle(document.querySelector('.answer .picture svg')).opacity")) < 0.5


def test_a_tilt_keeps_all_runs_and_counts_fewer(opened: Open, together: Path) -> None:
    report = opened(together)
    report.page.locator(".factor .tilt input").first.focus()
    press(report, "ArrowRight", 4)
    assert 50 < report.effective() < 90
    assert report.text(".tilt-words").startswith("high")
    assert ",1" in report.page.url
    assert not report.page.locator(".more-runs").is_visible()


def test_the_line_for_more_runs_is_offered_and_copied(opened: Open, together: Path) -> None:
    report = opened(together)
    report.context.grant_permissions(["clipboard-read", "clipboard-write"])
    report.page.locator(".factor input").nth(1).focus()
    press(report, "ArrowLeft", 30)
    line = report.text(".more-runs code")
    assert line.startswith("lunarsim -m ")
    assert "=tag(cut,interval(" in line
    run_command(*shlex.split(line.replace("design.samples=200", "design.samples=4"))[1:], "output=none")
    report.page.get_by_role("button", name="Copy the line for more runs").click()
    report.page.wait_for_timeout(300)
    assert report.text(".more-runs .said") in ("Copied.", "Selected: press Ctrl+C.")


def test_inputs_are_found_by_words(opened: Open, together: Path) -> None:
    report = opened(together)
    visible = report.page.locator(".factor:visible")
    assert visible.count() == 10
    report.page.locator("#factor-search").fill("launch")
    assert 0 < visible.count() < 40
    report.page.locator("#factor-search").fill("zzz")
    assert visible.count() == 0
    assert report.text(".found").startswith("0 of ")
    report.page.locator("#factor-search").fill("")
    report.page.get_by_role("button", name="Show all").click()
    assert visible.count() == len(report.run("lunarsim.page.about.factors"))


def test_an_address_brings_everything_back(opened: Open, together: Path) -> None:
    report = opened(together)
    report.page.locator(".factor input").nth(1).focus()
    press(report, "ArrowLeft", 20)
    report.page.locator(".choice input").nth(1).click()
    report.page.locator("#brush-low").fill("2030")
    report.page.locator("#brush-high").fill("2040")
    report.page.keyboard.press("Enter")
    report.settle()
    report.page.locator(".open-run").first.click()
    report.settle()
    fragment = report.page.url.partition("#")[2]
    again = opened(together, fragment=f"#{fragment}")
    again.settle()
    for selector in ("#status", ".selected", ".story"):
        assert again.text(selector) == report.text(selector)
    assert sentences(again) == sentences(report)
    assert again.page.url.partition("#")[2] == fragment


NONSENSE = (
    "#nonsense",
    "#no.such_factor=0,0.5",
    "#%E0%A4%A=1",
    "#~by=9&~run=1e9,0&~shown=7&~brush=5,1&~outcome=x.1",
    "#=&&=",
    *(f"#KEY={cut}" for cut in ("0.5,0.2", "-1,1", "0,2", "a,b", "0,0.5,99", "", "0.5")),
)


def test_an_address_that_says_nothing_is_ignored(opened: Open, together: Path) -> None:
    report = opened(together, fragment="#nonsense=1")
    report.settle()
    key, before = report.run("lunarsim.page.about.factors[0].key"), sentences(report)
    report.run(f"location.hash = '{key}=0,0.5'")
    report.settle()
    assert report.effective() < 60
    for fragment in NONSENSE:
        report.run("(text) => (location.hash = text)", fragment.replace("KEY", key))
        report.settle()
        assert report.effective() == 90, fragment
        assert sentences(report) == before


def test_another_address_in_the_same_page_is_followed(opened: Open, together: Path) -> None:
    report = opened(together)
    key = report.run("lunarsim.page.about.factors[0].key")
    report.run(f"location.hash = '{key}=0,0.5'")
    report.settle()
    assert report.effective() == pytest.approx(45, abs=2)
    report.page.locator("#contents a").nth(1).click()
    report.settle()
    assert report.effective() == pytest.approx(45, abs=2)


def test_the_sliders_are_at_hand_on_a_phone(opened: Open, together: Path) -> None:
    report = opened(together, PHONE)
    assert not report.page.locator(".factor").first.is_visible()
    report.page.locator("#panel summary").first.click()
    assert report.page.locator(".factor").first.is_visible()
    report.page.locator(".factor input").first.focus()
    press(report, "ArrowRight", 20)
    assert report.effective() < 70
    assert report.overflow() <= 0


def test_lever_values_can_be_left_out(opened: Open, together: Path) -> None:
    report = opened(together)
    assert report.page.locator(".answer").first.locator("li").count() == 3
    report.page.locator(".choice input").nth(2).click()
    report.settle()
    assert report.page.locator(".answer").first.locator("li").count() == 2
    assert "~shown=0,1" in report.page.url


def test_ranges_that_hold_no_run_say_so(opened: Open, together: Path) -> None:
    report = opened(together)
    keys = report.run("lunarsim.page.about.factors.map(({ key }) => key)")
    report.run("(text) => (location.hash = text)", "&".join(f"{key}=0,0.1" for key in keys[:8]))
    report.settle()
    assert report.effective() == 0
    assert "No run lies in these ranges" in report.text("#status")
    assert "no run counts" in report.text(".sentences")
