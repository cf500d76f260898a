"""Two codes never mix in one sweep: results have a number and library files a digest, and both are compared."""

import dataclasses
import functools
import json
import shutil

import pytest
import yaml
import zarr

from lunarsim.scenario.library import digest, files, paths
from lunarsim.scenario.library.places import known_sites
from lunarsim.study.grid import fingerprint, planning
from lunarsim.study.grid.planning import make_plan
from lunarsim.study.run.cluster.handshake import expected_state, worker_state
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import SweepInterrupted, run_sweep
from lunarsim.study.store import attributes
from lunarsim.study.store.checked.metadata import signed
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.version import FORMAT, RESULTS
from lunarsim.words.errors import StoreError
from tests.study.conftest import asked
from tests.study.models import SMALL, VARIABLES
from tests.study.resealing import attribute, reseal

MODEL, INTERRUPTED, CONTINUED = (f"tests.study.models:{name}" for name in ("SMALL", "INTERRUPTED", "CONTINUED"))


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


@pytest.fixture
def copied(monkeypatch, tmp_path):
    """The library files that are hashed: a copy, of which one text of a file is replaced."""
    folder = tmp_path / "copy" / "configs"
    shutil.copytree(paths.shipped("configs") / "library", folder / "library")
    shutil.copytree(paths.shipped("configs") / "site", folder / "site")
    monkeypatch.setattr(digest, "shipped", lambda name: folder)
    shipped = paths.shipped("configs") / "library"

    def read(name):
        content = (folder / "library" / f"{name}.yml").read_bytes()
        if content == (shipped / f"{name}.yml").read_bytes():
            return files.read(name)
        return yaml.load(content, Loader=yaml.CSafeLoader)

    monkeypatch.setattr(digest, "read", read)

    def change(name, old, new):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        _forget()

    _forget()
    yield change
    _forget()


def _forget():
    for each in (digest.library_digest, digest.file_digests, digest.whole_library_digest):
        each.cache_clear()


def test_a_figure_that_changed_in_between_is_found(stopped, copied):
    copied("library/slips.yml", "population_ln_mean: 0.6972", "population_ln_mean: 0.6973")
    with pytest.raises(StoreError, match="its library files have the digest"):
        resume_sweep(stopped, model=INTERRUPTED, progress=False)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("library/missions_latest.yml", "planned: ", "planned: 1"),
        ("library/assets.yml", "evidence: ", "evidence: un"),
        ("library/attempts.yml", "outcome: failure", "outcome: success"),
        ("library/launches.yml", "hazard_decay: 0.", "hazard_decay: 0.1"),
        ("library/budgets.yml", "pooled_ln_sd: ", "pooled_ln_sd: 1"),
        ("library/power_technologies.yml", "likely: 0.9", "likely: 0.91"),
    ],
)
def test_figures_and_names_that_reach_a_run_are_in_the_digest(copied, name, old, new):
    before = digest.library_digest()
    copied(name, old, new)
    assert digest.library_digest() != before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("library/slips.yml", "# ", "# another comment "),
        ("library/missions_latest.yml", "note: ", "note: Another "),
        ("library/vehicles.yml", "title: ", "title: Another "),
        ("library/elements.yml", "evidence: measured", "evidence: published"),
        ("library/attempts.yml", "siddiqi: ", "siddiqi: Another "),
        ("library/official_milestones.yml", "wording: ", "wording: Another "),
        ("library/launches.yml", "flights: ", "flights: 1"),
        ("library/budgets.yml", "what: ", "what: Another "),
        ("library/power_technologies.yml", "likely: 60", "likely: 61"),
        ("site/shackleton.yaml", "# ", "# another comment "),
    ],
)
def test_texts_and_what_no_run_reads_are_not_in_the_digest(copied, name, old, new):
    before = digest.library_digest(), digest.whole_library_digest()
    copied(name, old, new)
    assert digest.library_digest() == before[0]
    assert digest.whole_library_digest() != before[1]


def test_a_file_that_no_run_reads_may_be_added(stopped, copied, tmp_path):
    before = digest.library_digest()
    (tmp_path / "copy" / "configs" / "library" / "more.yml").write_text("figure: 1\n", encoding="utf-8")
    copied("library/vehicles.yml", "title: ", "title: Another ")
    assert digest.library_digest() == before
    assert _plan(stopped).hash == zarr.open_group(stopped, mode="r").attrs["plan_hash"]


def _plan(path):
    stored = StoredSweep.open(path)
    return stored.plan(stored.request(), INTERRUPTED)


@pytest.fixture
def earlier(monkeypatch, request):
    """A sweep whose store has digest and hash of whole files, as earlier ones do."""
    with monkeypatch.context() as patch:
        patch.setattr(attributes, "library_digest", digest.whole_library_digest)
        patch.setattr(planning, "plan_hash", functools.partial(fingerprint.plan_hash, is_earlier=True))
        return request.getfixturevalue("stopped")


def test_an_earlier_store_is_resumed_as_long_as_its_library_is_the_same(earlier, copied):
    attrs = dict(zarr.open_group(earlier, mode="r").attrs)
    assert attrs["library_digest"] == digest.whole_library_digest() != digest.library_digest()
    assert _plan(earlier).hash == attrs["plan_hash"]
    assert resume_sweep(earlier, model=CONTINUED, progress=False).runs == 10
    copied("library/slips.yml", "# ", "# another comment ")
    with pytest.raises(StoreError, match="its library files have the digest"):
        _plan(earlier)


def test_a_worker_agrees_with_the_plan_of_an_earlier_store(earlier):
    worker_state(_plan(earlier)).refuse("a", expected_state(_plan(earlier)))


def test_the_hash_counts_the_places_that_stations_and_levers_name_and_no_others(monkeypatch):
    plain, levers = _hash(), {"station.site": ["peary", "shackleton"]}
    named = make_plan(asked(levers), SMALL, MODEL).hash
    peary = known_sites.site_named("peary")
    other = dataclasses.replace(peary, dark_spell_hours=peary.dark_spell_hours + 1)

    def changed(name, present):
        return other if name == "peary" else known_sites.site_named(name, present)

    monkeypatch.setattr(fingerprint, "site_named", changed)
    assert _hash() == plain
    assert make_plan(asked(levers), SMALL, MODEL).hash != named


def test_the_digest_is_the_same_whatever_ends_the_lines(copied, tmp_path):
    before = digest.library_digest(), digest.whole_library_digest()
    for path in (tmp_path / "copy" / "configs" / "library").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    _forget()
    assert (digest.library_digest(), digest.whole_library_digest()) == before


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
