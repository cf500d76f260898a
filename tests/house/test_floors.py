"""Imports go down only, in the package and in its tests."""

import ast
import functools
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE, TESTS = ROOT / "lunarsim", ROOT / "tests"
FLOORS = ("words", "physics", "scenario", "world", "study", "reading", "door")
"""From the lowest to the highest."""

FREE = ("evidence", "oracles", "house", "end_to_end")
"""Tests that belong to no floor."""


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TEST_MODULES = {module_name(path): path for path in sorted(TESTS.rglob("*.py"))}


def floor_of(module):
    """Return the floor of a module of package or tests; the top of the package is the door, its version has none."""
    parts = module.split(".")
    if module == "lunarsim.version":
        return None
    if parts[0] == "lunarsim":
        return parts[1] if len(parts) > 1 and parts[1] in FLOORS else "door"
    return parts[1] if parts[0] == "tests" and len(parts) > 1 and parts[1] in FLOORS else None


def is_for_types_only(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


@functools.cache
def imports(path, module, types=True):
    """Return the modules that a file imports, also inside functions; ``types`` counts those for a type checker, too."""
    return tuple(walked(path, module, types))


STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)
"""Parts of a program in which an import may stand."""


def statements(tree):
    """Yield the parts of a program in which an import may stand."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in ast.iter_child_nodes(node) if isinstance(child, STATEMENTS)]


def walked(path, module, types):
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    waiting = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
                base = f"{above}.{base}" if base else above
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in MODULES or full in TEST_MODULES else base
        children = [child for child in ast.iter_child_nodes(node) if isinstance(child, STATEMENTS)]
        waiting += children if types or not is_for_types_only(node) else node.orelse


def test_the_tops_of_the_package_are_floors():
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and list(path.glob("*.py"))}
    assert folders <= set(FLOORS)
    assert set(FLOORS[:5]) <= folders
    assert {path.name for path in TESTS.iterdir() if path.is_dir() and list(path.glob("*.py"))} <= {*FLOORS, *FREE}


def climbs(module, target):
    """Tell whether an import goes up."""
    floor, other = floor_of(module), floor_of(target)
    return floor is not None and other is not None and FLOORS.index(other) > FLOORS.index(floor)


def test_an_import_that_goes_up_is_seen():
    assert climbs("lunarsim.words.units", "lunarsim.physics.sphere")
    assert climbs("tests.world.test_delays", "lunarsim.study.run.sweep")
    assert climbs("tests.study.models", "tests.door.conftest")
    assert not climbs("lunarsim.physics.sphere", "lunarsim.words.units")
    assert not climbs("tests.house.test_floors", "lunarsim.door.cli")


def test_a_module_imports_from_its_floor_and_those_below():
    found = [(module, target) for module, path in MODULES.items() for target in imports(path, module)]
    ours = [(module, target) for module, target in found if target.split(".")[0] == "lunarsim"]
    assert ours
    assert [pair for pair in ours if climbs(*pair)] == []
    assert [(module, target) for module, target in found if target.split(".")[0] == "tests"] == []


def test_a_test_imports_from_its_floor_and_those_below():
    found = [(module, target) for module, path in TEST_MODULES.items() for target in imports(path, module)]
    assert found
    assert [pair for pair in found if climbs(*pair)] == []


@pytest.mark.parametrize("modules", [MODULES, TEST_MODULES], ids=["package", "tests"])
def test_no_module_imports_itself_over_others(modules):
    graph = {module: [t for t in imports(path, module) if t in modules] for module, path in modules.items()}
    done, path = set(), []

    def visit(module):
        assert module not in path, " -> ".join([*path[path.index(module) :], module])
        if module not in done:
            path.append(module)
            for target in graph[module]:
                # A package's own modules may be imported by its table of contents.
                if target != module:
                    visit(target)
            path.pop()
            done.add(module)

    for module in graph:
        visit(module)
    assert done == set(modules)


def test_only_the_world_knows_simpy():
    users = {module for module, path in MODULES.items() if "simpy" in {t.split(".")[0] for t in imports(path, module)}}
    assert users
    assert {floor_of(module) for module in users} == {"world"}


@pytest.mark.parametrize(
    ("floors", "library"),
    [
        (("words", "physics", "scenario", "world"), "xarray"),
        (("words", "physics", "scenario", "world"), "zarr"),
        (("words", "physics", "scenario", "world", "study", "reading"), "hydra"),
        (("words", "physics", "scenario", "world", "study"), "matplotlib"),
        (("words", "physics", "scenario", "world", "study", "reading", "door"), "pickle"),
    ],
)
def test_a_library_is_used_on_its_floors_only(floors, library):
    for module, path in MODULES.items():
        if floor_of(module) in floors:
            assert library not in {target.split(".")[0] for target in imports(path, module)}, module


def test_reading_does_not_know_the_world():
    for module, path in MODULES.items():
        if floor_of(module) == "reading":
            assert not [target for target in imports(path, module) if target.startswith("lunarsim.world")], module


def calls(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_the_lower_floors_do_not_print():
    lower = {
        m: path for m, path in MODULES.items() if floor_of(m) in ("words", "physics", "scenario", "world", "study")
    }
    assert lower
    assert [module for module, path in lower.items() if "print" in calls(path)] == []


def test_the_core_opens_no_file_and_reads_no_clock():
    core = {module: path for module, path in MODULES.items() if floor_of(module) in ("words", "physics", "world")}
    assert core
    barred = {"time", "os", "pathlib", "random", "logging", "sys", "subprocess"}
    used = {module: barred & {t.split(".")[0] for t in imports(path, module)} for module, path in core.items()}
    assert {module: found for module, found in used.items() if found} == {}


def test_the_walk_finds_imports_in_functions_behind_types_and_relative_ones(tmp_path):
    source = (
        "import a.b\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from lunarsim.door import cli\n"
        "def f():\n    from lunarsim.words import units\n    from .draws import x\n    from ..physics import sphere\n"
    )
    path = tmp_path / "odd.py"
    path.write_text(source)
    every = set(imports(path, "lunarsim.words.odd"))
    assert every == {
        "a.b",
        "typing",
        "lunarsim.door.cli",
        "lunarsim.words.units",
        "lunarsim.words.draws",
        "lunarsim.physics.sphere",
    }
    assert set(imports(path, "lunarsim.words.odd", types=False)) == every - {"lunarsim.door.cli"}
