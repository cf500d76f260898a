"""Refused lines: all their errors together, each with its path and what is allowed."""

import pytest

import lunarsim
from lunarsim.door.line.reading import read_line
from lunarsim.words.errors import MOST_FAULTS, InputError


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


def test_three_errors_come_in_one_message_with_their_paths(faults):
    errors = faults("plant.units=-3", "site=fra_maur", "coperation.mode=active")
    assert errors.keys() == {"plant.units", "site", "coperation.mode"}
    assert "allowed 0 to 10000" in errors["plant.units"]
    assert "did you mean 'fra_mauro'" in errors["site"]
    assert "did you mean 'cooperation.mode'" in errors["coperation.mode"]


def test_a_contradiction_is_reported_beside_other_errors(faults):
    errors = faults("station.lead=russia", "programs.russia.active=false", "plant.units=many", "site=nowhere")
    assert errors.keys() == {"station.lead", "plant.units", "site"}
    assert "programs.russia.active" in errors["station.lead"]


def test_what_is_wrong_with_gates_and_technology_comes_at_once(faults):
    errors = faults(
        "gates=off", "gates.mode=soon", "gates.least_recovry=0.1", "gates.pilot_musd=-1", "gates.pilot_years=x",
        "plant.readiness_money_weight=2", "flowsheet.recovery_multiplier=0",
    )  # fmt: skip
    assert "allowed: default, none" in errors["gates"]
    assert "allowed: none, required" in errors["gates.mode"]
    assert "did you mean 'least_recovery'" in errors["gates.least_recovry"]
    assert "allowed 0 to 100000 MUSD" in errors["gates.pilot_musd"]
    assert "allowed 0 to 30 year" in errors["gates.pilot_years"]
    assert "allowed 0 to 1" in errors["plant.readiness_money_weight"]
    assert "allowed 0.01 to 10" in errors["flowsheet.recovery_multiplier"]
    assert len(errors) == 7


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (["output.name=a/b", "plant.units=-1"], {"output.name": "without slashes", "plant.units": "allowed 0"}),
        (["output.name=a/b", "plant.units=1,1"], {"output.name": "without slashes", "plant.units": "2 times"}),
        (
            ["design=nominal", "plant.units=interval(1,2)", "sitee=1"],
            {"plant.units": "design=nominal", "sitee": "unknown key"},
        ),
        (["site=peary,peary", "typo=1"], {"site": "2 times", "typo": "unknown"}),
        (
            ["design.seed=1,2", "plant.units=1.5,2.5", "site=x"],
            {"design.seed": "whole sweep", "plant.units": "w", "site": "x"},
        ),
    ],
)
def test_what_the_study_refuses_comes_with_the_other_errors(faults, line, parts):
    errors = faults(*line, multirun=True)
    assert errors.keys() == parts.keys()
    assert all(part in errors[key] for key, part in parts.items())


def test_the_study_is_asked_only_about_lines_that_are_refused_anyway(monkeypatch):
    def plan(request):
        raise AssertionError("planned")

    monkeypatch.setattr("lunarsim.door.line.reading.plan_errors", plan)
    read_line(["plant.units=1,2"])


@pytest.mark.parametrize("sweep", ["{site: [nowhere]}", "{plant.power_kw: 3}"])
def test_invalid_values_and_sweeps_of_an_experiment_come_together(faults, own, sweep):
    folder = own(f"plant: {{unitz: 3}}\nfinance: {{discount_rate: 7}}\nsweep: {sweep}\n")
    errors = faults("experiment=mine", multirun=True, folders=(folder,))
    assert len(errors) == 3
    assert "'units'" in errors["plant.unitz"]
    assert "mine.yaml" in errors["finance.discount_rate"]
    assert any(path.startswith("experiment=mine: sweep.") for path in errors)


@pytest.mark.parametrize(
    ("override", "key"),
    [(f"output.name={'n' * 300}", "output.name"), ("output.dir='a/" + "ü" * 200 + "/b'", "output.dir")],
)
def test_a_folder_with_too_long_a_name_is_refused_before_anything_is_written(faults, override, key):
    assert "allowed 255" in faults(override)[key]


def test_a_home_directory_of_an_unknown_user_is_refused(faults):
    assert "home" in faults("output.dir='~nobody-of-that-name/x'")["output.dir"]


@pytest.mark.parametrize(
    ("override", "path", "part"),
    [
        ("typo=1", "typo", "unknown"),
        ("+typo=1", "typo", "unknown"),
        ("++typo=1", "typo", "unknown"),
        ("+plant.typo=1", "plant.typo", "unknown"),
        ("units=3", "units", "'plant.units'"),
        ("plant.unit=3", "plant.unit", "'units'"),
        ("plant=2", "plant", "unknown option"),
        ("plant={units: 2}", "plant", "unknown option"),
        ("programs.chna.active=true", "programs.chna.active", "'china'"),
        ("programs.china=1", "programs.china", "is not a parameter"),
        ("plant.units=2.5", "plant.units", "whole number"),
        ("plant.units=true", "plant.units", "whole number"),
        ("plant.availability=nan", "plant.availability", "allowed 0 to 1"),
        ("plant.power_source=wind", "plant.power_source", "solar"),
        ("timeline.start=2026-13-01", "timeline.start", "2026-07-01"),
        ("cooperation=on", "cooperation", "stochastic"),
        ("experiment=nothing", "experiment", "together_or_alone"),
        ("design.samples=0", "design.samples", "allowed 1"),
        ("design.sample=5", "design.sample", "'samples'"),
        ("missions.change_9.planned=2030-01-01", "missions.change_9", "'change_"),
        ("missions.change_8.planed=2030-01-01", "missions.change_8.planed", "'planned'"),
        ("missions.change_8.planned=soon", "missions.change_8.planned", "a date"),
        ("assets={nothing: {mass_kg: 3}}", "assets.nothing", "unknown asset"),
        ("program=china", "program", "program@programs.china"),
        ("program@programs.brazil=china", "program@programs.brazil", "unknown"),
        ("program@programs.brazil=chna", "program@programs.brazil", "unknown"),
        ("+site=fra_mauro", "site", "leave out"),
        ("+plant.units=2", "plant.units", "leave out"),
        ("~plant.units", "plant.units", "cannot be removed"),
        ("~cooperation", "cooperation", "cannot be removed"),
        ("hydra.run.dir=elsewhere", "hydra.run.dir", "fixed"),
        ("hydra/launcher=basic", "hydra/launcher", "executor=serial, processes or dask"),
        ("hydra/sweeper=basic", "hydra/sweeper", "design=NAME"),
        ("hydra.launcher.n_jobs=2", "hydra.launcher.n_jobs", "executor=serial, processes or dask"),
        ("+missions.change_99.planned=2030-01-01", "missions.change_99", "A new one says what it is like: +missions.c"),
        ("++assets.nothing.mass_kg=1", "assets.nothing", "unknown asset 'nothing'"),
        ("+missions.new={like: change_77}", "missions.new.like", "did you mean 'change_7'"),
        ("+missions.new={like: [change_7]}", "missions.new.like", "is one name of the missions"),
        ("missions.change_8.like=change_7", "missions.change_8.like", "only a new one is like another"),
        ("+missions.starship={like: change_7}", "missions.starship", "take another"),
        ("+missions.new={like: change_7, needs: [new]}", "missions.new.needs", "closes a circle: new -> new"),
        ("manifest=nowhere.yaml", "nowhere.yaml", "cannot be read"),
        ("blocs=nowhere.yml", "blocs=nowhere.yml", "cannot be read"),
        ("blocs=", "blocs", "names one file of blocs"),
        ("market.held_by=chinaa", "market.held_by", "did you mean 'china'?"),
        ("market.separated_by=lead", "market.separated_by", "unknown bloc 'lead'; allowed: "),
        ("+missions.change_8.planned=2030-01-01", "missions.change_8.planned", "exists already; leave out the '+'"),
        ("design.exclude=[plant.units>2]", "design.exclude=[plant.units>2]", "\"design.exclude=['plant.units>2']\""),
        ("output.name=a(b", "output.name=a(b", "\"output.name='a(b'\""),
        ("+hydra.callbacks={a: {_target_: os.system}}", "hydra.callbacks", "fixed"),
        ("library=assets", "library", "unknown"),
        ("timeline.as_of=2025-01-01", "timeline.as_of", "latest"),
        ("timeline.start=0001-01-01", "timeline.start", "from 1950-01-01 to 2150-12-31"),
        ("missions.change_8.planned=9999-12-31", "missions.change_8.planned", "from 1950-01-01 to 2150-12-31"),
        ("station.name='\udcff'", "station.name='\udcff'", "bytes that are not UTF-8"),
    ],
)
def test_one_error_names_its_place_and_what_is_allowed(faults, override, path, part):
    errors = faults(override)
    assert list(errors) == [path]
    assert part in errors[path]


def test_a_duplicate_is_an_error(faults):
    assert "2 times" in faults("plant.units=1", "plant.units=2")["plant.units"]


@pytest.mark.parametrize(
    "override",
    ["site=fra_mauro,peary", "plant.units=range(1,3)", "site=glob(*)", "plant.availability=interval(0.1,0.9)"],
)
def test_a_sweep_form_needs_the_sweep_flag(faults, override):
    ((_, problem),) = faults(override).items()
    assert "-m" in problem
    read_line([override], multirun=True)


@pytest.mark.parametrize(
    ("override", "part"),
    [
        ("design.seed=1,2", "applies to the whole sweep"),
        ("design=lhs,nominal", "applies to the whole sweep"),
        ("experiment=site_choice,together_or_alone", "applies to the whole sweep"),
        ("design.samples=interval(1,5)", "applies to the whole sweep"),
        ("timeline.horizon_years=interval(10,20)", "never a factor"),
        ("site=interval(1,2)", "no interval"),
        ("site.name=interval(1,2)", "not a number"),
        ("waits.slip=interval(0,1)", "not a number"),
        ("plant.availability=interval(0.5,1.5)", "allowed 0 to 1"),
        ("plant.units=1,-2", "-2"),
        ("site=fra_mauro,nowhere", "nowhere"),
        ("site=glob(zz*)", "matches no option"),
        ("plant.units=glob(*)", "options of a group"),
        ("missions.nothing.launches=1,2", "unknown mission"),
        ("vehicles.nothing.launches_per_year=interval(1,2)", "unknown vehicle"),
    ],
)
def test_levers_and_factors_are_checked_like_values(faults, override, part):
    assert part in " ".join(faults(override, multirun=True).values())


def test_a_combination_of_levers_may_contradict_itself_but_not_all(faults):
    contradiction = ["station.lead=russia", "scenario=china_alone,ilrs_joint"]
    assert read_line(contradiction).scenario.programs["russia"].active
    errors = faults("station.lead=russia", "scenario=china_alone", "plant.units=1,2", multirun=True)
    assert list(errors) == ["station.lead"]


def test_a_text_is_no_list_of_overrides():
    with pytest.raises(TypeError, match="list"):
        lunarsim.load_scenario("plant.units=2")


def test_of_an_endless_line_the_first_errors_are_reported():
    with pytest.raises(InputError, match=f"{MOST_FAULTS} problems or more") as caught:
        read_line([f"plant.x{number}=1" for number in range(300)])
    assert len(caught.value.faults) == MOST_FAULTS


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("".join(f"k{number}: 1\n" for number in range(60_000)), "it holds more than 25,000 keys and values"),
        ("units: [" + "1, " * 300_000 + "1]\n", "it holds more than 25,000 keys and values"),
        ("".join(f"k{number}: 1\n" for number in range(9_000)), "9,000 keys at one place, allowed 1,000"),
        ("defaults: [" + ", ".join(f"o{number}" for number in range(9_000)) + "]\n", "9,000 entries, allowed 100"),
        ("".join(f"k{number}: 1\n" for number in range(900)), "100 problems or more"),
    ],
)
def test_a_file_of_endless_errors_is_refused_before_their_nearest_names_are_searched(own, monkeypatch, text, part):
    searched = []
    monkeypatch.setattr("lunarsim.words.errors.nearest", lambda name, valid: searched.append(name))
    with pytest.raises(InputError, match=part):
        read_line(["plant=mine"], folders=(own(text, group="plant"),))
    assert len(searched) <= 3 * MOST_FAULTS


@pytest.mark.parametrize(
    "text",
    [
        "missions: {change_8: {assets: [" + ", ".join(f"a{number}" for number in range(400)) + "]}}",
        "missions: {" + ", ".join(f"m{number}: {{}}" for number in range(400)) + "}\n",
        "sweep: {site: [" + ", ".join(f"s{number}" for number in range(400)) + "]}",
        "sweep: {" + ", ".join(f"plant.k{number}: [1, 2]" for number in range(400)) + "}",
        "design: {exclude: [" + ", ".join(f"plant.k{number}=1" for number in range(400)) + "]}",
    ],
)
def test_an_experiment_of_endless_errors_is_refused_after_the_first(own, monkeypatch, text):
    searched = []
    monkeypatch.setattr("lunarsim.words.errors.nearest", lambda name, valid: searched.append(name))
    with pytest.raises(InputError, match="problems or more"):
        read_line(["experiment=mine", "plant.typo=1"], folders=(own(text),))
    assert len(searched) <= 3 * MOST_FAULTS


@pytest.mark.parametrize("override", ["cooperation=zzz", "cooperation.mode=zzz", "site=shakleton", "plan.mars=zzz"])
def test_what_may_be_chosen_is_listed_once(faults, override):
    ((_, problem),) = faults(override).items()
    assert problem.count("allowed: ") == 1
