"""Physics and words hold only what the simulator or its fits run; what else a test wants stands in tests/oracles."""

import ast
from functools import cache

import pytest

from tests.house.test_floors import MODULES, ROOT, statements

FITS = ("experiments/slips/*.py", "experiments/budgets/*.py", "experiments/launches/*.py")
"""Programs that fit what the simulator then runs."""

FOR_TESTS = {("lunarsim.words.draws", "single")}
"""The draws of one run, with which tests build parts of the world by themselves."""

AHEAD_OF_THE_RUN = {
    "lunarsim.physics.logistics.campaign",
    "lunarsim.physics.logistics.crew_demand",
    "lunarsim.physics.logistics.spares_demand",
    "lunarsim.physics.logistics.supplies",
    "lunarsim.physics.logistics.supply_table",
}
"""Modules with functions that no run calls, as `docs/logistics.md` says; one that is reached in full is taken out."""


def definitions(tree):
    """Return the functions, classes and constants of a module by name."""
    by_name = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            by_name[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            by_name |= {name.id: node for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    # What a room offers is held by the test of rooms.
    by_name.pop("__all__", None)
    return by_name


def names_of(tree, floor):
    """Return what a module calls the modules (None) and the definitions of a floor."""
    names = {}
    for node in statements(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                if full in floor:
                    names[alias.asname or alias.name] = (full, None)
                elif node.module in floor:
                    names[alias.asname or alias.name] = (node.module, alias.name)
    return names


def uses(node, names):
    """Yield the definitions that a piece of code names."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            module, name = names.get(part.value.id, ("", ""))
            if name is None:
                yield module, part.attr
        elif isinstance(part, ast.Name) and names.get(part.id, ("", None))[1] is not None:
            yield names[part.id]


def unreached(floor, users):
    """Return the definitions of some modules (name to tree) that no user (trees) reaches, directly or over others."""
    defined = {(module, name): node for module, tree in floor.items() for name, node in definitions(tree).items()}
    own = {
        module: names_of(tree, floor) | {name: (module, name) for name in definitions(tree)}
        for module, tree in floor.items()
    }
    waiting = [use for tree in users for use in uses(tree, names_of(tree, floor))]
    reached = set()
    while waiting:
        use = waiting.pop()
        if use in defined and use not in reached:
            reached.add(use)
            waiting += uses(defined[use], own[use[0]])
    return sorted(set(defined) - reached)


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["physics", "words"])
def test_every_definition_is_reached_from_the_floors_above_or_the_fits(name):
    inside = {module: path for module, path in MODULES.items() if module.startswith(f"lunarsim.{name}.")}
    floor = {module: tree_of(path) for module, path in inside.items()}
    users = [path for module, path in MODULES.items() if module not in inside]
    users += [path for pattern in FITS for path in ROOT.glob(pattern)]
    found = set(unreached(floor, map(tree_of, users)))
    ahead = {use for use in found if use[0] in AHEAD_OF_THE_RUN}
    assert found - ahead == {use for use in FOR_TESTS if use[0] in inside}
    assert {module for module, _ in ahead} == AHEAD_OF_THE_RUN & set(inside)


def test_a_definition_that_only_an_unused_one_needs_is_not_reached():
    source = """
K = 1

def used():
    return K

def idle():
    return helper()

def helper():
    return 2
"""
    floor = {"lunarsim.physics.a": ast.parse(source)}
    by_name = ast.parse("from lunarsim.physics.a import used\n\nused()\n")
    by_module = ast.parse("from lunarsim.physics import a\n\na.idle()\n")
    assert unreached(floor, [by_name]) == [("lunarsim.physics.a", "helper"), ("lunarsim.physics.a", "idle")]
    assert unreached(floor, [by_name, by_module]) == []
