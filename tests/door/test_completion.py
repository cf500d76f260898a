"""Tab: verbs, keys and options."""

import shutil
import subprocess
import sys

import pytest

from lunarsim.door.completion import suggestions


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("lunarsim sh", ["show"]),
        ("lunarsim par", ["parameters"]),
        ("lunarsim plan", ["plan.", "plan=", "plant.", "plant="]),
        ("lunarsim -m plant.un", ["plant.units="]),
        ("lunarsim programs.", ["programs.china.", "programs.russia.", "programs.usa."]),
        ("lunarsim programs.china.landing_att", ["programs.china.landing_attempts="]),
        ("lunarsim program@programs.r", ["program@programs.russia="]),
        (
            "lunarsim scenario=",
            [
                *("scenario=artemis", "scenario=china_alone", "scenario=ilrs_basic", "scenario=ilrs_extended"),
                *("scenario=ilrs_joint", "scenario=mine_camp", "scenario=race", "scenario=russia_alone"),
            ],
        ),
        ("lunarsim -m site=fra_mauro,shack", ["site=fra_mauro,shackleton"]),
        ("lunarsim experiment=site", ["experiment=site_choice"]),
        ("lunarsim cooperation.mode=la", ["cooperation.mode=lapsed"]),
        ("lunarsim gates=", ["gates=default", "gates=none"]),
        ("lunarsim gates.least", ["gates.least_grade_ppm=", "gates.least_recovery="]),
        ("lunarsim gates.mode=", ["gates.mode=none", "gates.mode=required"]),
        ("lunarsim waits.slip=", ["waits.slip=false", "waits.slip=true"]),
        ("lunarsim station.lead=", ["station.lead=china", "station.lead=russia", "station.lead=usa"]),
        ("lunarsim logistics.cargo_vehicle=long_march_9", ["logistics.cargo_vehicle=long_march_9"]),
        ("lunarsim station.site=shack", ["station.site=shackleton"]),
        ("lunarsim design.sa", ["design.samples="]),
        (
            "lunarsim missions.change_8.pl",
            [
                "missions.change_8.planned=",
                "missions.change_8.planned_high=",
                "missions.change_8.planned_low=",
                "missions.change_8.planned_precision=",
            ],
        ),
        (
            "lunarsim missions.change_7.outcome=",
            [f"missions.change_7.outcome={outcome}" for outcome in ("drawn", "lost", "partial", "success")],
        ),
        ("lunarsim -m missions.change_7.outcome=success,l", ["missions.change_7.outcome=success,lost"]),
        (
            "lunarsim missions.change_7.cancelled=",
            ["missions.change_7.cancelled=false", "missions.change_7.cancelled=true"],
        ),
        ("lunarsim missions.artemis_4.alt", ["missions.artemis_4.alternatives="]),
        ("lunarsim missions.artemis_6_lander.crew_lan", ["missions.artemis_6_lander.crew_lander="]),
        ("lunarsim missions.ilrs_5.needs=[change_7,ilrs_cr", ["missions.ilrs_5.needs=[change_7,ilrs_crew_module"]),
        ("lunarsim +mis", ["+missions."]),
        ("lunarsim +missions.new.li", ["+missions.new.like="]),
        ("lunarsim +missions.new.like=ilrs_cr", ["+missions.new.like=ilrs_crew_module"]),
        ("lunarsim '+missions.new={like: ilrs_cr", ["ilrs_crew_module"]),
        ("lunarsim '+missions.new={like:ilrs_cr", ["'+missions.new={like:ilrs_crew_module"]),
        ("lunarsim '+missions.new={like: ilrs_1, out", ["outcome:"]),
        ("lunarsim '+missions.new={like: ilrs_1, needs: [change_7, ilrs_cr", ["ilrs_crew_module"]),
        ("lunarsim '+missions.new={needs: [change_7, ilrs_1], window: p", ["polar"]),
        ("lunarsim mani", ["manifest="]),
        ("lunarsim bloc", ["blocs="]),
        ("lunarsim market.held_by=le", ["market.held_by=lead"]),
        ("lunarsim market.restricted_by=ch", ["market.restricted_by=china"]),
        ("lunarsim --mu", ["--multirun"]),
        ("lunarsim parameters plant.un", ["plant.units"]),
        ("lunarsim show ", []),
        ("lunarsim show --j", ["--json"]),
        ("lunarsim export --", ["--help", "--outcomes", "--output", "--quantiles", "--to"]),
        ("lunarsim export --to csv --d", []),
        ("lunarsim --js", []),
        ("lunarsim rep", ["replay", "report"]),
        ("lunarsim back", ["backcast"]),
        ("lunarsim backcast ", []),
        ("lunarsim backcast x.csv --js", ["--json"]),
        ("lunarsim resume executor=p", ["executor=processes"]),
        ("lunarsim resume plan", []),
        ("lunarsim export --to n", ["netcdf"]),
        ("lunarsim replay --pic", ["--picture"]),
        ("lunarsim replay --picture ", []),
        ("lunarsim -m sh", []),
        ("lunarsim libr", []),
        ("lunarsim typo.x=", []),
        ("lunarsim --config-dir ", []),
    ],
)
def test_what_is_offered(line, offered):
    assert suggestions(line) == offered


def test_an_empty_word_offers_verbs_groups_and_the_first_parts_of_keys():
    offered = suggestions("lunarsim ")
    assert {"show", "parameters", "site=", "site.", "missions.", "experiment="} <= set(offered)
    assert not [word for word in offered if word.startswith("library")]


def test_options_of_the_user_are_offered(own):
    folder = own("", group="site", name="rich")
    assert suggestions(f"lunarsim --config-dir {folder} site=ri") == ["site=rich"]


def _typed(line):
    from lunarsim.door.completing.typed import Typed
    from lunarsim.door.line.option_catalog import Catalog

    *words, last = line.split(" ")
    return Typed(tuple(words), last, Catalog())


def test_stored_sweeps_are_offered_by_their_folders(swept, here, tmp_path):
    from lunarsim.door.completing.suggestions import stores

    folder = str(swept.parent.relative_to(here))
    assert suggestions("lunarsim show ") == suggestions("lunarsim export outp") == [folder]
    assert folder in suggestions("lunarsim resume ")
    assert suggestions(f"lunarsim show {folder[:-3]}") == [folder]
    assert suggestions(f"lunarsim export --to csv {here}/out") == [f"{here}/{folder}"]
    assert suggestions(f"lunarsim show {folder} ") == []
    assert stores(_typed(f"show {folder} "), most=2) == [folder]
    assert stores(_typed(f"show {folder} {folder} "), most=2) == ()
    assert suggestions("lunarsim show s3://bucket/") == suggestions("lunarsim show nowhere/") == []


def test_many_sweeps_are_offered_folder_by_folder(here):
    for name in "ab":
        for time in range(30):
            (here / "outputs" / name / str(time) / "sweep.zarr").mkdir(parents=True)
            (here / "outputs" / name / str(time) / "sweep.zarr" / "zarr.json").touch()
    assert suggestions("lunarsim show ") == ["outputs/"]
    assert suggestions("lunarsim show outputs/") == ["outputs/a/", "outputs/b/"]
    assert len(suggestions("lunarsim show outputs/a/")) == 30


def test_names_with_spaces_or_that_a_terminal_obeys_are_not_offered(swept, here):
    swept.parent.rename(here / "outputs" / "my sweep")
    assert suggestions("lunarsim show ") == []
    (here / "outputs" / "my sweep").rename(here / "outputs" / "red\x1b[31m")
    assert suggestions("lunarsim show ") == []


def test_the_labels_of_a_run_are_offered(swept):
    assert suggestions("lunarsim replay s") == ["sample=", "site="]
    assert suggestions("lunarsim replay site=s") == ["site=shackleton"]
    assert suggestions(f"lunarsim replay {swept.parent} site=") == ["site=fra_mauro", "site=shackleton"]
    assert suggestions("lunarsim replay sample=") == []


def test_outcomes_levers_and_missions_of_a_sweep_are_offered(swept):
    from lunarsim.door.completing.suggestions import levers, missions, outcomes

    offered = set(outcomes(_typed("show station_")))
    assert {"station_basic_year", "npv_musd", "crewed_landing_year", "mission_launch_year"} <= offered
    assert not {"status", "month_power_kw", "mission_outcome", "plant.availability", "import_reliance"} & offered
    assert "npv_musd,station_basic_year" in outcomes(_typed("show npv_musd,sta"))
    assert outcomes(_typed("show npv_musd,cost_musd[")) == ["npv_musd,cost_musd[china]", "npv_musd,cost_musd[russia]"]
    assert list(levers(_typed(f"show {swept.parent} "))) == ["site"]
    assert "change_7." in missions(_typed("show chan"))
    assert "change_7.outcome=" in missions(_typed("show change_7."))
    assert {"change_7.outcome=lost", "change_7.outcome=success"} <= set(missions(_typed("show change_7.outcome=")))


def test_each_option_of_a_verb_that_names_something_of_a_sweep_offers_it(swept):
    of_newest, of_named = (f"lunarsim {{}} {store}--by " for store in ("", f"{swept.parent} "))
    for line in (of_newest, of_named):
        assert [suggestions(line.format(verb)) for verb in ("show", "compare", "value", "plot dates")] == [["site"]] * 4
    assert suggestions("lunarsim show --by=") == ["--by=site"]
    assert suggestions("lunarsim show --by=site,s") == ["--by=site,site"]
    assert suggestions("lunarsim discover --levers s") == ["site"]
    assert suggestions("lunarsim value --measure plant.avail") == ["plant.availability"]
    assert suggestions("lunarsim compare --better ") == suggestions("lunarsim value --better ") == ["higher", "lower"]
    assert suggestions("lunarsim sensitivity --dates=r") == ["--dates=reached"]
    assert suggestions("lunarsim discover --target station_b") == ["station_basic_year"]
    assert suggestions("lunarsim sensitivity --signposts station_b") == ["station_basic_year"]
    assert suggestions(f"lunarsim compare missing {swept.parent} --given site=f") == ["site=fra_mauro"]
    assert suggestions("lunarsim show --given change_7.o") == ["change_7.outcome="]
    given = ("show --given", "sensitivity --given", "discover --given", "observe", "plot dates --given")
    for verb in given:
        assert suggestions(f"lunarsim {verb} sit") == ["site="], verb
        assert suggestions(f"lunarsim {verb} site=s") == ["site=shackleton"], verb
    assert suggestions("lunarsim show --given change_7.outcome=lost,site=f") == ["change_7.outcome=lost,site=fra_mauro"]


def test_a_damaged_sweep_offers_nothing(swept):
    from lunarsim.door.completing.suggestions import levers, missions, outcomes

    for content in (
        b"[" * 100_000,
        b"{}",
        b"\xff",
        b'{"attributes": 1, "consolidated_metadata": {"metadata": {"a": 1}}}',
    ):
        (swept / "zarr.json").write_bytes(content)
        assert [list(each(_typed("show x"))) for each in (outcomes, levers, missions)] == [[], [], []]


def test_the_shell_is_served_by_the_command(command, monkeypatch):
    monkeypatch.setenv("COMP_LINE", "lunarsim cooperation=")
    _, words, _ = command("-sc", "query=bash")
    assert words.split() == [f"cooperation={name}" for name in ("active", "lapsed", "none", "stochastic", "suspended")]
    assert command("-sc", "install=tcsh")[0] == 2
    assert "hydra" in command("-sc", "install=fish")[1]


def test_what_stands_behind_the_cursor_does_not_count(command, monkeypatch):
    monkeypatch.setenv("COMP_LINE", "lunarsim site=fra plant.units=2")
    monkeypatch.setenv("COMP_POINT", str(len("lunarsim site=fra")))
    assert command("-sc", "query=bash")[1] == "site=fra_mauro\n"


def slow(*given):
    return pytest.param(*given, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    ("line", "replaced", "offered"),
    [
        # With bash's own COMP_WORDBREAKS, only what follows a break is replaced; an @ itself belongs to it.
        ("lunarsim program@pr", "@pr", ["@programs.china=", "@programs.russia=", "@programs.usa="]),
        slow("lunarsim site=fra", "fra", ["fra_mauro"]),
        slow("lunarsim cooperation=", "", ["active", "lapsed", "none", "stochastic", "suspended"]),
        slow("lunarsim plant.un", "plant.un", ["plant.units="]),
        # With neither @ nor = among the breaks, the whole word is.
        slow(
            "lunarsim program@pr",
            "program@pr",
            ["program@programs.china=", "program@programs.russia=", "program@programs.usa="],
        ),
        ("lunarsim -m site=fra_mauro,shack", "site=fra_mauro,shack", ["site=fra_mauro,shackleton"]),
        slow("lunarsim sho", "sho", ["show"]),
        slow("lunarsim typo.x=", "", []),
    ],
)
def test_in_a_real_bash_what_is_offered_fits_what_is_replaced(command, here, line, replaced, offered):
    program = here / "lunarsim"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m lunarsim \"$@\"\n")
    program.chmod(0o755)
    code, script, _ = command("--shell-completion", "install=bash")
    assert code == 0
    asked = f"""
{script}
set -- $(complete -p lunarsim)
COMP_LINE='{line} behind=1' COMP_POINT={len(line)} COMP_WORDS=(./lunarsim)
"${{@: -2:1}}" lunarsim '{replaced}' before
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == offered
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("lunarsim program@pr", ["program@programs.china=", "program@programs.russia=", "program@programs.usa="]),
        slow("lunarsim -m site=fra_mauro,shack", ["site=fra_mauro,shackleton"]),
        slow("lunarsim export --", ["--help", "--outcomes", "--output", "--quantiles", "--to"]),
        ("lunarsim typo.x=", ["a file"]),
    ],
)
def test_a_real_zsh_completes_by_a_function_of_its_own(command, here, line, offered):
    program = here / "lunarsim"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m lunarsim \"$@\"\n")
    program.chmod(0o755)
    script = command("-sc", "install=zsh")[1]
    assert "bashcompinit" not in script
    *before, last = line.replace("lunarsim", "./lunarsim").split()
    asked = f"""
autoload -Uz compinit && compinit -u -d {here}/dump
{script}
compadd() {{ print -rl -- "${{@:5}}" }}
_files() {{ print "a file" }}
words=({" ".join([*before, last])} behind=1) CURRENT={len(before) + 1} PREFIX={last}
print -r -- $_comps[lunarsim]
_lunarsim
"""
    done = subprocess.run(["zsh", "-f", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["_lunarsim", *offered]
    assert done.stderr == ""


def test_the_script_for_zsh_is_one_that_zsh_reads_without_bash(command):
    script = command("-sc", "install=zsh")[1]
    assert "compdef _lunarsim lunarsim" in script
    assert "bashcompinit" not in script
    assert "unfunction _lunarsim" in command("-sc", "uninstall=zsh")[1]


def test_completion_can_be_switched_off_again(command):
    scripts = command("-sc", "install=bash")[1] + command("-sc", "uninstall=bash")[1]
    done = subprocess.run(["bash", "-c", f"{scripts}complete -p lunarsim"], capture_output=True, text=True, check=False)
    assert "no completion specification" in done.stderr
