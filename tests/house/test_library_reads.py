"""What runs read of the library is what the digest of the library holds."""

import ast
import re
from collections import defaultdict

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.libraries import LIBRARIES
from lunarsim.scenario.library.digest import READ_BY_RUNS
from tests.house.test_floors import FLOORS, MODULES, floor_of

STARTS = ("lunarsim.scenario.building", "lunarsim.study.grid.planning", "lunarsim.study.run.block_runner")
STARTS += ("lunarsim.study.model.campaigns", "lunarsim.study.run.sweep")


IMPORT = re.compile(r"^ *from (lunarsim[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)


def reached():
    """Return the modules that a sweep imports, from planning it to running a block."""
    found, waiting = set(), list(STARTS)
    while waiting:
        module = waiting.pop()
        if module in found or module not in MODULES or floor_of(module) not in FLOORS[:-2]:
            continue
        found.add(module)
        for base, names in IMPORT.findall(MODULES[module].read_text(encoding="utf-8")):
            # What is imported may be a module or stand in one.
            waiting += [base, *(f"{base}.{name}" for name in re.findall(r"\w+", names))]
    return found


def names_of(node):
    """Return the files that an expression names: a text, or the manifests where it is put together."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        assert ast.unparse(node).startswith("f'missions_"), ast.unparse(node)
        return [f"missions_{name}" for name in MANIFEST_DATES]
    # The collections of the libraries.
    assert ast.unparse(node) == "collection", ast.unparse(node)
    return [name for name in LIBRARIES if name != "missions"]


def figures_taken(name):
    """Return the figures of a file that the modules which runs need ask for, by the function that reads it."""
    texts = [MODULES[module].read_text(encoding="utf-8") for module in reached()]
    users = [text for text in texts if re.search(rf"^from .* import .*\b{name}\b", text, re.MULTILINE)]
    return {figure for text in users for figure in re.findall(r"\.(\w+)\.(?:low|likely|high)\b", text)}


def test_the_digest_holds_what_runs_read_of_the_library():
    """A module that a run needs and that reads another file, or part of it, adds it to READ_BY_RUNS of digest.py."""
    read = defaultdict(set)
    for module in reached() - {"lunarsim.scenario.library.digest"}:
        text = MODULES[module].read_text(encoding="utf-8")
        if "lunarsim.scenario.library.files import" not in text:
            continue
        tree = ast.parse(text)
        calls = {node: "" for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Subscript) and node.value in calls and isinstance(node.slice, ast.Constant):
                calls[node.value] = node.slice.value
        for call, part in calls.items():
            name = ast.unparse(call.func)
            if name in ("read", "records"):
                for file in names_of(call.args[0 if name == "read" else 1]):
                    read[file].add(part)
    # A file of figures is checked as a whole; what runs take of it are the figures whose values they ask for.
    assert read["power_technologies"] == {""}
    read["power_technologies"] = figures_taken("power_technologies")
    assert set(read) == set(READ_BY_RUNS)
    for file, parts in READ_BY_RUNS.items():
        assert not parts or read[file] == set(parts), file
