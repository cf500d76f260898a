"""The option files of configs/ and experiments/: headers, and no duplicate of a default."""

import re
from pathlib import Path

import pytest
import yaml

from lunarsim.door.line.headers import header
from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
from lunarsim.door.line.reading import read_line
from lunarsim.scenario.building import build
from lunarsim.scenario.declare.declaration import EVIDENCE, parameters_of
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.scenario import GROUPS
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import InputError

CONFIGS = shipped("configs")
FILES = [CONFIGS / "config.yaml", *sorted(CONFIGS.glob("*/*.yaml")), *sorted(shipped("experiments").glob("*.yaml"))]
CATALOG = Catalog()
OPTIONS = [(key, name) for key in CATALOG.base if key != EXPERIMENT for name in CATALOG.options(key.partition("@")[0])]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_option_file_opens_with_what_it_stands_for_source_evidence_and_date(path: Path):
    parsed = header(path)
    assert len(parsed.about) > 20
    assert len(parsed.source) > 5
    assert parsed.evidence in EVIDENCE
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", parsed.date)


def leaves(tree, path=""):
    for key, value in tree.items():
        yield from leaves(value, f"{path}{key}.") if isinstance(value, dict) else (path + key,)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_a_file_says_of_one_value_is_of_a_value_that_it_sets(path: Path):
    by_key = header(path).by_key
    assert by_key.keys() <= set(leaves(yaml.safe_load(path.read_bytes()) or {}))
    assert all(said.get("evidence", "assumed") in EVIDENCE for said in by_key.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_file_names_a_place_of_the_workshop(path: Path):
    text = path.read_text(encoding="utf-8")
    assert "/work" not in text
    assert "reference/" not in text


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_file_repeats_a_declared_default(path: Path):
    content = yaml.safe_load(path.read_bytes()) or {}
    content.pop("defaults", None)
    group = path.parent.name
    sections = content if group in ("scenario", "plan", "experiments", "configs") else {group: content}
    for section, values in sections.items():
        cls = (GROUPS | SETTINGS).get(section)
        if cls is None:
            continue
        defaults = {name: default for name, _, default in parameters_of(cls)}
        repeated = [name for name, value in values.items() if name in defaults and defaults[name] == value]
        assert not repeated


REFUSED = {
    ("program@programs.china", "usa"): "the lead must take part",
    ("program@programs.russia", "usa"): "no other program of china's camp takes part",
    ("station", "none"): "unknown program 'none'",
    ("station", "artemis"): "the lead must take part",
    ("station@rival", "artemis"): "the lead must take part",
}
"""Options that make no sense in the base scenario without others beside them."""


@pytest.mark.parametrize(("key", "name"), REFUSED, ids=str)
def test_an_option_that_needs_others_beside_it_says_so(key, name, here):
    with pytest.raises(InputError, match=REFUSED[key, name]):
        read_line([f"{key}={name}"], multirun=False)


def lines():
    """Return lines that choose each option once: those of small groups ride along with those of the sites."""
    reaching = ("program", "station", "scenario", "plan@", "plan=")
    alone = [{key: name} for key, name in OPTIONS if f"{key}=".startswith(reaching)]
    alone = [line for line in alone if not line.items() & REFUSED.keys()]
    rest = [(key, name) for key, name in OPTIONS if not any(key in line for line in alone)]
    groups = {key: [name for other, name in rest if other == key] for key, _ in rest}
    most = max(map(len, groups.values()))
    return alone + [{key: names[at] for key, names in groups.items() if at < len(names)} for at in range(most)]


@pytest.mark.parametrize("line", lines(), ids=lambda line: ",".join(line.values()))
def test_every_option_composes_and_builds(line: dict[str, str], here):
    overrides = [f"{key}={name}" for key, name in line.items()]
    parsed = read_line(overrides, multirun=False)
    assert parsed.first.choices.items() >= line.items()
    build(parsed.request(overrides).compose({}))


def test_the_lines_choose_every_option():
    chosen = [option for line in lines() for option in line.items()]
    assert sorted(chosen + list(REFUSED)) == sorted(OPTIONS)


@pytest.mark.parametrize("name", CATALOG.options(EXPERIMENT))
def test_every_experiment_reads_and_each_of_its_group_levers_builds(name: str, here):
    request = read_line([f"experiment={name}"]).request([])
    assert request.name == name
    # A question may need no lever: the race has both stations in one run, the backcast a record to meet.
    assert request.levers or name in ("race", "backcast")
    for lever in request.levers:
        for value in lever.values if lever.group else ():
            build(request.compose({lever.key: value}))


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        (["experiment=renewal"], "five_year_programme"),
        (["experiment=renewal", "cooperation.basis=station_agreement"], "station_agreement"),
        (["experiment=together_or_alone"], "station_agreement"),
        (["plan=story_2022"], "five_year_programme"),
        (["plan=ilrs_2021"], "five_year_programme"),
        ([], "station_agreement"),
    ],
)
def test_the_question_of_renewals_and_the_earlier_plans_rest_on_the_five_year_program(words, basis):
    assert read_line(words).scenario.cooperation.basis == basis


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name not in ("scenario", "plan", "experiments", "configs")], ids=str
)
def test_only_scenarios_and_experiments_reach_into_other_groups(path: Path):
    text = path.read_text(encoding="utf-8")
    assert "@package" not in text
    assert "defaults" not in (yaml.safe_load(text) or {})


def test_the_base_takes_one_option_of_every_group():
    folders = {path.name for path in CONFIGS.iterdir() if path.is_dir()} - {"library", "__pycache__"}
    assert set(CATALOG.groups) == folders | {EXPERIMENT}
    assert "library" not in CATALOG.groups
