"""Two codes never mix in one sweep: results have a number and library files a digest, and both are compared."""

import dataclasses
import json
import shutil

import pytest
import zarr

from lunarsim.scenario.library import digest, paths
from lunarsim.study.grid import fingerprint
from lunarsim.study.grid.planning import make_plan
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import SweepInterrupted, run_sweep
from lunarsim.study.store.checked.metadata import signed
from lunarsim.version import FORMAT, RESULTS
from lunarsim.words.errors import StoreError
from tests.study.conftest import asked
from tests.study.models import SMALL, VARIABLES
from tests.study.resealing import attribute, reseal

MODEL, INTERRUPTED = "tests.study.models:SMALL", "tests.study.models:INTERRUPTED"


@pytest.fixture
def stopped(tmp_path):
    """A sweep of which one block of two is finished."""
    with pytest.raises(SweepInterrupted):
        run_sweep(asked(samples=20, store=True, dir=tmp_path, block_runs=10), INTERRUPTED, progress=False)
    (path,) = tmp_path.glob("study/*/sweep.zarr")
    return path


def test_a_store_says_its_format_results_and_libraries(stopped):
    attrs = dict(zarr.open_group(stopped, mode="r").attrs)
    assert (attrs["format"], attrs["results"]) == (FORMAT, RESULTS)
    assert attrs["library_digest"] == digest.library_digest()
    assert attrs["model"] == "interrupted"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 1}, f"its format is 1, that of this lunarsim {FORMAT}"),
        ({"results": 0}, f"its results are of number 0, those of this lunarsim of number {RESULTS}"),
        ({"library_digest": "0" * 32}, "its library files have the digest 0{32}, those of this lunarsim [0-9a-f]{32}"),
    ],
)
def test_a_store_of_another_code_is_refused_with_one_line(stopped, change, said):
    reseal(stopped, attribute(**change, git_commit="c0ffee" * 6))
    line = f"^[^\n]*: was made by lunarsim 0.1.0 at commit c0ffeec0ffee: {said}; resume and replay need that version$"
    with pytest.raises(StoreError, match=line):
        resume_sweep(stopped, model=INTERRUPTED, progress=False)
    with pytest.raises(StoreError, match=line):
        replay_run(stopped, {"sample": "0"}, INTERRUPTED)


def test_a_store_of_a_later_format_is_neither_resumed_nor_replayed(stopped):
    root = stopped / "zarr.json"
    document = json.loads(root.read_bytes())
    document["attributes"]["format"] = FORMAT + 1
    root.write_bytes(signed(document))
    line = f"^[^\n]*: it was made by lunarsim 0.1.0 in format {FORMAT + 1}; this one reads formats 1 to {FORMAT}$"
    with pytest.raises(StoreError, match=line):
        resume_sweep(stopped, model=INTERRUPTED, progress=False)
    with pytest.raises(StoreError, match=line):
        replay_run(stopped, {"sample": "0"}, INTERRUPTED)


def _changed_library(monkeypatch, tmp_path, name):
    """Let this process read a copy of the config files in which one of the libraries has one more line."""
    shutil.copytree(paths.shipped("configs"), tmp_path / "configs")
    with (tmp_path / "configs" / name).open("a", encoding="utf-8") as file:
        file.write("\n# another\n")
    monkeypatch.setattr(digest, "shipped", lambda folder: tmp_path / folder)
    digest.library_digest.cache_clear()
    monkeypatch.setattr(fingerprint, "library_digest", digest.library_digest)


@pytest.mark.parametrize("name", ["library/slips.yml", "library/missions_latest.yml", "site/shackleton.yaml"])
def test_a_library_file_that_changed_in_between_is_found(stopped, monkeypatch, tmp_path, name):
    before = digest.library_digest()
    try:
        _changed_library(monkeypatch, tmp_path / "other", name)
        assert digest.library_digest() != before
        with pytest.raises(StoreError, match="its library files have the digest"):
            resume_sweep(stopped, model=INTERRUPTED, progress=False)
    finally:
        digest.library_digest.cache_clear()


def test_the_digest_is_the_same_whatever_ends_the_lines(monkeypatch, tmp_path):
    before = digest.library_digest()
    shutil.copytree(paths.shipped("configs"), tmp_path / "configs")
    for path in (tmp_path / "configs" / "library").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(digest, "shipped", lambda folder: tmp_path / folder)
    try:
        digest.library_digest.cache_clear()
        assert digest.library_digest() == before
    finally:
        digest.library_digest.cache_clear()


def _hash(**settings):
    variables = settings.pop("variables", VARIABLES)
    model = type("Model", (type(SMALL),), {"variables": variables})(name=settings.pop("name", "small"))
    return make_plan(asked(**settings), model, MODEL).hash


def test_the_hash_counts_what_decides_results(monkeypatch):
    plain = _hash()
    assert _hash(changes={"plant.units": 2}) != plain
    assert _hash(changes={"assets.queqiao_2.evidence": "assumed"}) != plain
    assert _hash(name="other") != plain
    assert _hash(variables=VARIABLES[:-1]) != plain
    monkeypatch.setattr(fingerprint, "RESULTS", RESULTS + 1)
    assert _hash() != plain
    monkeypatch.undo()
    monkeypatch.setattr(fingerprint, "library_digest", lambda: "other")
    assert _hash() != plain


def test_the_hash_does_not_count_texts(monkeypatch):
    plain = _hash()
    retold = tuple(dataclasses.replace(each, long_name="told otherwise", about="at length") for each in VARIABLES)
    assert _hash(variables=retold) == plain
    assert _hash(changes={"site.title": "Another title"}) == plain
    monkeypatch.setattr("lunarsim.version.__version__", "9.9.9")
    assert _hash() == plain


def test_a_finished_sweep_of_another_code_is_refused_as_well(tmp_path):
    path = run_sweep(asked(samples=2, store=True, dir=tmp_path), MODEL, progress=False).path
    reseal(path, attribute(results=0))
    with pytest.raises(StoreError, match="of number 0"):
        resume_sweep(path, model=MODEL, progress=False)
