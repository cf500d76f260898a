"""URLs on the command line: output.dir, and the verbs on what is stored there."""

import json
import shutil
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from lunarsim.study.store.places import address
from tests.door.conftest import FEW

MANY = ["-m", "site=shackleton,fra_mauro", "design.samples=3", "plant.units=1", *FEW]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "sweeps=far off"


@pytest.fixture
def url(folder, command, here, made_once):
    """The URL of a sweep that the command has made; it leaves the working directory alone."""

    def make(place):
        code, out, err = command(*MANY, f"output.dir='file://{quote(str(place))}'")
        assert (code, err) == (0, "")
        address = out.rpartition("dataset: ")[2].strip()
        assert address.startswith(f"file://{quote(str(place))}/")
        assert address.endswith("/sweep.zarr")
        assert not list(here.iterdir())

    shutil.copytree(made_once("sweep at a URL=far off", make), folder)
    (dataset,) = folder.glob("*/*/sweep.zarr")
    return f"file://{quote(str(dataset.parent))}"


@pytest.mark.usefixtures("plain_pictures")
def test_the_verbs_read_it_by_the_url_of_the_sweep_or_its_dataset(command, here, url):
    for store in (url, f"{url}/sweep.zarr"):
        code, out, _ = command("show", store, "--outcomes", "npv_musd")
        assert code == 0
        assert "6 of 6 runs" in out
    code, out, _ = command("resume", url, "executor=processes", "executor.workers=1")
    assert code == 0
    assert "0 of 6 runs are missing or failed" in out
    code, out, _ = command("replay", url, "site=fra_mauro", "sample=2", "replicate=0")
    assert code == 0
    assert "equal to its stored row, bit for bit" in out
    assert not list(here.iterdir())


@pytest.mark.parametrize("form", ["csv", pytest.param("netcdf", marks=pytest.mark.slow)])
def test_export_writes_beside_it_or_to_a_local_file(command, here, folder, url, form):
    suffix = {"csv": ".csv", "netcdf": ".nc"}[form]
    # What is written beside it is written again, in whatever form.
    for _ in range(2 if form == "csv" else 1):
        code, out, _ = command("export", url, "--to", form)
        assert code == 0
        assert out.strip() == f"exported: {url}/sweep{suffix}"
    (beside,) = folder.glob(f"*/*/sweep{suffix}")
    assert not list(here.iterdir())
    if form == "csv":
        assert command("export", url, "--to", form, "--output", f"runs{suffix}")[0] == 0
        assert beside.read_bytes() == (here / "runs.csv").read_bytes()
    assert command("export", url, "--to", form, "--output", "s3://bucket/x")[0] == 2


def test_what_is_missing_is_made(command, folder, url):
    (store,) = folder.glob("*/*/sweep.zarr")
    for part in ("status/c", "checksums/blocks/c"):
        shutil.rmtree(store / part)
    code, out, _ = command("resume", url)
    assert code == 0
    assert "6 of 6 runs are missing or failed" in out
    (log,) = folder.glob("*/*/sweep.log")
    assert log.read_text(encoding="utf-8").count(" end: 6 runs") == 2


@pytest.fixture
def far(ten_years, tmp_path):
    """The URL of a sweep of 80 runs, no copy of which stands in the working directory."""
    shutil.move(ten_years.parents[1], tmp_path / "sweeps=far off")
    (dataset,) = (tmp_path / "sweeps=far off").glob("*/*/sweep.zarr")
    return f"file://{quote(str(dataset.parent))}"


@pytest.mark.parametrize(
    "words",
    [
        ["observe", "{}", "change_7.outcome=success"],
        pytest.param(
            ["observe", "change_7.outcome=success", "{}/sweep.zarr", "--outcomes", "station_*"],
            marks=pytest.mark.slow,
        ),
        ["discover", "{}", "--target", "plant.availability>=0.7"],
        ["compare", "{}", "{}", "--outcomes", "station_working"],
        ["value", "{}"],
        pytest.param(["sensitivity", "{}", "--signposts", "station_working"], marks=pytest.mark.slow),
    ],
    ids=lambda words: words[0],
)
def test_what_is_asked_of_it_is_answered_as_of_a_folder(command, here, far, words):
    def answer(store):
        code, out, err = command(*(word.format(store) for word in words), "--json")
        assert (code, err) == (0, "")
        said = json.loads(out)
        assert {said.pop("path", None), *said.pop("paths", ())} - {None} == {f"{store}/sweep.zarr"}
        return said

    assert answer(far) == answer(unquote(far.removeprefix("file://")))
    assert not [path for path in here.iterdir() if path.name != "outputs"]


def test_news_of_a_few_runs_are_simulated_beside_it(command, here, folder, url, monkeypatch):
    # The forecast of both, which takes longest, is another test's.
    monkeypatch.setattr("lunarsim.reading.analysis.conditioning.news.news", lambda *given: None)
    monkeypatch.setattr("lunarsim.reading.tables.news_table.news_lines", lambda *given: [])
    news = ("change_7.outcome=lost", "--given", "site=fra_mauro", "--outcomes", "station_working")
    code, out, _ = command("observe", url, *news, "--simulate")
    assert code == 0
    fresh = out.rpartition("dataset: ")[2].strip()
    assert fresh.rpartition("/")[0].rpartition("/")[0] == url.rpartition("/")[0]
    assert len(list(folder.glob("*/*/sweep.zarr/zarr.json"))) == 2
    assert not list(here.iterdir())


@pytest.mark.slow
def test_news_are_simulated_beside_it(command, here, far):
    code, out, _ = command("observe", far, "change_7.outcome=lost", "--simulate", "--outcomes", "station_working")
    assert code == 0
    fresh = out.rpartition("dataset: ")[2].strip()
    assert Path(fresh).parents[1].name == Path(far).parent.name
    assert fresh.startswith(far.rpartition("/")[0])
    assert "80 of 80 runs" in command("show", fresh)[1]
    assert command("resume", fresh)[1].startswith("resume: 0 of 80 runs are missing")
    assert not [path for path in here.iterdir() if path.name != "outputs"]


@pytest.mark.parametrize(
    "verb",
    [
        *(["show"], ["resume"], ["replay", "sample=0"], ["export", "--to", "csv"], ["report"], ["plot", "dates"]),
        *(["observe", "change_7.outcome=lost"], ["observe", "change_7.outcome=lost", "--simulate"], ["value"]),
        *(["discover", "--target", "npv_musd>0"], ["compare", "--by", "site"], ["sensitivity"]),
    ],
    ids=" ".join,
)
def test_a_sweep_that_was_never_complete_is_refused(command, folder, url, verb):
    (root,) = folder.glob("*/*/sweep.zarr/zarr.json")
    root.unlink()
    words = ["plot", verb[1], url] if verb[0] == "plot" else [verb[0], url, *verb[1:]]
    code, out, err = command(*words)
    assert (code, out) == (1, "")
    assert "no complete sweep there" in err


@pytest.mark.parametrize(
    "words",
    [
        ["output.dir=ftp://host/x"],
        ["output.dir=s3:/bucket"],
        ["output.dir=s3://user:hush@bucket/x"],
        ["output.dir='s3://bucket/x?token=hush'"],
        ["output.dir=s3://bucket/x?token=hush"],
        ["output.dir=s3://user:hush@bucket/x", "plant.units=-1"],
        ["output.dir=s3://user:hush@bucket/x", "--dry-run"],
        ["show", "ftp://host/x"],
        ["show", "s3://user:hush@bucket/x"],
        ["observe", "s3://user:hush@bucket/x", "change_7.outcome=lost"],
        ["discover", "s3://user:hush@bucket/x", "--target", "npv_musd>0"],
        ["compare", "s3://user:hush@bucket/x", "ftp://host/x"],
        ["value", "s3://bucket/x?token=hush"],
    ],
)
def test_a_url_that_is_not_understood_exits_with_2_and_its_secrets_are_not_printed(command, here, words):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert "hush" not in err
    assert not list(here.iterdir())


def test_without_the_package_the_extra_is_named(command, here, monkeypatch):
    monkeypatch.setattr(address, "find_spec", lambda package: None)
    for words in (["output.dir=s3://bucket/x"], ["show", "s3://bucket/x"]):
        code, out, err = command(*words)
        assert (code, out) == (2, "")
        assert "pip install 'lunarsim[cloud]'" in err


def test_a_store_that_cannot_be_reached_exits_with_1_and_one_line(command, here, monkeypatch):
    from lunarsim.study.store.places.client import forget_clients

    for key, value in {"ENDPOINT_URL": "http://127.0.0.1:9", "ALLOW_HTTP": "true", "ACCESS_KEY_ID": "me"}.items():
        monkeypatch.setenv(f"AWS_{key}", value)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    forget_clients()
    for words in (["output.dir=s3://bucket/x", "design=nominal"], ["show", "s3://bucket/x"]):
        code, out, err = command(*words)
        assert (code, out) == (1, "")
        assert "it cannot be reached" in err
        assert len([line for line in err.splitlines() if "note:" not in line]) == 1
    forget_clients()


def test_a_dry_run_shows_the_url_and_connects_nowhere(command, here, quick_forecast):
    code, out, _ = command("output.dir=s3://bucket/x", "design=nominal", "--dry-run")
    assert code == 0
    assert "below s3://bucket/x/" in out


def test_an_experiment_may_not_choose_a_url(command, here, own):
    folder = own("output:\n  dir: s3://bucket/x\n")
    code, _, err = command(f"--config-dir={folder}", "experiment=mine")
    assert code == 2
    assert "output.dir" in err


def test_python_sweeps_and_resumes_at_a_url(here):
    import lunarsim

    dataset = lunarsim.sweep([*MANY[1:], "output.dir=memory://notebook"])
    assert (dataset.status == 1).all()
    assert not list(here.iterdir())


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_a_sweep_in_memory_would_be_lost_with_the_command_and_is_refused(
    command, here, more, no_tables, quick_forecast
):
    code, out, err = command(*MANY, "output.dir=memory://gone", *more)
    assert (code, out) == (2, "")
    assert err.startswith("lunarsim: output.dir: is memory://gone, which is lost when this command ends")
    assert not list(here.iterdir())
    assert command(*MANY, "output.dir=memory://gone", "output=none")[0] == 0
