"""``--dry-run``: the plan as text, and nothing else."""

import re

import pytest

from lunarsim.door.dry_run import amount, duration


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")


def test_a_dry_run_shows_the_plan_and_writes_nothing(command, here, quick_forecast):
    line = ["-m", "site=fra_mauro,shackleton", "plant.units=1,2", "cooperation=active,none"]
    line += ["design.pair=[site,plant.units]", "design.samples=30", "plant.power_kw=tag(log,interval(10,90))"]
    line += ["executor=processes", "executor.workers=2", "executor.block_runs=20"]
    code, out, errors = command(*line, "--dry-run")
    assert (code, errors) == (0, "")
    assert not list(here.iterdir())
    lines = [text.strip() for text in out.splitlines()]
    assert "site (2)  fra_mauro, shackleton; units: 1, 2" in lines
    assert "cooperation (2)  active, none" in lines
    assert "sample (30)  design=lhs" in lines
    assert "plant.power_kw  log-uniform(low=10, high=90)" in lines
    assert "120 in 8 blocks of at most 15" in lines
    assert any(text.startswith("about") and "with 2 workers" in text and "ms a run" in text for text in lines)
    assert any(str(here) in text and "B below" in text for text in lines)


def test_it_says_what_the_plan_notes_and_what_stops_early(command, quick_forecast):
    _, out, _ = command(
        "design=sobol", "design.samples=100", "uncertainties=none", "output=none", "--dry-run",
        "design.until='mean npv_musd within 5%'",
    )  # fmt: skip
    assert "64 and 128 are" in out
    assert "at most 100 in" in out
    assert "nothing; results are kept in memory" in out


def test_errors_are_those_of_the_sweep(command, here):
    code, out, errors = command("design.pair=[site]", "plant.units=-1", "--dry-run")
    assert (code, out) == (2, "")
    assert "plant.units" in errors
    assert not list(here.iterdir())


def test_blocks_that_could_not_be_stored_are_refused_as_by_the_sweep(command, here, monkeypatch, quick_forecast):
    monkeypatch.setattr("lunarsim.study.store.checked.stored_array.MOST_CHUNK_BYTES", 10**6)
    answers = [command("design.samples=500", "timeline.horizon_years=5", *words) for words in ([], ["--dry-run"])]
    assert [code for code, _, _ in answers] == [2, 2]
    assert "executor.block_runs: makes blocks of 500 runs" in answers[0][2]
    assert answers[0][2] == answers[1][2]
    assert command("design.samples=500", "timeline.horizon_years=5", "--dry-run", "output=none")[0] == 0


def test_the_estimate_is_about_what_the_sweep_takes(command, here, no_tables, monkeypatch):
    """Sizes are compared, not times: those never decide a test, so that it makes two blocks, however long they take."""
    monkeypatch.setattr("lunarsim.study.run.forecast.BUDGET_SECONDS", 1e9)
    monkeypatch.setattr("lunarsim.study.run.forecast.MOST_BLOCKS", 2)
    _, out, _ = command("design.samples=60", "--dry-run")
    (number, unit), *_ = re.findall(r"about ([\d.,e+]+) (kB|MB)", out)
    reported = float(number) * {"kB": 1e3, "MB": 1e6}[unit]
    assert command("design.samples=60")[0] == 0
    stored = sum(path.stat().st_size for path in here.rglob("*") if path.is_file())
    assert 0.4 < reported / stored < 2.5


@pytest.mark.parametrize(("size", "text"), [(12, "12 B"), (1500, "1.5 kB"), (250e6, "250 MB"), (3.2e12, "3,200 GB")])
def test_sizes_are_read_at_a_glance(size, text):
    assert amount(size) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.52, "0.52 s"), (12, "12 s"), (600, "10 min"), (9000, "2.5 h")])
def test_times_are_read_at_a_glance(seconds, text):
    assert duration(seconds) == text


def test_growth_without_metal_is_reported_once_with_the_flowsheet_that_makes_some(command, quick_forecast):
    line = ("site=fra_mauro", "flowsheet=soil_leach", "plant.growth_closure=0.5", "--dry-run")
    said = " ".join(command(*line)[1].split())
    assert (
        "the plant does not grow from its own product (plant.growth_closure=0.5): flowsheet soil_leach yields no "
        "metal; set flowsheet=molten_electrolysis"
    ) in said
    assert "growth_closure is set" not in said
    # Without a plant nothing says it but that the parameter acts nowhere.
    said = " ".join(command(*line, "plant.units=0")[1].split())
    assert "here; it acts if plant.units is above 0 and flowsheet.name is molten_electrolysis" in said
    assert "does not grow" not in said
