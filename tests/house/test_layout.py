"""Names, sizes and headers of files."""

import importlib
import re
import subprocess

import pytest

from lunarsim.scenario.declare.declaration import EVIDENCE
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from tests.house.test_floors import MODULES, ROOT, TEST_MODULES

LONGEST = 320
OPTIONS = sorted(path for path in shipped("configs").rglob("*.y*ml"))
NAMES = [str(path.relative_to(shipped("configs"))) for path in OPTIONS]


SOURCES = {module: path.read_text(encoding="utf-8") for module, path in MODULES.items()}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in zip(NAMES, OPTIONS, strict=True)}


def test_there_are_modules_and_options_to_look_at():
    assert len(SOURCES) > 100
    assert len(TEXTS) > 50


def test_no_module_is_longer_than_one_idea():
    lengths = {module: len(source.splitlines()) for module, source in SOURCES.items()}
    assert {module: length for module, length in lengths.items() if length > LONGEST} == {}


def test_every_module_opens_with_what_it_is_for():
    silent = [module for module, source in SOURCES.items() if not source.startswith('"""')]
    assert set(silent) <= {"lunarsim.version"}


def test_no_module_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "common", "helpers", "misc"}
    assert [module for module in MODULES if drawers & set(module.split("."))] == []
    vague = re.compile(r"^class \w*(?:Manager|Handler)\b", flags=re.MULTILINE)
    assert [module for module, source in SOURCES.items() if vague.search(source)] == []


def test_no_comment_is_a_banner():
    sources = SOURCES | {module: path.read_text(encoding="utf-8") for module, path in TEST_MODULES.items()}
    banner = re.compile(r"^[^\S\n]*#\s*[-=#*~]{4,}", flags=re.MULTILINE)
    assert banner.search("x = 1\n    # ------ part two\n")
    assert [module for module, source in sources.items() if banner.search(source)] == []


@pytest.mark.parametrize("group", [group for group in GROUPS if group != "rival"])
def test_a_group_is_a_dataclass_is_a_module_is_a_folder_of_options(group):
    cls = GROUPS[group]
    assert cls.__name__.lower() == group
    assert re.fullmatch(rf"lunarsim\.scenario\.groups(\.\w+)?\.{group}", cls.__module__)
    assert list((shipped("configs") / group).glob("*.yaml"))


def test_a_rival_is_a_second_station():
    assert GROUPS["rival"] is GROUPS["station"]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_collection_is_the_plural_of_a_dataclass_and_its_module(collection):
    cls = COLLECTIONS[collection]
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
    assert f"{name}s" == collection
    room = "groups.programs" if collection == "programs" else "library"
    assert cls.__module__ == f"lunarsim.scenario.{room}.{name}"


def test_an_option_file_opens_with_what_it_stands_for():
    def opening(text):
        first, *others = text.splitlines()
        return others[0] if first.startswith("# @package") else first

    assert [name for name, text in TEXTS.items() if not re.match(r"# \S.{10,}", opening(text))] == []


@pytest.mark.parametrize(
    "line", [r"^# source: \S", rf"^# evidence: ({'|'.join(EVIDENCE)})\b", r"^# date: \d{4}-\d{2}-\d{2}$"]
)
def test_an_option_file_states_source_evidence_and_date(line):
    asked = {name: text for name, text in TEXTS.items() if not name.startswith("library/")}
    assert [name for name, text in asked.items() if not re.search(line, text, flags=re.MULTILINE)] == []


def test_a_shipped_file_has_no_tags_anchors_or_interpolations():
    marks = re.compile(r"(?:^|[\s\[:,-])[!&*][A-Za-z_]\w*", flags=re.MULTILINE)
    assert [name for name, text in TEXTS.items() if "${" in text or "_target_" in text] == []
    assert [name for name, text in TEXTS.items() if marks.search(re.sub(r"#.*|\"[^\"]*\"", "", text))] == []


def test_every_module_can_be_imported_by_itself():
    for module in MODULES:
        if not module.endswith("__main__"):
            importlib.import_module(module)


def test_tests_stand_on_the_floors_they_test():
    assert (ROOT / "tests" / "conftest.py").exists()
    for floor in ("words", "physics", "scenario", "world", "study", "door"):
        assert list((ROOT / "tests" / floor).glob("test_*.py")), floor


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout")
def test_no_link_is_tracked():
    """A tracked link to an environment would replace that environment wherever it is checked out."""
    listed = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line for line in listed.splitlines() if line.startswith("120000 ")] == []


def test_each_test_of_pages_is_marked_as_one():
    """Others would never run: that folder is not read where no page is asked for."""
    files = sorted((ROOT / "tests" / "end_to_end" / "page").glob("test_*.py"))
    assert len(files) > 5
    assert [path.name for path in files if "\npytestmark = pytest.mark.page\n" not in path.read_text()] == []
