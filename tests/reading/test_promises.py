"""Official milestones as they are read: probabilities by the promised date, table, JSON and picture."""

import json

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.analysis.missions.promises import promises
from lunarsim.reading.plots.missions.promised_dates import promised_dates
from lunarsim.reading.tables.json_summary import as_record
from lunarsim.reading.tables.summary_table import summarize
from lunarsim.reading.wording import format_promise
from lunarsim.words.errors import AnalysisError

NEVER = np.nan
END = 2056.5
OK, FAILED = 1, 2


def made(dates, promised, statuses=None, levers=None):
    """Return a dataset of official milestones: dates by name, one for each run, and the promise of each."""
    names, levers = list(dates), levers or {}
    runs = len(next(iter(dates.values())))
    shape = tuple(len(values) for values in levers.values())
    dims = (*levers, "sample", "replicate")
    year = np.array([dates[name] for name in names]).T[:, np.newaxis, :]
    promise = np.broadcast_to(np.array([promised[name] for name in names]), year.shape)
    status = np.array(statuses or [OK] * runs)[:, np.newaxis]
    spread = lambda values: np.broadcast_to(values, (*shape, *values.shape))  # noqa: E731
    attrs = {"units": "year", "long_name": "official milestone"}
    return xr.Dataset(
        {
            "official_milestone_year": ((*dims, "official_milestone"), spread(year), attrs),
            "official_milestone_promised_year": ((*dims, "official_milestone"), spread(promise), attrs),
            "mass_landed_kg": (dims, spread(np.ones(status.shape)), {"units": "kg", "long_name": "mass landed"}),
            "status": (dims, spread(status)),
            "error": (dims, spread(np.full(status.shape, ""))),
            "horizon_year": (dims, spread(np.full(status.shape, END))),
        },
        coords={
            "official_milestone": names,
            "official_milestone_title": ("official_milestone", [f"The {name}" for name in names]),
            "official_milestone_asks": ("official_milestone", [f"all of {name}" for name in names]),
            **levers,
        },
        attrs={"design": "lhs"},
    )


DATES = {"hut": [2029.0, 2030.999, 2031.01, NEVER], "village": [2041.0, NEVER, NEVER, NEVER]}
PROMISED = {"hut": 2030.9973, "village": 2040.5}


def test_a_promise_is_kept_by_the_runs_that_reach_it_by_the_end_of_that_day():
    result = promises(made(DATES, PROMISED))
    assert result["probability_by_promise"].values.tolist() == [0.5, 0.0]
    assert result["probability_at_all"].values.tolist() == [0.75, 0.25]
    assert result["quantile_value"].sel(official_milestone="hut").values.tolist() == [2029.0, 2030.999, np.inf]
    assert result["promised_date"].values.tolist() == [2030.9973, 2040.5]


def test_runs_that_failed_and_plans_that_lack_a_milestone_do_not_count():
    failed = promises(made(DATES, PROMISED, [OK, FAILED, OK, OK]))
    assert failed["probability_by_promise"].sel(official_milestone="hut") == pytest.approx(1 / 3)
    lacking = promises(made(DATES, PROMISED | {"village": np.nan}))
    assert np.isnan(lacking["probability_at_all"].sel(official_milestone="village"))


def test_the_table_shows_the_promised_date_and_how_likely_it_is(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    summarize(made(DATES, PROMISED))
    lines = capsys.readouterr().out.splitlines()
    head = next(line for line in lines if "promised" in line and "P(by then)" in line)
    hut = next(line for line in lines if line.startswith("The hut "))
    assert head.split() == ["promised", "P10", "P50", "P90", "P(by", "then)", "P(reached)"]
    assert hut.split() == ["The", "hut", "end", "of", "2030", "2029.0", "2031.0", "not", "by", "2056.5", "0.50", "0.75"]
    assert "The hut: all of hut." in lines


def test_with_levers_each_combination_has_a_column_and_what_no_plan_has_has_no_row(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    summarize(made(DATES, PROMISED | {"village": np.nan}, levers={"site": ["peary", "shackleton"]}))
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Official milestones"))
    assert lines[at].endswith("; across: Site")
    assert "Peary" in lines[at + 2]
    assert lines[at + 4].count("by then 0.50; 2031.0 (2029.0 to >2056.5) P = 0.75") == 2
    assert not any(line.startswith("The village") for line in lines)


def test_json_has_the_same_figures():
    record = as_record(made(DATES, PROMISED), "x")
    hut = next(each for each in json.loads(json.dumps(record["official_milestones"])) if each["name"] == "hut")
    assert (hut["promised"], hut["probability_by_promise"], hut["probability"]) == (2030.9973, 0.5, 0.75)
    assert (hut["p50"], hut["p90"], hut["not_reached"], hut["levers"]) == (2030.999, None, ["p90"], {})


def test_a_store_without_official_milestones_is_shown_without_them_and_refused_by_the_analysis(capsys):
    bare = made(DATES, PROMISED).drop_vars(["official_milestone_year", "official_milestone_promised_year"])
    summarize(bare)
    assert "Official" not in capsys.readouterr().out
    assert as_record(bare, "x")["official_milestones"] == []
    with pytest.raises(AnalysisError, match="no official milestones"):
        promises(bare)


def test_the_picture_has_a_row_for_each_milestone_with_its_promise():
    axis = promised_dates(made(DATES, PROMISED)).axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["The hut", "The village"]
    diamonds = [line for line in axis.lines if line.get_marker() == "D"]
    assert [line.get_xdata()[0] for line in diamonds] == [2030.9973, 2040.5]
    assert [text.get_text() for text in axis.texts] == ["50 %", "<41 %"]
    with pytest.raises(AnalysisError, match="site"):
        promised_dates(made(DATES, PROMISED, levers={"site": ["peary", "shackleton"]}))


@pytest.mark.parametrize(
    ("year", "text"), [(2030.9973, "end of 2030"), (2040.5, "2040.5"), (2031.0, "2031.0"), (np.nan, "-")]
)
def test_the_last_day_of_a_year_is_no_date_of_the_next(year, text):
    assert format_promise(year) == text
