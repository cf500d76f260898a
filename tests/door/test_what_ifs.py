"""What-ifs of the manifest from the line to the dataset."""

import shlex

import numpy as np
import pytest

import lunarsim
from lunarsim.door.line.reading import read_line
from lunarsim.scenario.building import build
from lunarsim.words.errors import InputError
from tests.documented import ROOT, documented

NOMINAL = ("design=nominal", "output=none")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


def test_outcome_and_cancellation_of_a_mission_are_levers_and_first_flights_stand_apart_in_the_dataset():
    line = ["missions.change_7.outcome=success,lost", "missions.ilrs_1.cancelled=false,true", *NOMINAL]
    dataset = lunarsim.sweep(line).squeeze()
    first = dataset.mission_first_outcome.sel(mission="change_7")
    meanings = dict(zip(first.flag_values, first.flag_meanings.split(), strict=True))
    assert [meanings[int(code)] for code in first.isel(cancelled=0).values] == ["success", "descent_failure"]
    lost = dataset.sel(outcome="lost", mission="change_7").isel(cancelled=0)
    assert lost.mission_first_launch_year < lost.mission_launch_year
    assert np.isnan(lost.mission_first_landing_year) or lost.mission_first_landing_year > lost.mission_launch_year
    flown = dataset.sel(outcome="success", mission="change_7").isel(cancelled=0)
    assert flown.mission_first_launch_year == flown.mission_launch_year < flown.mission_first_landing_year
    cancelled = dataset.isel(cancelled=1).sel(outcome="success")
    assert {int(cancelled[name].sel(mission="ilrs_1")) for name in ("mission_outcome", "mission_first_outcome")} == {-1}
    assert cancelled.mission_planned_year.sel(mission="ilrs_1").isnull()
    assert (cancelled.station_basic_year.isnull()).all()


@pytest.mark.parametrize(
    ("override", "problem"),
    [
        ("missions.change_7.outcome=failed", "allowed: drawn, lost, partial, success"),
        ("missions.change_7.canceled=true", "did you mean 'cancelled'"),
        ("missions.change_77.outcome=lost", "did you mean 'change_7'"),
        ("missions.luna_26.outcome=partial", "kind is orbiter, which lands nothing; allowed success, lost, drawn"),
    ],
)
def test_a_what_if_that_makes_no_sense_is_refused_with_what_is_allowed(override, problem):
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario([override])
    (fault,) = caught.value.faults
    assert problem in fault.problem


def test_lists_and_truths_are_said_as_they_are_typed(command):
    lists = "missions.ilrs_5.alternatives=[ilrs_2],[],[ilrs_2,ilrs_3]"
    code, out, err = command("-m", lists, "missions.ilrs_1.cancelled=true,false", *NOMINAL)
    assert code == 0
    assert "(at missions.ilrs_5.alternatives=[ilrs_2]" in err
    assert "missions.ilrs_1.cancelled=true" in err
    assert f"As typed: {lists} missions.ilrs_1.cancelled=true,false" in " ".join(out.split())
    assert "cancelled=True" not in out + err
    assert "((" not in err


def test_a_new_mission_is_on_the_axis_and_its_fields_are_levers():
    line = [
        "+missions.more={like: ilrs_energy_1}",
        "missions.more.planned=2034-01-01,2036-01-01",
        "missions.more.cancelled=false,true",
        *NOMINAL,
    ]
    dataset = lunarsim.sweep(line).squeeze()
    assert dataset.mission.values[-1] == "more"
    more = dataset.sel(mission="more")
    planned = more.mission_planned_year.isel(cancelled=0)
    assert [int(year) for year in planned.values] == [2034, 2036]
    assert (more.mission_outcome.isel(cancelled=1) == -1).all()
    assert more.mission_first_launch_year.isel(cancelled=0).notnull().any()


@pytest.fixture
def plan_file(here):
    """A file of three missions: one from nothing, two like others."""
    path = here / "small.yaml"
    path.write_text(
        """\
# A plan of one's own.
explorer:
  title: Explorer
  program: china
  kind: lander
  role: always
  planned: 2028-01-01
  vehicle: long_march_5
  launch_mass_kg: 8200
  window: month
  critical: true
  evidence: published
core: {like: ilrs_1, needs: [explorer], alternatives: [scout, explorer]}
scout: {like: luna_26, planned: 2029-01-01}
""",
        encoding="utf-8",
    )
    return path


def test_a_manifest_of_a_file_is_the_plan_and_the_line_changes_it(plan_file):
    scenario = lunarsim.load_scenario(["manifest=small.yaml", "missions.core.planned=2033-05-05"])
    assert list(scenario.missions) == ["explorer", "core", "scout"]
    assert scenario.missions["core"].planned == "2033-05-05"
    assert scenario.missions["core"].alternatives == (("scout", "explorer"),)
    assert scenario.missions["scout"].vehicle == "soyuz_2_1b"


@pytest.mark.slow
def test_a_manifest_of_a_file_is_in_the_sweep_which_is_resumed_and_replayed_without_it(plan_file, command):
    line = ("-m", "manifest=small.yaml", "plant.units=0", "missions.core.planned=2033-01-01,2034-01-01")
    assert command(*line, "design=nominal")[0] == 0
    (store,) = plan_file.parent.glob("outputs/*/*/sweep.zarr")
    first = lunarsim.open_sweep(store).attrs["plan_hash"]
    plan_file.write_text(plan_file.read_text().replace("8200", "8000"))
    assert command(*line, "design=nominal", "output.name=other")[0] == 0
    (other,) = plan_file.parent.glob("outputs/other/*/sweep.zarr")
    assert lunarsim.open_sweep(other).attrs["plan_hash"] != first
    plan_file.unlink()
    assert "0 of 2 runs are missing or failed" in command("resume", str(store))[1]
    code, out, _ = command("replay", str(store), "planned=2034-01-01")
    assert code == 0
    assert "explorer" in out


def test_an_option_of_plan_may_hold_a_plan_of_ones_own_and_is_compared_with_others(own, plan_file):
    header = '# @package _global_\nplan: {manifest: own}\ntimeline: {start: "2027-01-01"}\nmissions:\n'
    indented = "".join(f"  {line}\n" for line in plan_file.read_text().splitlines())
    folder = own(header + indented, group="plan", name="mine")
    dataset = lunarsim.sweep(["plan=latest,mine", "plant.units=0", *NOMINAL], config_dir=folder).squeeze()
    assert {"explorer", "change_7"} <= set(dataset.mission.values)
    assert (dataset.mission_outcome.sel(plan="mine", mission="change_7") == -1).all()
    assert (dataset.mission_outcome.sel(plan="mine", mission="explorer") != -1).all()


@pytest.mark.parametrize(
    ("old", "new", "path", "problem"),
    [
        ("like: luna_26", "like: luna_2x", "missions.scout.like", "did you mean 'luna_2"),
        ("long_march_5", "long_march_55", "missions.explorer.vehicle", "did you mean 'long_march_5'"),
        ("  kind: lander\n", "", "missions.explorer.kind", "is missing"),
        ("  kind: lander\n", "  kind: rover\n", "missions.explorer.kind", "unknown value 'rover'"),
        ("  critical: true\n", "  critcal: true\n", "missions.explorer.critcal", "did you mean 'critical'"),
        ("Explorer", "${oc.env:HOME}", "small.yaml: explorer.title", "interpolations"),
        ("title: Explorer", "title: !!python/name:os.system", "small.yaml", "tag"),
        ("{like: luna_26", "&a {like: luna_26", "small.yaml", "anchor or alias"),
        ("scout:", "core:", "small.yaml", "duplicate key 'core'"),
    ],
)
def test_a_manifest_of_a_file_is_vetted_as_all_files_are(plan_file, old, new, path, problem):
    text = plan_file.read_text()
    assert old in text
    plan_file.write_text(text.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario(["manifest=small.yaml"])
    found = {fault.path: fault.problem for fault in caught.value.faults}
    assert list(found) == [path]
    assert problem in found[path]
    assert "small.yaml" in path + found[path]


def test_all_errors_of_a_manifest_of_a_file_are_reported_at_once(plan_file):
    text = plan_file.read_text().replace("kind: lander", "kind: rover").replace("2029-01-01", "soon")
    plan_file.write_text(text.replace("like: ilrs_1", "like: ilrs_11"))
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario(["manifest=small.yaml", "plant.units=-1"])
    assert {fault.path for fault in caught.value.faults} == {
        "missions.explorer.kind",
        "missions.core.like",
        "missions.scout.planned",
        "plant.units",
    }


def test_the_plans_of_the_docs_are_read_as_they_stand_there(here, own):
    (here / "myplan.yaml").write_text(documented("docs/whatifs.md", "myplan.yaml"), encoding="utf-8")
    scenario = lunarsim.load_scenario(["manifest=myplan.yaml", "missions.core.planned=2033-01-01"])
    assert list(scenario.missions) == ["scout", "explorer", "core"]
    header = "# @package _global_\n" + documented("docs/whatifs.md", "plan/mine.yaml")
    scenario = lunarsim.load_scenario(["plan=mine"], config_dir=own(header, group="plan", name="mine"))
    assert (list(scenario.missions), scenario.timeline.start) == (["scout", "core"], "2027-01-01")


def test_the_lines_of_the_docs_are_read(here):
    text = (ROOT / "docs" / "whatifs.md").read_text(encoding="utf-8")
    lines = [shlex.split(line, comments=True)[1:] for line in text.splitlines() if line.startswith("lunarsim ")]
    assert len(lines) == 6
    for line in lines:
        words = [word for word in line if word not in ("-m", "--dry-run")]
        if "manifest=myplan.yaml" not in words:
            read_line(words, multirun="-m" in line)


@pytest.mark.parametrize("where", ["experiments", "plan"])
def test_no_option_file_names_a_manifest(own, where, here):
    group = "experiment" if where == "experiments" else where
    folder = own("# @package _global_\nmanifest: /etc/passwd\n", group=group, name="mine")
    with pytest.raises(InputError, match="unknown key 'manifest'"):
        lunarsim.sweep([f"{group}=mine", *NOMINAL], config_dir=folder)


def test_what_a_stored_sweep_names_as_its_manifest_is_no_file(plan_file, command):
    import json

    assert command("manifest=small.yaml", "plant.units=0", "design=nominal")[0] == 0
    (store,) = plan_file.parent.glob("outputs/*/*/sweep.zarr")
    ((_, tree),) = json.loads(lunarsim.open_sweep(store).attrs["scenarios"])
    assert tree["plan"]["manifest"] == "own"
    assert list(tree["missions"]) == ["explorer", "core", "scout"]
    for name in ("/etc/passwd", str(plan_file), "../missions_latest"):
        with pytest.raises(InputError, match="unknown value"):
            build(tree | {"plan": tree["plan"] | {"manifest": name}})


@pytest.mark.parametrize("content", ["plan: {manifest: own}\n", "missions: {change_7: {launches: 2}}\n"])
@pytest.mark.parametrize("plan", ["mine", "latest,mine"])
def test_a_file_of_missions_goes_with_no_option_that_brings_missions_of_its_own(plan_file, own, content, plan):
    folder = own(f"# @package _global_\n{content}", group="plan", name="mine")
    with pytest.raises(InputError) as caught:
        read_line([f"plan={plan}", "manifest=small.yaml"], folders=[folder])
    (fault,) = caught.value.faults
    assert fault.path == "manifest"
    assert "plan=mine brings missions of its own" in fault.problem


def test_a_file_of_missions_goes_with_an_option_that_sets_dates(plan_file, own):
    folder = own('# @package _global_\ntimeline: {start: "2027-02-03"}\n', group="plan", name="mine")
    scenario = lunarsim.load_scenario(["plan=mine", "manifest=small.yaml"], config_dir=folder)
    assert (list(scenario.missions), scenario.timeline.start) == (["explorer", "core", "scout"], "2027-02-03")


@pytest.mark.parametrize(
    ("override", "problem"),
    [
        ("manifst=small.yaml", "did you mean 'manifest'?"),
        ("manifest=latest", "write plan=latest"),
        ("manifest=", "name a file of missions"),
        ("missions.change_7.cancelled=maybe", "is 'maybe', must be true or false"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_what_was_meant(override, problem):
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario([override])
    (fault,) = caught.value.faults
    assert problem in fault.problem
    assert "any value" not in fault.problem


@pytest.mark.parametrize("override", ["missions.cor.planned=2033-01-01", "missions.cor.needs=[scout]"])
def test_a_mistyped_mission_of_a_plan_of_ones_own_is_answered_with_what_was_meant(plan_file, override):
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario(["manifest=small.yaml", override])
    (fault,) = caught.value.faults
    assert fault.path == "missions.cor"
    assert fault.problem.startswith("unknown mission 'cor'; did you mean 'core'?")


@pytest.mark.parametrize(
    ("override", "problem"),
    [
        ("missions.change_8.needs=[nobody]", "unknown mission 'nobody'; there are "),
        ("missions.change_8.assets=[foo]", "unknown asset 'foo'; there are "),
        ("missions.change_8.needs=[chang_7]", "unknown mission 'chang_7'; did you mean 'change_7'?"),
    ],
)
def test_a_name_that_nothing_is_like_comes_with_some_of_those_that_there_are(override, problem):
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario([override])
    (fault,) = caught.value.faults
    assert fault.problem.startswith(problem)
    assert fault.problem.endswith(" in all)") == ("did you mean" not in problem)


@pytest.mark.parametrize(
    ("key", "problem"), [("missions", "leave out this key"), ("official_milestones", "write an option of plan")]
)
def test_a_file_of_missions_says_where_to_put_what_is_none(plan_file, key, problem):
    plan_file.write_text(f"{plan_file.read_text()}{key}: {{explorer: {{planned: 2028-01-01}}}}\n")
    with pytest.raises(InputError) as caught:
        lunarsim.load_scenario(["manifest=small.yaml"])
    (fault,) = caught.value.faults
    assert fault.path == f"small.yaml: {key}"
    assert problem in fault.problem
