"""The verbs on a stored sweep: resume, replay, export."""

import json

import pytest

from tests.study.resealing import reseal


def test_resume_says_that_nothing_is_missing(command, swept):
    code, out, _ = command("resume")
    assert code == 0
    assert "0 of 6 runs are missing or failed" in out


def test_show_as_json_prints_nothing_but_json(command, here, swept):
    code, out, err = command("show", "--json")
    assert (code, err) == (0, "")
    record = json.loads(out)
    assert record["runs"]["ok"] == 6
    assert record["levers"]["site"]["config_key"] == "site"
    assert record["path"].endswith("sweep.zarr")
    classes = {each["levers"]["site"]: each["class"] for each in record["resources"]}
    assert classes == {"shackleton": "exploration_target", "fra_mauro": "inferred"}
    cases = record["resources"][0]["tonnages"]["ree_in_place_t"]
    assert 0 < cases["low_p90"] <= cases["middle_p50"] <= cases["high_p10"]
    assert command("show", "--json", "nowhere")[:2] == (1, "")


def test_show_says_which_outcomes_a_pattern_leaves_out_for_their_labels(command, here, swept):
    code, out, _ = command("show", "--outcomes", "station_*")
    assert code == 0
    told = " ".join(out.split())
    assert "Left out, as each takes labels: station_" in told
    assert "Left out" not in command("show", "--outcomes", "npv_musd")[1]


@pytest.mark.parametrize(
    "words",
    [
        "show --given {}",
        "show --json --given {}",
        "sensitivity --given {}",
        "sensitivity --signposts station_basic --given {}",
        "discover --target station_basic<=2040 --given {}",
        "observe {} change_7.outcome=lost",
        "observe --given {} change_7.outcome=lost",
        "plot dates --given {}",
    ],
)
def test_a_wrong_value_of_a_lever_is_answered_with_the_nearest(command, swept, words):
    code, out, err = command(*words.format("site=shakleton").split())
    assert (code, out) == (2, "")
    assert "unknown value of site 'shakleton'; did you mean 'shackleton'?" in err


def test_a_value_of_a_lever_is_shown_alone(command, swept):
    code, out, _ = command("show", "--given", "site=shackleton")
    assert code == 0
    assert "Selected: Site of the mine: Shackleton" in out
    assert "3 of 3 runs" in out
    said = json.loads(command("show", "--json", "--given", "site=shackleton")[1])
    assert said["selected"] == {"site": "shackleton"}
    assert [list(said["levers"]), said["given"], len(said["combinations"])] == [[], None, 1]


def test_show_reports_the_resource_with_its_low_case_and_class(command, swept):
    code, out, _ = command("show")
    assert code == 0
    reported = " ".join(out.split())
    assert "P90 low case" in reported
    assert "Rare earths in place [t], inferred" in reported
    assert "No tonnage is a reserve." in reported


@pytest.mark.parametrize("words", [("show",), ("show", "--json")])
def test_what_an_analysis_refuses_is_a_message_and_no_traceback(command, swept, monkeypatch, words):
    from lunarsim.reading.analysis import summary
    from lunarsim.words.errors import AnalysisError

    def refused(*asked):
        raise AnalysisError("npv_musd: select one value of site (2 values) first")

    monkeypatch.setattr(summary, "needed", refused)
    assert command(*words) == (2, "", "lunarsim: npv_musd: select one value of site (2 values) first\n")


def test_resume_makes_what_is_missing_with_another_executor(command, swept, ready_workers):
    import zarr

    group = zarr.open_group(swept, mode="r+")
    before = group["npv_musd"][...]
    group["status"][...] = 0
    group["npv_musd"][...] = 0.0
    reseal(swept)
    code, out, _ = command("resume", str(swept), "executor=processes", "executor.workers=1")
    assert code == 0
    assert "6 of 6 runs are missing or failed" in out
    assert "6 of 6 runs" in out.partition("failed")[2]
    assert (zarr.open_group(swept, mode="r")["npv_musd"][...] == before).all()


def test_a_sweep_without_any_run_yet_is_answered_with_the_line_that_goes_on(command, swept):
    import zarr

    zarr.open_group(swept, mode="r+")["status"][...] = 0
    reseal(swept)
    before = sorted(swept.parent.iterdir())
    for words in (
        *("show", "show --json", "plot dates", "report", "sensitivity", "sensitivity --json"),
        *("sensitivity --signposts station_basic", "observe change_7.outcome=lost", "value", "compare --by site"),
        *("discover --target station_basic<=2040", f"compare {swept} {swept}", "export --to csv"),
    ):
        said = f"lunarsim: no runs yet; go on with: lunarsim resume {swept.parent.relative_to(swept.parents[3])}\n"
        assert command(*words.replace(str(swept), str(swept.relative_to(swept.parents[3]))).split()) == (2, "", said)
    assert sorted(swept.parent.iterdir()) == before


def test_replay_prints_the_verdict_and_the_events(command, swept, plain_pictures):
    code, out, _ = command("replay", "site=fra_mauro", "sample=2", "replicate=0")
    assert code == 0
    assert "site=fra_mauro, sample=2, replicate=0" in out
    assert "equal to its stored row, bit for bit, in " in out
    for word in ("launch", "change_7", "commissioning", "window"):
        assert word in out


@pytest.mark.parametrize("pictures", ["plain", pytest.param("whole", marks=pytest.mark.slow)])
def test_replay_draws_the_run_beside_its_dataset_or_where_asked(command, here, swept, request, pictures):
    if pictures == "plain":
        request.getfixturevalue("plain_pictures")
    _, out, _ = command("replay", "site=fra_mauro", "sample=2")
    (picture,) = here.glob("outputs/*/*/*.png")
    assert picture.name == "replay_fra_mauro_2_0.png"
    assert picture.name in out
    assert picture.read_bytes().startswith(b"\x89PNG")
    _, out, _ = command("replay", "site=fra_mauro", "sample=1", "--picture", "one.svg")
    assert "Gantt chart: one.svg" in out
    assert "<svg" in (here / "one.svg").read_text(encoding="utf-8")
    assert len(list(here.glob("outputs/*/*/*.png"))) == 1


def test_a_folder_that_cannot_be_written_is_no_error_of_replay(command, here, swept, monkeypatch, plain_pictures):
    from lunarsim.door import picture_files
    from lunarsim.study.store.places.local import LocalPlace

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(LocalPlace, "put_bytes", refused)
    code, out, _ = command("replay", "site=fra_mauro", "sample=2")
    assert code == 0
    assert "Permission denied; name another file with --picture FILE" in out
    monkeypatch.setattr(picture_files, "write_bytes", refused)
    code, _, err = command("replay", "site=fra_mauro", "sample=2", "--picture", "one.png")
    assert code == 1
    assert "Permission denied" in err


def test_replay_of_a_wrong_label_exits_with_2(command, swept):
    code, out, err = command("replay", "site=framauro", "sample=9")
    assert (code, out) == (2, "")
    assert "did you mean 'fra_mauro'" in err
    assert "the nearest is 2" in err
    assert command("replay", "site=fra_mauro", "site=shackleton")[0] == 2


def test_export_writes_where_asked(command, here, swept):
    code, out, _ = command("export", "--to", "csv", "--output", "runs.csv")
    assert code == 0
    assert "exported: runs.csv" in out
    assert len((here / "runs.csv").read_text(encoding="utf-8").splitlines()) == 7


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["export"], "needs --to netcdf|csv|parquet"),
        (["export", "--to", "xls"], "--to: unknown value 'xls'; did you mean 'xlsx'? (allowed: netcdf, csv"),
        (["plto", "dates"], "plto: unknown verb; did you mean 'plot'?"),
        (["show", "--to", "csv"], "belongs to the verb export"),
        (["show", "--outcomes", ""], "--outcomes: names none; left out"),
        (["show", "--picture", "one.png"], "belongs to the verb replay"),
        (["replay", "--to", "csv"], "belongs to the verb export"),
        (["replay", "--picture", "one.txt"], "allowed: names that end in .png, .pdf, .svg"),
        (["replay", "--picture", "nowhere/one.png"], "nowhere is not a directory"),
        (["export", "--to", "csv", "--json"], "--json: belongs to the verb list, show"),
        (["--json"], "--json: belongs to the verb list, show"),
        (["resume", "design.samples=9"], "cannot be changed in a stored sweep"),
        (["resume", "executor=procesess"], "did you mean 'processes'"),
        (["resmue"], "did you mean 'resume'"),
    ],
)
def test_what_cannot_be_understood_exits_with_2(command, here, words, part):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert part in err
    assert not list(here.iterdir())


def test_python_resumes_too(command, swept):
    import lunarsim

    assert (lunarsim.resume().status == 1).all()
