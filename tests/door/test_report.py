"""``lunarsim report``: one HTML file of a stored sweep, beside it or elsewhere."""

import json
import re
import shutil
import webbrowser

import pytest
import xarray as xr

from lunarsim.door.verbs.report import question_of
from lunarsim.reading.report import writing

ABOUT = re.compile(r'<script type="application/json" id="about">(.*?)</script>', re.DOTALL)


def about(file):
    return json.loads(ABOUT.search(file.read_text(encoding="utf-8"))[1])


def test_it_goes_beside_the_dataset_replaces_an_earlier_one_and_needs_nothing_from_elsewhere(command, swept):
    beside = swept.with_name("report.html")
    beside.write_text("an earlier one", encoding="utf-8")
    code, out, err = command("report")
    assert (code, out, err) == (0, f"report: {beside.relative_to(beside.parents[3])}\n", "")
    assert about(beside)["runs"] == 6
    assert not list(swept.parent.glob(".lunarsim*"))
    text = beside.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)", text)


def test_a_file_of_ones_own_choice_must_not_be_there(command, swept, here):
    assert command("report", str(swept), "--output", "brief.html")[0] == 0
    assert about(here / "brief.html")["title"]
    assert not swept.with_name("report.html").exists()
    code, _, err = command("report", "--output", "brief.html")
    assert code == 2
    assert "--output: brief.html exists already; choose another name" in err


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (["--output", "https://x.org/a.html"], 2, "--output: is a URL; give a local file, or leave it out"),
        (["--output", "nowhere/a.html"], 1, "nowhere/a.html cannot be written: No such file or directory"),
        (["nowhere"], 1, "nowhere: no such folder, so no stored sweep"),
        (["plant.units=2", "more"], 2, "report"),
    ],
)
def test_what_cannot_be_written_or_read_is_said_and_leaves_nothing(command, swept, here, words, code, problem):
    before = sorted(here.rglob("*"))
    got, out, err = command("report", *words)
    assert (got, out) == (code, "")
    assert problem in err
    assert sorted(here.rglob("*")) == before


def test_a_damaged_store_is_said_and_leaves_no_file(command, swept):
    chunk = next(file for file in (swept / "npv_musd" / "c").rglob("*") if file.is_file())
    chunk.write_bytes(b"\0" * 50)
    code, out, err = command("report")
    assert (code, out) == (1, "")
    assert "is damaged" in err
    assert not swept.with_name("report.html").exists()


@pytest.fixture
def short_page(monkeypatch):
    """Have a report say only how many runs it is of, where a test is about something else than what it says."""

    def short(path, dataset, question):
        return {"runs": int(dataset["status"].size)}

    monkeypatch.setattr(writing, "content", short)
    monkeypatch.setattr(
        writing, "assemble", lambda held: f'<script type="application/json" id="about">{json.dumps(held)}</script>'
    )


def test_it_is_shown_in_the_browser_on_request(command, swept, monkeypatch, short_page):
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    assert command("report", "--open")[0] == 0
    assert opened == [swept.with_name("report.html").resolve().as_uri()]
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    assert "no browser was found" in command("report", "--open")[1]


def test_of_a_sweep_at_a_url_it_goes_beside_that(command, here, swept, tmp_path, short_page):
    folder = shutil.move(swept.parents[2], tmp_path / "far")
    (dataset,) = folder.glob("*/*/sweep.zarr")
    code, out, _ = command("report", f"file://{dataset.parent}")
    assert (code, out) == (0, f"report: file://{dataset.parent}/report.html\n")
    assert about(dataset.with_name("report.html"))["runs"] == 6
    assert not [path for path in here.iterdir() if path.name != "outputs"]


def test_the_question_of_an_experiment_is_in_its_file(here):
    def asked(command):
        return question_of(xr.Dataset(attrs={"command": command}))

    assert asked("-m experiment=together_or_alone").startswith("What does building together change?")
    (here / "experiments").mkdir()
    text = "# What does a second unit change?\n# source: made up\nsweep: {plant.units: [1, 2]}\n"
    (here / "experiments" / "units.yaml").write_text(text, encoding="utf-8")
    assert asked("-m experiment=units 'site=a b'") == "What does a second unit change?"
    assert [asked(command) for command in ("plant.units=2", "experiment=none_of_that", "experiment='")] == ["", "", ""]
