"""Whole lines: all faults at once, and what a right line asks for."""

from itertools import product

import pytest

import lunarsim
from lunarsim.door.line import read_line
from lunarsim.scenario.building import build
from lunarsim.study.request import Interval, Lever


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


def test_the_base_line_builds_the_base_scenario():
    request = read_line([], multirun=False).request([])
    scenario = build(request.compose({}))
    assert scenario.site.name == scenario.station.site == "shackleton"
    assert scenario.programs["china"].slip_deflation == 0.95
    assert scenario.programs["russia"].slip_deflation == 1.0
    assert request.design.samples >= 200
    assert request.levers == request.intervals == ()
    assert request.name == "ilrs_joint"
    assert request.config["choices"]["cooperation"] == "stochastic"


@pytest.mark.parametrize(
    ("name", "lead", "active", "cargo"),
    [
        ("ilrs_joint", "china", {"china", "russia"}, "long_march_9"),
        ("china_alone", "china", {"china"}, "long_march_9"),
        ("russia_alone", "russia", {"russia"}, "yenisei"),
        ("artemis", "usa", {"usa"}, "starship"),
        ("race", "china", {"china", "russia", "usa"}, "long_march_9"),
    ],
)
def test_scenarios_compose_the_other_groups(name, lead, active, cargo):
    scenario = lunarsim.load_scenario([f"scenario={name}"])
    assert scenario.station.lead == lead
    assert {key for key, program in scenario.programs.items() if program.active} == active
    assert scenario.cooperation.mode == ("stochastic" if len(active) >= 2 else "none")
    assert scenario.logistics.cargo_vehicle == cargo


def test_a_plan_sets_its_dates_and_the_line_wins_over_them():
    old = lunarsim.load_scenario(["plan=ilrs_2021"])
    assert (old.timeline.start, old.timeline.as_of) == ("2021-06-16", "2021-06-16")
    assert old.cooperation.first_renewal == "2022-12-31"
    assert (old.programs["china"].landing_attempts, old.programs["russia"].landing_attempts) == (None, None)
    given = lunarsim.load_scenario(
        ["plan=ilrs_2021", "timeline.as_of=2022-01-01", "programs.russia.landing_attempts=1"]
    )
    assert (given.timeline.as_of, given.vehicles["angara_a5"].flights) == ("2022-01-01", 3)
    assert given.programs["russia"].landing_attempts == 1


def test_a_lever_over_plans_or_rivals_builds_each_scenario_of_its_own():
    found = lunarsim.sweep(["plan=ilrs_2021,latest", "design=nominal", "output=none"])
    assert "luna_27" in found.mission.values
    assert "luna_27b" in found.mission.values
    assert (found.mission_outcome.sel(plan="latest", mission="luna_25") == -1).all()
    raced = lunarsim.sweep(["scenario=ilrs_joint,race", "design=nominal", "output=none"])
    assert list(raced.station.values) == ["ilrs", "artemis"]
    assert raced.station_working_year.sel(scenario="ilrs_joint", station="artemis").isnull().all()
    main = raced.station_working_year.sel(station="ilrs")
    assert main.sel(scenario="race").values == main.sel(scenario="ilrs_joint").values
    known = lunarsim.sweep(["plan=story_2022", "timeline.as_of=2022-05-01,2025-01-01", "design=nominal", "output=none"])
    assert known.sizes["as_of"] == 2


def test_the_line_wins_over_the_scenario_and_the_option():
    scenario = lunarsim.load_scenario(
        ["scenario=china_alone", "programs.russia.active=true", "site=fra_mauro", "site.thorium_ppm=12"]
    )
    assert scenario.programs["russia"].active
    assert (scenario.site.name, scenario.site.thorium_ppm) == ("fra_mauro", 12.0)


def test_library_records_are_changed_without_a_sign():
    changed = ["missions.change_8.planned=2031-06-01", "vehicles.long_march_10={launches_per_year: 7}"]
    scenario = lunarsim.load_scenario(changed)
    assert scenario.missions["change_8"].planned == "2031-06-01"
    assert scenario.vehicles["long_march_10"].launches_per_year == 7.0
    assert lunarsim.load_scenario().missions["change_8"].planned != "2031-06-01"


def test_waits_none_switches_every_cause_off():
    waits = lunarsim.load_scenario(["waits=none"]).waits
    assert not any(vars(waits).values())


def test_levers_and_factors_reach_the_request():
    line = ["site=shackleton,fra_mauro", "plant.units=1,2", "market.price_multiplier=tag(log,interval(1,1000))"]
    request = read_line([*line, "design=monte_carlo", "design.samples=50"]).request(line)
    assert request.levers == (
        Lever("site", ("shackleton", "fra_mauro"), True),
        Lever("plant.units", (1, 2), False),
    )
    assert request.intervals == (Interval("market.price_multiplier", 1.0, 1000.0, "log"),)
    assert (request.design.name, request.design.samples) == ("monte_carlo", 50)
    assert request.command == tuple(line)
    assert build(request.compose({"site": "fra_mauro"})).site.name == "fra_mauro"
    assert build(request.compose({"site": "shackleton"})).site.name == "shackleton"


def test_a_pattern_is_a_lever_over_the_options_that_match():
    request = read_line(["site=glob([c*,f*],exclude=change*)"]).request([])
    assert request.levers == (Lever("site", ("compton_belkovich", "copernicus", "fra_mauro"), True),)


def test_programs_are_levers_at_their_package():
    request = read_line(["program@programs.russia=russia,china"]).request([])
    as_china = build(request.compose({"program@programs.russia": "china"}))
    assert as_china.programs["russia"] == as_china.programs["china"]


def test_trees_put_together_are_those_that_hydra_composes_whole():
    levers = ["scenario=ilrs_joint,russia_alone", "site=peary,fra_mauro", "cooperation=active,lapsed", "waits=all,none"]
    programs = ["program@programs.russia=russia,china", "programs.russia.landing_attempts=7", "site.thorium_ppm=5"]
    composer = read_line([*levers, *programs]).composer
    for scenario, site, waits, program in product(
        ("ilrs_joint", "russia_alone"), ("peary", "fra_mauro"), ("all", "none"), ("russia", "china")
    ):
        choices = {
            "scenario": scenario,
            "site": site,
            "waits": waits,
            "program@programs.russia": program,
            "cooperation": "lapsed",
        }
        assert composer(choices) == composer._compose(choices)


def test_what_compose_gives_may_be_changed_without_harm():
    request = read_line([]).request([])
    request.compose({})["plant"]["units"] = 99
    assert request.compose({})["plant"]["units"] == 1


def test_three_faults_come_in_one_message_with_their_paths(faults):
    found = faults("plant.units=-3", "site=fra_maur", "coperation.mode=active")
    assert found.keys() == {"plant.units", "site", "coperation.mode"}
    assert "allowed 0 to 10000" in found["plant.units"]
    assert "did you mean 'fra_mauro'" in found["site"]
    assert "did you mean 'cooperation.mode'" in found["coperation.mode"]


def test_a_contradiction_is_reported_beside_other_faults(faults):
    found = faults("station.lead=russia", "programs.russia.active=false", "plant.units=many", "site=nowhere")
    assert found.keys() == {"station.lead", "plant.units", "site"}
    assert "programs.russia.active" in found["station.lead"]


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
        (["design.seed=1,2", "plant.units=1.5,2.5", "site=x"], {"design.seed": "one", "plant.units": "w", "site": "x"}),
    ],
)
def test_what_the_study_refuses_comes_with_the_other_faults(faults, line, parts):
    found = faults(*line, multirun=True)
    assert found.keys() == parts.keys()
    assert all(part in found[key] for key, part in parts.items())


def test_the_study_is_asked_only_about_lines_that_are_refused_anyway(monkeypatch):
    def plan(request):
        raise AssertionError("planned")

    monkeypatch.setattr("lunarsim.door.line.faults_of_plan", plan)
    read_line(["plant.units=1,2"])


@pytest.mark.parametrize("sweep", ["{site: [nowhere]}", "{plant.power_kw: 3}"])
def test_faulty_values_and_sweeps_of_an_experiment_come_together(faults, own, sweep):
    folder = own(f"plant: {{unitz: 3}}\nfinance: {{discount_rate: 7}}\nsweep: {sweep}\n")
    found = faults("experiment=mine", multirun=True, folders=(folder,))
    assert len(found) == 3
    assert "'units'" in found["plant.unitz"]
    assert "mine.yaml" in found["finance.discount_rate"]
    assert any(path.startswith("experiment=mine: sweep.") for path in found)


@pytest.mark.parametrize(
    ("override", "key"),
    [(f"output.name={'n' * 300}", "output.name"), ("output.dir='a/" + "ü" * 200 + "/b'", "output.dir")],
)
def test_a_folder_with_too_long_a_name_is_refused_before_anything_is_written(faults, override, key):
    assert "allowed 255" in faults(override)[key]


def test_a_folder_of_nobodys_home_is_refused(faults):
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
        ("programs.china=1", "programs.china", "is no parameter"),
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
        ("hydra/launcher=basic", "hydra/launcher", "fixed"),
        ("+hydra.callbacks={a: {_target_: os.system}}", "hydra.callbacks", "fixed"),
        ("library=assets", "library", "unknown"),
        ("timeline.as_of=2020-01-01", "timeline.as_of", "latest"),
    ],
)
def test_one_fault_names_its_place_and_what_is_allowed(faults, override, path, part):
    found = faults(override)
    assert list(found) == [path]
    assert part in found[path]


def test_what_is_given_twice_is_a_fault(faults):
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
        ("design.seed=1,2", "one for the whole sweep"),
        ("design=lhs,nominal", "one for the whole sweep"),
        ("experiment=site_choice,together_or_alone", "one for the whole sweep"),
        ("design.samples=interval(1,5)", "one for the whole sweep"),
        ("timeline.horizon_years=interval(10,20)", "never a factor"),
        ("site=interval(1,2)", "no interval"),
        ("site.name=interval(1,2)", "no number"),
        ("waits.slip=interval(0,1)", "no number"),
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
    found = faults("station.lead=russia", "scenario=china_alone", "plant.units=1,2", multirun=True)
    assert list(found) == ["station.lead"]


def test_a_text_is_no_list_of_overrides():
    with pytest.raises(TypeError, match="list"):
        lunarsim.load_scenario("plant.units=2")


def test_hydra_in_use_elsewhere_in_the_process_is_left_as_it_was(tmp_path):
    from hydra import compose, initialize_config_dir

    (tmp_path / "config.yaml").write_text("a: 1\n")
    with initialize_config_dir(str(tmp_path), version_base="1.3"):
        assert lunarsim.load_scenario().plant.units == 1
        assert compose("config") == {"a": 1}
