"""Whole lines: what they build and what they ask for."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

import lunarsim
from lunarsim.door.line.reading import read_line
from lunarsim.scenario.building import build
from lunarsim.study.request.request import Interval, Lever
from lunarsim.words.errors import InputError


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


def test_the_base_line_builds_the_base_scenario():
    request = read_line([], multirun=False).request([])
    scenario = build(request.compose({}))
    assert scenario.site.name == scenario.station.site == "shackleton"
    assert not scenario.programs["china"].energy_exporter
    assert scenario.programs["russia"].energy_exporter
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
        ("ilrs_basic", "china", {"china", "russia"}, "long_march_9"),
        ("ilrs_extended", "china", {"china", "russia"}, "long_march_9"),
        ("mine_camp", "china", {"china"}, "long_march_9"),
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
    dataset = lunarsim.sweep(["plan=ilrs_2021,latest", "design=nominal", "output=none"])
    assert "luna_27" in dataset.mission.values
    assert "luna_27b" in dataset.mission.values
    assert (dataset.mission_outcome.sel(plan="latest", mission="luna_25") == -1).all()
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


def test_trees_put_together_are_those_that_hydra_composes_at_once():
    levers = ["scenario=ilrs_joint,russia_alone", "site=peary,fra_mauro", "cooperation=active,none", "waits=all,none"]
    given = ["programs.russia.landing_attempts=7", "site.thorium_ppm=5"]
    composer = read_line([*levers, "program@programs.russia=russia,china", *given]).composer
    # Each pair of options of two groups occurs.
    for scenario, site, waits, program in (
        ("ilrs_joint", "peary", "all", "russia"),
        ("ilrs_joint", "fra_mauro", "none", "china"),
        ("russia_alone", "peary", "none", "china"),
        ("russia_alone", "fra_mauro", "all", "china"),
        ("russia_alone", "fra_mauro", "none", "russia"),
    ):
        choices = {
            "scenario": scenario,
            "site": site,
            "waits": waits,
            "program@programs.russia": program,
            "cooperation": "none",
        }
        whole = read_line([*(f"{key}={option}" for key, option in choices.items()), *given], multirun=False).first
        assert composer(choices) == whole


def test_what_compose_gives_may_be_changed_without_harm():
    request = read_line([]).request([])
    request.compose({})["plant"]["units"] = 99
    assert request.compose({})["plant"]["units"] == 1


def test_hydra_in_use_elsewhere_in_the_process_is_left_as_it_was(tmp_path):
    from hydra import compose, initialize_config_dir
    from hydra.core.config_store import ConfigStore
    from hydra.core.global_hydra import GlobalHydra
    from hydra.core.utils import JobRuntime
    from hydra.version import VersionBase
    from omegaconf import OmegaConf

    (tmp_path / "config.yaml").write_text("defaults: [site: own, _self_]\na: 1\n")
    store = ConfigStore.instance()
    store.store(group="site", name="own", node={"b": 2})
    store.store(group="site", name="fra_mauro", node={"b": 3})
    with initialize_config_dir(str(tmp_path), job_name="mine", version_base=None):
        OmegaConf.register_new_resolver("now", lambda text: "noon", replace=True)
        before = (
            GlobalHydra.instance(),
            GlobalHydra.instance().hydra,
            VersionBase.instance().getbase(),
            repr(store.repo),
        )
        assert lunarsim.load_scenario(["site=fra_mauro"]).site.thorium_ppm == 10.19
        after = GlobalHydra.instance(), GlobalHydra.instance().hydra, VersionBase.instance().getbase(), repr(store.repo)
        assert after == before
        assert JobRuntime.instance().get("name") == "mine"
        assert OmegaConf.create({"time": "${now:%H}"}).time == "noon"
        assert compose("config") == {"a": 1, "site": {"b": 2}}
    del store.repo["site"]


def test_threads_that_read_lines_at_once_each_get_their_own(tmp_path):
    for number in range(2):
        (tmp_path / str(number) / "site").mkdir(parents=True)
        text = f"# One's own.\ndefaults: [fra_mauro, _self_]\nthorium_ppm: {number + 3}\n"
        (tmp_path / str(number) / "site" / "mine.yaml").write_text(text)

    def thorium(number):
        return lunarsim.load_scenario(["site=mine"], config_dir=tmp_path / str(number % 2)).site.thorium_ppm

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(thorium, range(8))) == [3.0, 4.0] * 4


def test_threads_that_sweep_at_once_each_get_their_own():
    def units(number):
        swept = lunarsim.sweep([f"plant.units={number}", "design=nominal", "output=none", "timeline.horizon_years=2"])
        return json.loads(swept.attrs["config"])["plant"]["units"]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(units, range(1, 5))) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "tls://host-1.example:8786", "10.0.0.5:8786", "ws://host:1", "wss://host:65535"]
)
def test_addresses_of_schedulers_are_taken(address):
    request = read_line(["executor=dask", f"executor.address={address}"], multirun=False).request([])
    assert request.executor.address == address


@pytest.mark.parametrize("address", ["tcp://[::1]:8786", "[fe80::1%eth0]:8786"])
@pytest.mark.parametrize("quote", ["", "'"])
def test_an_address_of_ip_6_needs_no_quotes(address, quote):
    line = ["executor=dask", f"executor.address={quote}{address}{quote}"]
    assert read_line(line, multirun=False).request([]).executor.address == address


@pytest.mark.parametrize(
    "address",
    ["ucx://h:1", "udp://h:1", "inproc://x/1/2", "http://h:1", "host", "tcp://h", "tcp://h:0", "tcp://h:65536",
     "tcp://a:b", "tcp://", "tcp://h:1/x", "'::1:8786'", "tcp://[]:1"],
)  # fmt: skip
def test_an_address_that_cannot_be_a_scheduler_s_is_refused_before_anything_is_tried(address):
    with pytest.raises(InputError) as caught:
        read_line(["executor=dask", f"executor.address={address}"], multirun=False)
    assert "executor.address" in str(caught.value)
