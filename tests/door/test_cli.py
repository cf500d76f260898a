"""The command: verbs, messages, exit codes, what it writes."""

import subprocess
import sys

import pytest

from lunarsim.door.backcasting.statements import COLUMNS
from lunarsim.door.find_store import find_store
from lunarsim.door.verb import load
from lunarsim.door.verb_table import VERBS
from lunarsim.version import __version__
from lunarsim.words.errors import StoreError
from tests.door.conftest import loads_none_of


def test_the_version_is_lunarsims(command):
    assert command("--version") == (0, f"lunarsim {__version__}\n", "")


def test_help_shows_verbs_groups_and_options_but_no_data_files(command):
    code, out, _ = command("--help")
    assert code == 0
    for part in (
        "lunarsim show",
        "lunarsim parameters",
        "shackleton*",
        "china_alone",
        "site_choice",
        "-m",
        "--json",
    ):
        assert part in out
    assert "library" not in out


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_is_about_the_verb(command, verb):
    code, out, err = command(verb, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"lunarsim {verb} ")
    assert "Groups and their options" not in out
    for option in load(verb).options:
        assert f"  {option.flag} " in out
        assert option.about
    assert command("-h", verb) == (0, out, "")


def test_the_example_of_statements_that_the_help_names_can_be_scored(command):
    out = command("backcast", "--help")[1]
    assert all(column in out for column in COLUMNS)
    code, scores, _ = command("backcast", out.partition("An example: ")[2].splitlines()[0])
    assert code == 0
    assert "3 statements of 3 missions: 2 with an actual date" in scores


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["shwo"], "did you mean 'show'"),
        (["paramters"], "did you mean 'parameters'"),
        (["bakcast", "x.csv"], "did you mean 'backcast'"),
        (["backcast"], "needs a file with the columns mission, actor, announced_on"),
        (
            ["--dryrun", "plant.unitz=1", "sit=3"],
            "3 problems:\n  - --dryrun: unknown option",
        ),
        (["show", "--help", "-m"], "--multirun: has no meaning"),
        (["backcast", "a.csv", "b.csv"], "too many words"),
        (["resume", "--json"], "--json: belongs to the verb list, show"),
        (["--as-of", "2021-06-16", "site=peary"], "--as-of: belongs to the verb backcast"),
        (["backcast", "a.csv", "--dry-run"], "--dry-run: has no meaning"),
        (["resume", "plant.units=3"], "cannot be changed in a stored sweep"),
        (["plant.units", "3"], "key=value"),
        (["site=fra_mauro", "show"], "verbs come first"),
        (["show", "a", "b"], "too many words"),
        (["--mutlirun"], "did you mean '--multirun'"),
        (["--config-name", "other"], "refused"),
        (["--config-dir"], "expected one argument"),
        (["--config-dir", "nowhere"], "not a directory"),
        (["--cfg", "job", "plant.units=-1"], "allowed 0 to 10000"),
        (["--info", "all", "site=nowhere"], "unknown option"),
        (["parameters", "zzzzz"], "unknown filter"),
        (["--cfg", "job", "show"], "--cfg: has no meaning"),
        (["-m", "show"], "--multirun: has no meaning"),
        (["--cfg", "job", "--info"], "--info: has no meaning"),
        (["--resolve"], "--resolve: has no meaning"),
        (["-p", "plant", "plant.units=2"], "--package: has no meaning"),
        (["--info", "all", "--resolve"], "--resolve: has no meaning"),
        (["--version", "-cd", "."], "--config-dir: has no meaning"),
        (["--hydra-help", "-m"], "--multirun: has no meaning"),
        (["--help", "--resolve"], "--resolve: has no meaning"),
        (["--help", "-cd", "/nope"], "not a directory"),
        (["-sc", "install=bash", "-m"], "--multirun: has no meaning"),
    ],
)
def test_what_cannot_be_understood_exits_with_2_and_a_message(command, here, words, part):
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert err.startswith("lunarsim: ")
    assert part in err
    assert not list(here.iterdir())


def test_three_errors_at_once_exit_with_2_without_traceback_and_write_nothing(command, here):
    code, out, err = command("plant.units=-3", "site=fra_maur", "typo=1")
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert [text.split(":")[0].strip(" -") for text in err.splitlines()[1:]] == ["plant.units", "site", "typo"]
    assert not list(here.iterdir())


def test_the_config_is_shown_with_the_first_values_of_levers(command, here):
    code, out, _ = command("-m", "--cfg", "job", "site=fra_mauro,peary", "plant.power_kw=interval(1,9)", "waits=none")
    assert code == 0
    assert "  name: fra_mauro\n" in out
    assert "hydra:" not in out
    code, out, _ = command("--cfg", "job", "--package", "plant", "missions.change_8.launches=2", "plant.units=3")
    assert "units: 3" in out
    assert not list(here.iterdir())


def test_a_part_of_the_config_that_there_is_not_is_refused_by_the_command(command):
    code, out, err = command("--cfg", "job", "-p", "plant.unts")
    assert (code, out) == (2, "")
    assert err == "lunarsim: --package: 'plant.unts': unknown part of the config 'unts'; did you mean 'units'?\n"
    code, _, err = command("--cfg", "job", "-p", "nothing")
    assert (code, err) == (2, "lunarsim: --package: unknown part of the config 'nothing'\n")
    assert command("--cfg", "all", "-p", "hydra.run")[0] == 0


def test_how_the_config_came_about_is_shown(command, here):
    code, out, _ = command("--info", "defaults", "scenario=china_alone")
    assert code == 0
    assert "cooperation/none" in out
    assert not list(here.iterdir())


def test_hydras_help_is_there(command):
    code, out, _ = command("--hydra-help")
    assert code == 0
    assert "Hydra" in out


def test_interruption_is_one_line(command, monkeypatch):
    def interrupt(*given, **others):
        raise KeyboardInterrupt

    monkeypatch.setattr("lunarsim.door.line.composing.Composer._cached", interrupt)
    code, out, err = command("design=nominal")
    assert (code, out, err) == (130, "", "lunarsim: interrupted\n")


def run_in_bash(line, **options):
    """Run a line in which ``lunarsim`` is the command; return what it says on standard error and its exit code."""
    script = f"lunarsim() {{ '{sys.executable}' -m lunarsim \"$@\"; }}; {line}"
    done = subprocess.run(["bash", "-c", script], stderr=subprocess.PIPE, text=True, check=False, **options)
    return done.stderr, done.returncode


@pytest.mark.parametrize(
    ("line", "code", "part"),
    [
        ("lunarsim parameters > /dev/full", 1, "No space left"),
        pytest.param("lunarsim design=nominal > /dev/full", 1, "dataset: ", marks=pytest.mark.slow),
        ("lunarsim --help >&-", 1, "closed"),
        ("mkdir gone; cd gone; rmdir ../gone; lunarsim design=nominal", 1, "working directory"),
        pytest.param("lunarsim --cfg job > /dev/full", 1, "No space left", marks=pytest.mark.slow),
        pytest.param("lunarsim design=nominal output=none > /dev/full", 1, "No space left", marks=pytest.mark.slow),
        pytest.param("lunarsim design=nominal >&-", 1, "closed", marks=pytest.mark.slow),
        pytest.param(
            "mkdir gone; cd gone; rmdir ../gone; lunarsim --cfg job", 1, "working directory", marks=pytest.mark.slow
        ),
    ],
)
def test_output_that_cannot_be_written_is_one_line(here, line, code, part):
    errors, returned = run_in_bash(line)
    assert returned == code
    assert len(errors.splitlines()) == 1
    assert errors.startswith("lunarsim: ")
    assert part in errors


@pytest.mark.parametrize(
    "words",
    [
        "parameters",
        *(
            pytest.param(words, marks=pytest.mark.slow)
            for words in ("design=nominal output=none", "--info defaults", "--cfg job", "--hydra-help")
        ),
    ],
)
def test_a_reader_that_goes_away_is_no_error(here, words):
    # The first reader of the pipe is gone before anything is written.
    errors, code = run_in_bash(f"lunarsim {words} | true; exit ${{PIPESTATUS[0]}}")
    assert (errors, code) == ("", 141)


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error_of_any_verb_that_reads_a_sweep(here):
    for name in ("a", "b"):
        run = f"lunarsim -m plant.units=1,2 design=lhs design.samples=50 timeline.horizon_years=10 output.dir={name}"
        # Notes before the run are no error.
        assert run_in_bash(f"{run} > /dev/null 2>&1") == ("", 0)
    lines = (
        *("list a", "show a", "show a --json", "show a --given change_7.outcome=success", "compare a b"),
        *("compare a b --json", "compare a --by units --regret", "value a", "observe a change_7.outcome=success"),
        *("sensitivity a", "sensitivity a --signposts station_working", "discover a --target 'missions_flown<=12'"),
    )
    gone = {line: run_in_bash(f"lunarsim {line} | true; exit ${{PIPESTATUS[0]}}") for line in lines}
    refused = {line for line, (errors, code) in gone.items() if code == 2}
    assert {line: end for line, end in gone.items() if line not in refused} == dict.fromkeys(
        [line for line in lines if line not in refused], ("", 141)
    )
    assert not refused & {
        "show a",
        "compare a b",
        "compare a --by units --regret",
        "observe a change_7.outcome=success",
    }


def test_a_broken_pipe_is_no_damage_of_a_store(tmp_path):
    from lunarsim.reading.opening import readable

    with pytest.raises(BrokenPipeError), readable(tmp_path):
        raise BrokenPipeError


@pytest.mark.parametrize("words", ["shwo", pytest.param("plant.units=-1", marks=pytest.mark.slow)])
def test_closed_standard_error_changes_no_exit_code(here, words):
    assert run_in_bash(f"lunarsim {words} 2>&-")[1] == 2


def test_a_full_disk_under_the_output_does_not_hide_where_the_dataset_is(command, here, no_tables, monkeypatch):
    def refused(*given, **others):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lunarsim.door.run_line.print", refused, raising=False)
    code, out, err = command("design=nominal", "timeline.horizon_years=3", "uncertainties=none")
    (dataset,) = here.glob("outputs/*/*/sweep.zarr")
    assert (code, out) == (1, "")
    assert f"cannot print: No space left on device; dataset: {dataset}\n" in err
    # Beside the notes on what comes after so short a timeline.
    assert len([line for line in err.splitlines() if ": note: " not in line]) == 1


def test_show_without_a_store_exits_with_1(command, here):
    code, _, err = command("show")
    assert code == 1
    assert "no stored sweep" in err
    assert command("show", "nowhere")[0] == 1


def test_the_newest_store_is_found_and_stores_by_any_of_their_names(here):
    import os

    for time, folder in enumerate(("outputs/a/1", "outputs/b/2", "outputs/a/3")):
        store = here / folder / "sweep.zarr"
        store.mkdir(parents=True)
        (store / "zarr.json").write_text("{}")
        os.utime(store, (time, time))
    newest = here / "outputs" / "a" / "3" / "sweep.zarr"
    assert find_store().resolve() == newest
    assert find_store("outputs/a").resolve() == newest
    assert find_store("outputs/b/2").resolve() == here / "outputs" / "b" / "2" / "sweep.zarr"
    assert find_store("outputs/b/2/sweep.zarr").resolve() == here / "outputs" / "b" / "2" / "sweep.zarr"
    with pytest.raises(StoreError, match="no stored sweep"):
        find_store(str(here / "outputs" / "a" / "1" / "sweep.zarr" / ".." / ".." / ".." / "empty"))


def test_the_package_and_the_help_load_neither_hydra_nor_numpy(here):
    loads_none_of(
        {"hydra", "numpy", "xarray", "omegaconf"},
        "import lunarsim; lunarsim.__version__\nfrom lunarsim.door.cli import main\nassert main(['--help']) == 0",
    )


def test_completion_does_not_load_hydra(here):
    loads_none_of(
        {"hydra", "xarray"},
        "from lunarsim.door.completion import suggestions\nassert suggestions('lunarsim plant.un')",
    )
