"""Rooms: no circle of modules or of rooms, no crowded room, and only what a room offers is used outside of it."""

import ast
import re
from collections import Counter
from functools import cache

from tests.house.test_floors import MODULES, PACKAGE, ROOT, imports

CROWDED = 16
"""Modules that a folder may hold beside its ``__init__``."""

ROOMS = {module for module, path in MODULES.items() if path.name == "__init__.py"}


def room_of(module):
    return module if module in ROOMS else module.rpartition(".")[0]


def circles(graph):
    """Return the strongly connected sets of more than one node, each sorted."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in graph.get(node, ()):
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            members = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(members) > 1:
                found.append(sorted(members))

    for node in graph:
        if node not in index:
            visit(node)
    return found


def within(one, other):
    return one == other or one.startswith(other + ".") or other.startswith(one + ".")


@cache
def package_graph():
    """Return what each module imports; those for a type checker count: who needs another's type needs the other."""
    return {
        module: {target for target in imports(path, module) if target in MODULES and target != module}
        for module, path in MODULES.items()
    }


def between_rooms(graph):
    """Return what each room imports from rooms that are neither above nor inside of it."""
    rooms = {}
    for module, targets in graph.items():
        for target in targets:
            here, there = room_of(module), room_of(target)
            if not within(here, there):
                rooms.setdefault(here, set()).add(there)
    return rooms


def test_circles_are_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    made = {"lunarsim.world.mine.plant": {"lunarsim.world.station.station"}, "lunarsim.world.station.station": set()}
    assert between_rooms(made) == {"lunarsim.world.mine": {"lunarsim.world.station"}}


def test_no_modules_import_each_other():
    assert circles(package_graph()) == []


def test_no_rooms_import_each_other():
    assert circles(between_rooms(package_graph())) == []


def test_no_room_is_crowded():
    count = Counter(room_of(module) for module in MODULES if module not in ROOMS)
    assert {room: modules for room, modules in count.items() if modules > CROWDED} == {}


def offered(room):
    """Return what a room's ``__all__`` names, or None where it has none."""
    tree = ast.parse(MODULES[room].read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            return ast.literal_eval(node.value)
    return None


def used_outside(room):
    return {
        target.removeprefix(room + ".").partition(".")[0]
        for module, targets in package_graph().items()
        for target in targets
        if target.startswith(room + ".") and not (module == room or module.startswith(room + "."))
    }


def test_a_room_names_what_others_may_use():
    rooms = [room for room in ROOMS if room.count(".") >= 2]
    assert rooms
    assert {room for room in rooms if offered(room) is None} == set()
    # No more and no less than what is used: a name that nobody uses is no offer, but a wish.
    assert {room: offered(room) for room in rooms if set(offered(room)) != used_outside(room)} == {}


def test_a_room_is_entered_without_what_is_heavy():
    for room in ROOMS - {"lunarsim"}:
        imported = {target for target in imports(MODULES[room], room) if target != "__future__"}
        assert imported == set(), room


def test_the_page_of_the_architecture_names_each_room_by_its_own_sentence():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in ROOMS - {"lunarsim"}:
        sentence = ast.get_docstring(ast.parse(MODULES[room].read_text(encoding="utf-8"))).splitlines()[0]
        name = room.removeprefix("lunarsim.").replace(".", "/")
        assert f"`{name}`" in page, name
        assert f"| {sentence} |" in page, f"{name}: {sentence}"


def test_the_page_of_the_architecture_names_files_that_exist():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:door|reading|study|world|scenario|physics|words)/[\w/]*\w\.py)`", page)
    assert len(named) > 15
    assert [name for name in named if not (PACKAGE / name).exists()] == []
