"""Names, sizes and headers of files."""

import importlib
import re

import pytest

from lunarsim.scenario.folders import shipped
from lunarsim.scenario.parameter import EVIDENCE
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from tests.house.test_floors import MODULES, ROOT, TEST_MODULES

LONGEST = 320
OPTIONS = sorted(path for path in shipped("configs").rglob("*.y*ml"))
NAMES = [str(path.relative_to(shipped("configs"))) for path in OPTIONS]


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_longer_than_one_idea(module):
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", MODULES)
def test_every_module_opens_with_what_it_is_for(module):
    assert MODULES[module].read_text(encoding="utf-8").startswith('"""') or module == "lunarsim.version"


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_a_drawer_for_odds_and_ends(module):
    assert not {"utils", "util", "common", "helpers", "misc"} & set(module.split("."))
    source = MODULES[module].read_text(encoding="utf-8")
    assert not re.findall(r"^class \w*(?:Manager|Handler)\b", source, flags=re.MULTILINE)


@pytest.mark.parametrize("module", [*MODULES, *TEST_MODULES])
def test_no_comment_is_a_banner(module):
    source = (MODULES | TEST_MODULES)[module].read_text(encoding="utf-8")
    assert not re.findall(r"^\s*#\s*[-=#*~]{4,}", source, flags=re.MULTILINE)


@pytest.mark.parametrize("group", [group for group in GROUPS if group != "rival"])
def test_a_group_is_a_dataclass_is_a_module_is_a_folder_of_options(group):
    cls = GROUPS[group]
    assert cls.__name__.lower() == group
    assert cls.__module__ == f"lunarsim.scenario.{group}"
    assert list((shipped("configs") / group).glob("*.yaml"))


def test_a_rival_is_a_second_station():
    assert GROUPS["rival"] is GROUPS["station"]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_collection_is_the_plural_of_a_dataclass_and_its_module(collection):
    cls = COLLECTIONS[collection]
    assert cls.__name__.lower() + "s" == collection
    assert cls.__module__ == f"lunarsim.scenario.{cls.__name__.lower()}"


@pytest.mark.parametrize("path", OPTIONS, ids=NAMES)
def test_an_option_file_opens_with_what_it_stands_for(path):
    first, *_ = path.read_text(encoding="utf-8").splitlines()
    if first.startswith("# @package"):
        first = path.read_text(encoding="utf-8").splitlines()[1]
    assert re.match(r"# \S.{10,}", first)


@pytest.mark.parametrize(
    "path", [p for p in OPTIONS if p.parent.name != "library"], ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_an_option_file_tells_source_evidence_and_date(path):
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^# source: \S", text, flags=re.MULTILINE)
    assert re.search(rf"^# evidence: ({'|'.join(EVIDENCE)})\b", text, flags=re.MULTILINE)
    assert re.search(r"^# date: \d{4}-\d{2}-\d{2}$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("path", OPTIONS, ids=NAMES)
def test_a_shipped_file_has_no_tags_anchors_or_interpolations(path):
    text = path.read_text(encoding="utf-8")
    assert "${" not in text
    assert "_target_" not in text
    assert not re.search(r"(?:^|[\s\[:,-])[!&*][A-Za-z_]\w*", re.sub(r"#.*|\"[^\"]*\"", "", text), flags=re.MULTILINE)


def test_every_module_can_be_imported_by_itself():
    for module in MODULES:
        if not module.endswith("__main__"):
            importlib.import_module(module)


def test_tests_stand_on_the_floors_they_test():
    assert (ROOT / "tests" / "conftest.py").exists()
    for floor in ("words", "physics", "scenario", "world", "study", "door"):
        assert list((ROOT / "tests" / floor).glob("test_*.py")), floor
