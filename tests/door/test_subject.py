"""What a result says that it is of, whatever wrote it."""

import json
import tarfile
from pathlib import Path

import pytest
import xarray as xr

import lunarsim
from lunarsim.reading.analysis.missions.run_spans import timeline
from lunarsim.reading.opening import open_sweep
from lunarsim.reading.overrides import overrides
from lunarsim.reading.subject import foot_line, subject

LINE = [
    "scenario=race",
    "site=fra_mauro",
    "cooperation=active,lapsed",
    "plant.units=1,2",
    "flowsheet=phosphate_leach",
    "missions.change_8.planned=2030-01-01",
    "programs.china.reflights=2",
    "upkeep.diagnosis_days=interval(30,60)",
    "uncertainties=none",
    "design.samples=2",
    "timeline.horizon_years=4",
    "output=none",
]


@pytest.fixture(scope="module")
def made():
    return lunarsim.sweep(LINE)


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["scenario=china_alone", "site=peary"],
        ["scenario=russia_alone", "plan=ilrs_2021"],
        ["scenario=artemis"],
        ["scenario=race"],
    ],
)
def test_a_scenario_as_shipped_changes_nothing(line):
    with lunarsim.sweep([*line, "uncertainties=none", "design=nominal", "output=none"]) as made:
        assert overrides(made) == ()
        assert "Changed" not in dict(subject(made))


def test_a_sweep_says_what_it_is_of(made):
    said = dict(subject(made))
    version = said.pop("Version")
    assert version.startswith(f"lunarsim {made.attrs['lunarsim_version']}, rules {made.attrs['results']}")
    assert said == {
        "Scenario": "Race of ILRS and Moon Base",
        "Plan": "latest plans, known up to 2026-07-01",
        "Site": "Fra Mauro",
        "Changed": (
            "Flowsheet: Phosphate concentrate, leached; Length of the simulation: 4 years; "
            "China, re-flights of a critical mission: 2; Chang'e-8, planned launch: 2030-01-01"
        ),
        "Compared": (
            "Cooperation of China and Russia: In force throughout, Five-year program not renewed; "
            "Units of the plant: 1, 2"
        ),
        "Varied": "Time to diagnose a failure 30 to 60 days",
        "Factors": "1 uncertain factor",
        "Design": "Latin hypercube, 2 samples",
        "Runs": "8 runs",
    }


def test_overrides_have_their_defaults_and_leave_levers_and_varied_factors_apart(made):
    found = {each.key: (each.value, each.default) for each in overrides(made)}
    assert found == {
        "flowsheet": ("Phosphate concentrate, leached", "Molten electrolysis, leach of its slag"),
        "timeline.horizon_years": ("4 years", "30 years"),
        "programs.china.reflights": ("2", "5"),
        "missions.change_8.planned": ("2030-01-01", "2029-01-01"),
    }


def test_a_lever_that_is_selected_is_named_with_its_value(made):
    said = dict(subject(made.sel(cooperation="lapsed")))
    assert said["Selected"] == "Cooperation of China and Russia: Five-year program not renewed"
    assert said["Compared"] == "Units of the plant: 1, 2"
    assert said["Runs"] == "4 runs"


def test_a_run_says_which_value_of_a_lever_it_has_and_never_the_first_of_the_config(made):
    rows = [(0.0, 1000.0, "simulation", "", "", "")]
    labels = {"cooperation": "lapsed", "units": 2, "sample": 1, "replicate": 0}
    sweep = made.assign_attrs(levers='{"scenario": ["race"], "plan": ["latest"], "timeline.as_of": ["2026-07-01"]}')
    assert foot_line(timeline(rows, "2026-07-01", sweep)).startswith("mine at Fra Mauro")
    foot = foot_line(timeline(rows, "2026-07-01", made, labels))
    assert "Cooperation of China and Russia: Five-year program not renewed; Units of the plant: 2" in foot
    assert "compared" not in foot


def test_the_rules_of_another_version_are_not_held_against_these_defaults(made):
    other = made.assign_attrs(results=1)
    keys = [each.key for each in overrides(other)]
    assert sorted(keys) == [
        "flowsheet",
        "missions.change_8.planned",
        "programs.china.reflights",
        "timeline.horizon_years",
    ]
    assert {each.default for each in overrides(other)} == {""}


def test_a_foot_line_is_one_line_without_keys(made):
    text = foot_line(made)
    assert "\n" not in text
    assert "_" not in text
    assert "=" not in text
    assert text.startswith("Race of ILRS and Moon Base · latest plans, known up to 2026-07-01 · mine at Fra Mauro")
    assert "compared: Cooperation of China and Russia, Units of the plant" in text


def test_a_store_of_format_1_says_what_it_is_of(tmp_path):
    with tarfile.open(Path(__file__).parents[1] / "reading" / "data" / "format_1.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    with open_sweep(tmp_path / "sweep.zarr") as stored:
        said = dict(subject(stored))
    assert said["Changed"] == "Length of the simulation: 8 years"
    assert said["Runs"] == "3 runs that ended well, 3 excluded"
    assert said["Version"] == "lunarsim 0.1.0, commit 7c665844"


@pytest.mark.parametrize(
    "attrs",
    [
        {},
        {"config": "[1", "levers": "{", "intervals": '[{"key": 3}]', "command": "'", "results": 39},
        {"config": '{"choices": {"scenario": "../../x", "site": 3}, "site": {"title": 5}, "plan": 3}', "results": 39},
        {"config": json.dumps({"choices": {}, "missions": [1], "programs": {"china": 2}}), "levers": "[]", "design": 7},
        {"config": 4, "intervals": 5, "command": 6, "levers": 7, "git_commit": 8, "lunarsim_version": 9},
    ],
)
def test_attributes_of_others_end_in_no_error(attrs):
    dataset = xr.Dataset(attrs=attrs)
    assert all(label and text for label, text in subject(dataset))
    assert isinstance(foot_line(dataset), str)
    assert foot_line(xr.Dataset()) == ""


def test_what_a_store_says_of_itself_is_short_and_harmless():
    attrs = {
        "lunarsim_version": "1\x1b[31m" * 500,
        "design": "a\nb",
        "config": '{"site": {"title": "' + "x" * 9999 + '"}}',
    }
    text = foot_line(xr.Dataset(attrs=attrs))
    assert "\x1b" not in text
    assert "\n" not in text
    assert len(text) < 1500


def test_the_foot_of_a_picture_names_what_a_line_changes_and_counts_what_is_too_much():
    line = ["plant.units=2", "plant.scale=5", "returns.policy=none", "crews.test_reflights=3", "waits.pad=false"]
    line += ["timeline.horizon_years=5", "waits.slip=false", "logistics.delivery_usd_per_kg=5000"]
    settings = ["design=nominal", "uncertainties=none", "output=none"]
    with lunarsim.sweep([*line, *settings]) as made:
        foot = foot_line(made)
        assert "5,000 USD/kg" in foot
        assert "more change" not in foot
    with lunarsim.sweep([*line, "waits.budget=false", *settings]) as made:
        assert " · 1 more change · " in foot_line(made)
