"""The answers of the experiments: figures, words and what they are of."""

import json
import math
import string

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure as Drawn

import lunarsim
from experiments.answers import __main__ as making
from experiments.answers import figure, writing
from experiments.answers.figure import Figure
from tests.house.test_floors import ROOT

NAMES = making.NAMES
STORED = writing.read_answers()


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_the_readme_is_that_of_the_stored_figures(name):
    readme = writing.README.read_text(encoding="utf-8")
    text = writing.text_of(making.answering(name).ANSWER, STORED[name])
    assert writing.written(readme, name, text) == readme


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_an_answer_fit_its_figures_and_all_figures_of_the_text_are_there(name):
    module, figures = making.answering(name), STORED[name].figures
    claims = list(module.claims(figures))
    assert claims
    assert [claim for claim, holds in claims if not holds] == []
    fields = {field for _, field, _, _ in string.Formatter().parse(module.ANSWER) if field}
    assert fields
    assert fields <= figures.keys()


def test_each_experiment_that_is_a_sweep_has_an_answer():
    files = {path.stem for path in (ROOT / "experiments").glob("*.yaml")}
    assert files - {"backcast"} == set(NAMES) == set(STORED)


def test_a_changed_line_is_found_out_of_date(monkeypatch):
    module = making.answering("race")
    line = ["experiment=race", "design.samples=7"]
    made = {"race": writing.Answer({}, {"sweep": writing.plan_of(line)}, 7, 1.0)}
    monkeypatch.setattr(module, "SWEEPS", {"sweep": tuple(line)})
    assert making.out_of_date(made, "race") == []
    monkeypatch.setattr(module, "SWEEPS", {"sweep": (*line, "timeline.horizon_years=29")})
    assert making.out_of_date(made, "race") == ["sweep"]
    assert making.out_of_date({}, "race") == ["never made"]


def test_the_plan_of_a_line_is_that_of_its_sweep():
    line = ["design=nominal", "design.replicates=2"]
    with lunarsim.sweep([*line, "output=none"]) as swept:
        assert writing.plan_of([*line, "output=none"]) == swept.attrs["plan_hash"]


def put_stored_figures(monkeypatch, module):
    """Have an answer get its stored figures instead of runs, and an empty picture."""
    runs = xr.Dataset({"status": ("sample", np.ones(4))}, attrs={"plan_hash": "made up"})
    monkeypatch.setattr(making, "swept", lambda module: ({"sweep": runs}, 1.0))
    monkeypatch.setattr(module, "figures", lambda sweep: STORED["race"].figures)
    monkeypatch.setattr(module, "picture", lambda sweep: Drawn())


@pytest.mark.parametrize("runs", ["stored", pytest.param("made", marks=pytest.mark.slow)])
def test_an_answer_is_written_only_where_its_words_hold(monkeypatch, here, runs):
    readme, stored = here / "README.md", here / "figures.json"
    readme.write_text("before\n<!-- answer: race -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr(writing, "README", readme)
    monkeypatch.setattr(writing, "STORED", stored)
    monkeypatch.setattr(writing, "PICTURES", here)
    monkeypatch.setattr(making, "PICTURES", here)
    module = making.answering("race")
    monkeypatch.setattr(module, "SWEEPS", {"sweep": ("scenario=race", "design.samples=4")})
    if runs == "stored":
        put_stored_figures(monkeypatch, module)
    monkeypatch.setattr(module, "claims", lambda found: iter([("it never holds", False)]))
    assert making.make("race") == ["it never holds"]
    assert "old" in readme.read_text(encoding="utf-8")
    assert not stored.exists()
    monkeypatch.setattr(module, "claims", lambda found: iter([("it holds", True)]))
    assert making.make("race") == []
    assert "old" not in readme.read_text(encoding="utf-8")
    assert readme.read_text(encoding="utf-8").endswith("<!-- end -->\nafter\n")
    assert json.loads(stored.read_text(encoding="utf-8"))["race"]["runs"] == 4


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (Figure(0.43, 0.28, 0.58), "", "0.4"),
        (Figure(0.43, 0.38, 0.48), "", "0.43"),
        (Figure(-0.43, -0.58, -0.28), "abs interval", "0.3 to 0.6"),
        (Figure(86.2, 74.9, 97.5), "interval", "75 to 98"),
        (Figure(2036.42), "1", "2036.4"),
        (Figure(0.613, 0.58, 0.645), "percent 0 interval", "58 to 64"),
        (Figure(3480.0, 2900.0, 4410.0), "billion 1", "3.5"),
        (Figure(17994.3), "rough", "18,000"),
        (Figure(4_413_000.0), "rough", "4.4 million"),
        (Figure(234_605.0), "musd", "235 billion USD"),
        (Figure(2_595.0), "musd", "2.6 billion USD"),
        (Figure(19.8501), "musd", "19.9 million USD"),
        (Figure(1.04e9), "rough musd", "1,000 trillion USD"),
        (Figure(math.inf), "rough", "never"),
        (Figure(math.inf), "1", "never"),
        (Figure(-0.001), "1", "0.0"),
        (Figure(2032.21, 2031.94, 2032.46), "1 ends", "2032.2 (2031.9 to 2032.5)"),
        (Figure(2049.8, 2044.0, math.inf), "1 ends", "2049.8 (2044.0 to never)"),
        (Figure(2032.21), "1 ends", "2032.2"),
    ],
)
def test_figures_in_a_text(value, spec, text):
    assert format(value, spec) == text


def test_a_misspelled_form_of_a_figure_is_refused():
    with pytest.raises(ValueError, match="percents"):
        format(Figure(1.0), "percents")


def test_statistics_count_never_as_later_than_all_dates():
    runs = np.array([[2030.0], [2031.0], [np.nan], [np.nan]])
    assert figure.quantile(runs).value == 2031.0
    assert figure.quantile(runs, 0.75).value == np.inf
    assert figure.reached(runs).value == 0.5
    assert figure.first_of(runs, runs + 1.0).value == 0.5
    assert figure.difference(runs, runs[::-1], 2056.0).value == 0.0


def test_intervals_hold_the_mean_the_share_and_the_median():
    draws = np.random.default_rng(3)
    held = [(found := figure.quantile(draws.normal(5.0, 2.0, (80, 2)))).low <= 5.0 <= found.high for _ in range(300)]
    assert 0.84 <= np.mean(held) <= 0.96
    held = [(found := figure.mean(draws.normal(5.0, 2.0, (80, 1)))).low <= 5.0 <= found.high for _ in range(100)]
    assert 0.8 <= np.mean(held) <= 0.98
    held = [(found := figure.share(draws.random(200) < 0.1)).low <= 0.1 <= found.high for _ in range(400)]
    assert 0.84 <= np.mean(held) <= 0.96


def test_runs_of_an_axis_that_nobody_chose_are_refused():
    data = xr.DataArray(np.zeros((3, 1, 2)), dims=("sample", "replicate", "station"), name="date")
    with pytest.raises(ValueError, match="station"):
        figure.select(data)
    assert figure.select(data.isel(station=[0])).shape == (3, 1)
