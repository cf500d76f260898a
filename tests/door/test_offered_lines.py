"""Lines that messages offer can be typed: the door reads each, and nothing is run."""

import ast
import json
import re
import shlex
from pathlib import Path

import pytest
import xarray as xr

import lunarsim
from lunarsim.door.command_line import take_apart
from lunarsim.door.line.reading import read_line
from lunarsim.door.verb_table import VERBS
from lunarsim.reading.analysis.ranking.offers import line_of_indices
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run
from lunarsim.reading.pictures.asked import Asked
from lunarsim.words.errors import InputError
from tests.door.test_written_lines import faults_of
from tests.reading.made import sweep

SOURCE = Path(lunarsim.__file__).parent
OFFERED = re.compile(r"(?:^ *|: |\n +)lunarsim ([^\n;]*)")
OFFERED_IN_SOURCE = re.compile(rf"lunarsim (-m|\S+=|({'|'.join(VERBS)})\b)")
VERB_ALONE = re.compile(rf"({'|'.join(VERBS)})( +(-|'|\"|\S*[=/,{{]|moon|dates|outputs).*)?$")


def written_in(path):
    """Yield the lines that the texts of a module offer, "{}" where they put something in; docstrings offer none."""
    text = path.read_text(encoding="utf-8")
    if not OFFERED_IN_SOURCE.search(text):
        return
    tree = ast.parse(text)
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    joined = [node.values for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    passed |= {id(part) for parts in joined for part in parts}
    texts = ["".join(part.value if isinstance(part, ast.Constant) else "{}" for part in parts) for parts in joined]
    plain = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in passed)
    texts += [node.value for node in plain if isinstance(node.value, str)]
    for found in (found for text in texts for found in OFFERED.findall(text)):
        line = re.split(r" {2,}|, and |\)$", found.strip())[0]
        if line.startswith("-m ") or "=" in line.split(" ", 1)[0] or VERB_ALONE.match(line):
            yield line


def test_lines_in_the_texts_of_messages_and_helps_name_what_there_is():
    found = {line: path.name for path in sorted(SOURCE.rglob("*.py")) for line in written_in(path)}
    lines = {line for line in found if not re.search(r"OVERRIDE|[{]", line)}
    assert len(lines) > 20
    wrong = {}
    for line in sorted(lines):
        try:
            faults = faults_of(line)
        except (InputError, ValueError) as error:
            faults = str(error)
        if faults:
            wrong[line] = (found[line], faults)
    assert wrong == {}


COMMAND = (
    "-m plant.units=1,2 site=peary,fra_mauro mine.excavators=2,3 finance.discount_rate=0.05,0.1 "
    "'design.pair=[[plant.units,site],[mine.excavators,finance.discount_rate]]' "
    "'logistics.delivery_usd_per_kg=tag(log,interval(1e3,1e6))' \"output.name='the first'\" design=lhs"
)


@pytest.fixture(scope="module")
def paired():
    """A sweep of two pairs of levers, with a command as it is stored."""
    made = sweep({"units": [1, 2], "excavators": [2, 3]}, station_basic_year=2040.0)
    levers = {
        "units": ("units", [1, 2], "plant.units"),
        "site": ("units", ["peary", "fra_mauro"], "site"),
        "excavators": ("excavators", [2, 3], "mine.excavators"),
        "discount_rate": ("excavators", [0.05, 0.1], "finance.discount_rate"),
    }
    coordinates = {name: (dim, values, {"config_key": key}) for name, (dim, values, key) in levers.items()}
    stored = {key: values for _, values, key in levers.values()}
    return made.assign_coords(coordinates).assign_attrs(command=COMMAND, design="lhs", levers=json.dumps(stored))


def of_the_runs(dataset: xr.Dataset) -> list[str]:
    return [
        line_of_indices(dataset.isel(excavators=1), ["plant.availability", "deposit.thorium_multiplier"]),
        line_to_run(dataset.isel(units=0, excavators=0), "design.samples=90"),
    ]


@pytest.mark.parametrize("place", [0, 1])
def test_lines_that_run_a_sweep_again_are_read(paired, here, place):
    offered = of_the_runs(paired)[place]
    start, *words = shlex.split(offered)
    assert start == "lunarsim"
    arguments = take_apart(words)
    request = read_line(arguments.words, arguments.multirun).request(arguments.words)
    assert request.design.pair == [(("plant.units", "site"),), ()][place]
    assert request.output.name == "the first"


def test_lines_of_pictures_and_tables_are_read():
    given = ["site=peary", "price_multiplier<=2", "missions.change_8.needs=[[a,b],c]"]
    asked = Asked("amounts", ["cost_musd[china]", "npv_musd"], ["site"], given, "mean", "lower", "outputs/the first")
    for offered in (asked.line(), asked.line(kind="heat_map", by=["site", "units"]), asked.line_of_show("npv_musd>0")):
        _, *words = shlex.split(offered)
        arguments = take_apart(words)
        assert arguments.words[0] in VERBS
        assert arguments.words[-1] == "outputs/the first"
        assert arguments.verb_options["given"] == given
