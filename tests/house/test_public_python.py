"""What docs, notebooks, benchmarks and experiments use of lunarsim is public."""

import ast
import json
import re
import subprocess
import sys

import pytest

import lunarsim
from tests.house.test_floors import FLOORS, PACKAGE, ROOT

PUBLIC = ("lunarsim", "lunarsim.analysis", "lunarsim.dates", "lunarsim.errors", "lunarsim.plots")

INSIDE = {
    "benchmarks/inside.py": "runs parts of a sweep by themselves, so that they can be set against the whole",
    "benchmarks/event_cost.py": "counts the SimPy events of single runs",
    "experiments/answers/writing.py": "asks for the plan of a line without running it",
    "experiments/budgets/": "fits the very formulas that the simulator runs, from its own library",
    "experiments/crews/": "scores the very law that the simulator runs",
    "experiments/launches/": "fits and scores the very law that the simulator runs",
    "experiments/power/": "weighs power by the figures and formulas of the simulator",
    "experiments/slips/": "fits and scores the very law that the simulator runs",
}
"""Files, or folders, that use more than the public interface, with the reason."""

_INSIDE = re.compile(rf"\blunarsim\.(?:{'|'.join((*FLOORS, 'version'))})\b")
"""A module below the public ones, also in a string or in a text; prose names modules by their path."""

_CODE = re.compile(r"^```python\n(.*?)^```|`([^`\n]+)`", flags=re.MULTILINE | re.DOTALL)
_SHELL = re.compile(r"^\s*[!%].*", flags=re.MULTILINE)
"""Lines of a notebook that are no Python."""


def pieces_of(path):
    """Return the pieces of Python code of a file, and whether each must parse.

    They are a Python file, the cells of a notebook, and of a text its blocks and spans, which may be other code.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return [(block or span, bool(block)) for block, span in _CODE.findall(text)]
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return [(_SHELL.sub("", "".join(cell["source"])), True) for cell in cells if cell["cell_type"] == "code"]
    return [(text, True)]


FILES = {
    str(path.relative_to(ROOT)): path
    for path in sorted(
        [ROOT / "README.md"]
        + [
            path
            for folder in ("docs", "experiments", "notebooks", "benchmarks")
            for path in (ROOT / folder).rglob("*")
            if path.suffix in (".py", ".md", ".ipynb")
        ]
    )
}


def used(code, must_parse=True):
    """Yield the names of lunarsim that code uses, in its strings, too, as pairs of module and name."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        if must_parse:
            raise
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and is_own(node.module or ""):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            # What is imported whole is a name of the package above it.
            paths = [alias.name.rpartition(".") for alias in node.names if is_own(alias.name)]
            yield from ((above, name) for above, _, name in paths if above)
        elif isinstance(node, ast.Attribute) and not node.attr.startswith("__"):
            owner = re.sub(r"^ls\b", "lunarsim", ast.unparse(node.value))
            if owner in PUBLIC:
                yield owner, node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "lunarsim" in node.value:
            yield from used(node.value, must_parse=False)


def is_own(module):
    return module.partition(".")[0] == "lunarsim"


def refused(name, pairs):
    """Return what a file may not use, of the names that it uses."""
    if name.startswith(tuple(INSIDE)):
        pairs = {(module, used) for module, used in pairs if module in PUBLIC and used not in FLOORS}
    return {pair for pair in pairs if not is_public(*pair)}


def is_public(module, name):
    return module in PUBLIC and name in __import__(module, fromlist=["__all__"]).__all__


def uses(path):
    return {pair for code, must_parse in pieces_of(path) for pair in used(code, must_parse)}


def test_there_is_code_to_look_at():
    assert {"README.md", "docs/reading.md", "docs/gallery.md", "notebooks/first_look.ipynb"} <= set(FILES)
    for name, plot in (
        ("docs/gallery.md", "cumulative_dates"),
        ("notebooks/first_look.ipynb", "heat_map"),
        ("docs/make_pictures.py", "tornado"),
    ):
        assert ("lunarsim.plots", plot) in uses(FILES[name])


def test_only_the_exceptions_use_more_than_the_public_modules():
    users = {name for name, path in FILES.items() if any(_INSIDE.search(code) for code, _ in pieces_of(path))}
    assert [name for name in users if not name.startswith(tuple(INSIDE))] == []
    assert [name for name in INSIDE if not any(user.startswith(name) for user in users)] == []


def test_a_use_of_the_inside_is_seen_in_a_string_too():
    assert _INSIDE.search("SCRIPT = 'from lunarsim.study.run.sweep import run_sweep'")
    assert not _INSIDE.search("lunarsim.sweep(['design.samples=3'])")


@pytest.mark.parametrize("name", FILES)
def test_what_is_used_of_the_public_modules_is_offered(name):
    assert refused(name, uses(FILES[name])) == set()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from lunarsim.plots import (\n    heat_map,\n    typo as x,\n)", {("lunarsim.plots", "typo")}),
        ("from lunarsim.version import __version__", {("lunarsim.version", "__version__")}),
        ("import lunarsim.version", {("lunarsim", "version")}),
        ("import lunarsim.study.run as run", {("lunarsim.study", "run")}),
        ("from lunarsim import door, sweep", {("lunarsim", "door")}),
        ("from lunarsim.analysis import *", {("lunarsim.analysis", "*")}),
        ("ls.swep(['x'])", {("lunarsim", "swep")}),
        ("with lunarsim.plots.tipo(1).x as y:\n    pass", {("lunarsim.plots", "tipo")}),
        ("SCRIPT = 'import lunarsim\\nlunarsim.typo()'", {("lunarsim", "typo")}),
        ("import lunarsim as ls\nls.sweep([]).open()\nlunarsim.__file__\nlunarsim.plots.heat_map", set()),
    ],
)
def test_what_is_not_offered_is_seen_however_it_is_used(code, expected):
    assert refused("docs/some.py", set(used(code))) == expected


@pytest.mark.parametrize("module", PUBLIC)
def test_a_public_module_offers_what_it_declares_and_type_checkers_see_the_same(module):
    package = __import__(module, fromlist=["__all__"])
    assert {name for name in package.__all__ if not hasattr(package, name)} == set()
    assert set(package.__all__) <= set(dir(package))
    assert {name for name in dir(package) if not name.startswith("__")} <= set(package.__all__)
    path = PACKAGE / (f"{module.rpartition('.')[2]}.py" if "." in module else "__init__.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
    typed = {alias.name for node in block.body for alias in node.names}
    assert typed == set(package.__all__) - {"__version__"}
    with pytest.raises(AttributeError, match="no attribute 'typo'"):
        _ = package.typo


def test_a_name_comes_from_the_module_that_type_checkers_see():
    from lunarsim.reading.plots import heat_map

    assert lunarsim.plots.heat_map is heat_map.heat_map


def test_errors_and_warnings_can_be_named_without_loading_numpy():
    script = "import sys; from lunarsim.errors import *; print('numpy' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
