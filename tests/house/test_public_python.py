"""What docs, notebooks, benchmarks and experiments use of lunarsim is public."""

import ast
import json
import re

import pytest

import lunarsim
from tests.house.test_floors import FLOORS, PACKAGE, ROOT

PUBLIC = ("lunarsim", "lunarsim.analysis", "lunarsim.errors", "lunarsim.plots")

INSIDE = {
    "benchmarks/inside.py": "runs parts of a sweep by themselves, so that they can be set against the whole",
    "benchmarks/event_cost.py": "counts the SimPy events of single runs",
    "experiments/budgets/": "fits the very formulas that the simulator runs, from its own library",
    "experiments/slips/": "fits and scores the very law that the simulator runs",
}
"""Files, or folders, that use more than the public interface, with the reason."""

_INSIDE = re.compile(rf"\blunarsim\.(?:{'|'.join(FLOORS)})\b")
"""A module below the public ones, also in a string or in a text; prose names modules by their path."""

_IMPORT = re.compile(r"^\s*from (lunarsim(?:\.\w+)*) import ([\w, ]+)", flags=re.MULTILINE)
_ATTRIBUTE = re.compile(r"\b(?:ls|lunarsim)\.((?:analysis|errors|plots)\.)?([A-Za-z_]\w*)")
_CODE = re.compile(r"^```python\n(.*?)^```|`([^`\n]+)`", flags=re.MULTILINE | re.DOTALL)


def code_of(path):
    """Return the Python code of a file: of a text its blocks and spans, of a notebook its cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return "\n".join(block or span for block, span in _CODE.findall(text))
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return text


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


def used(code):
    """Yield the public names that code uses, as pairs of module and name."""
    for module, names in _IMPORT.findall(code):
        yield from ((module, name.split()[0]) for name in names.split(","))
    for below, name in _ATTRIBUTE.findall(code):
        if not (not below and name in FLOORS):
            yield f"lunarsim.{below}".rstrip("."), name


def is_public(module, name):
    return module in PUBLIC and name in __import__(module, fromlist=["__all__"]).__all__


def test_there_is_code_to_look_at():
    assert {"README.md", "docs/reading.md", "docs/gallery.md", "notebooks/first_look.ipynb"} <= set(FILES)
    assert ("lunarsim.plots", "cumulative_dates") in set(used(code_of(FILES["docs/gallery.md"])))


def test_only_the_exceptions_use_more_than_the_public_modules():
    users = {name for name, path in FILES.items() if _INSIDE.search(code_of(path))}
    assert [name for name in users if not name.startswith(tuple(INSIDE))] == []
    assert [name for name in INSIDE if not any(user.startswith(name) for user in users)] == []


def test_a_use_of_the_inside_is_seen_in_a_string_too():
    assert _INSIDE.search("SCRIPT = 'from lunarsim.study.run.sweep import run_sweep'")
    assert not _INSIDE.search("lunarsim.sweep(['design.samples=3'])")


@pytest.mark.parametrize("name", FILES)
def test_what_is_used_of_the_public_modules_is_offered(name):
    code = code_of(FILES[name])
    found = {pair for pair in used(code) if pair[0] in PUBLIC and not pair[1].startswith("yaml")}
    assert {pair for pair in found if not is_public(*pair)} == set()


@pytest.mark.parametrize("module", PUBLIC)
def test_a_public_module_offers_what_it_declares_and_type_checkers_see_the_same(module):
    package = __import__(module, fromlist=["__all__"])
    assert {name for name in package.__all__ if not hasattr(package, name)} == set()
    assert set(package.__all__) <= set(dir(package))
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
