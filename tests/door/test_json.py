"""``--json``: the keys that ``docs/json.md`` tells are those that are printed, of every verb that has the option."""

import json
import shutil

import pytest

import lunarsim
from lunarsim.door.verb import verbs_with
from lunarsim.reading.tables.json_summary import as_record
from lunarsim.reading.tables.view import View
from tests.documented import JSON_SECTIONS, ROOT, keys_printed, keys_told
from tests.door.conftest import FEW

STATEMENTS = ROOT / "experiments" / "slips" / "kept_apart.csv"
LINES = {
    "`lunarsim show`": (["show", "--given", "change_7.outcome=success", "--outcomes", "npv_musd>=0"],),
    "`lunarsim list`": (["list"],),
    "`lunarsim sensitivity`": (["sensitivity", "--outcomes", "station_working"],),
    "`lunarsim sensitivity --signposts`": (["sensitivity", "--signposts", "station_working"],),
    "`lunarsim observe`": (["observe", "change_7.outcome=success"],),
    "`lunarsim discover`": (
        ["discover", "--target", "plant.availability>=0.7"],
        ["discover", "--target", "plant.availability>=0.7", "--levers", "site"],
    ),
    "`lunarsim compare`, two sweeps": (["compare", "{}", "{}", "--outcomes", "station_working"],),
    "`lunarsim compare --by`": (["compare", "--by", "site", "--target", "station_working_year<=2035"],),
    "`lunarsim value`": (["value", "--by", "site", "--measure", "plant.availability"],),
    "`lunarsim doctor`": (["doctor"],),
    "`lunarsim backcast`": (["backcast", str(STATEMENTS)],),
}


@pytest.fixture
def stored(here, command, made_once, monkeypatch):
    """A stored sweep of ten years, 160 runs, with two levers; its folder."""

    def make(folder):
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            patch.setattr("lunarsim.reading.tables.summary_table.summarize", lambda dataset: None)
            levers = ("site=shackleton,fra_mauro", "plant.units=1,2")
            assert command("-m", "timeline.horizon_years=10", "design.samples=40", *levers, *FEW)[0] == 0

    shutil.copytree(made_once("sweep for programs", make) / "outputs", here / "outputs")
    (folder,) = here.glob("outputs/*/*")
    return folder


def test_the_page_has_each_verb_that_prints_json():
    assert set(LINES) == set(JSON_SECTIONS)
    assert {section.split("`")[1].split()[1] for section in JSON_SECTIONS} == set(verbs_with("--json"))


SLOW = ("`lunarsim sensitivity --signposts`", "`lunarsim observe`", "`lunarsim discover`")


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in LINES])
def test_the_keys_that_are_listed_are_those_that_are_printed(name, command, stored):
    keys, recurring = keys_told(JSON_SECTIONS[name])
    found = set()
    for words in LINES[name]:
        code, out, err = command(*(word.format(stored) for word in words), "--json")
        assert (code, err) == (0, "")
        found |= set(keys_printed(json.loads(out), keys, recurring))
    if name == "`lunarsim show`":
        with lunarsim.open_sweep(stored) as sweep:
            failed = sweep.load().assign_coords(beside=("site", ["a", "b"]))
        failed["status"][{"sample": 0}], failed["error"][{"sample": 0}] = 2, "ArithmeticError"
        found |= set(keys_printed(as_record(failed, stored, View(given=("site=fra_mauro",))), keys, recurring))
        found |= set(keys_printed(as_record(failed, stored), keys, recurring))
    if name == "`lunarsim compare`, two sweeps":
        keys -= {"inputs[].title", "inputs[].a", "inputs[].b", "taken[].sweep", "taken[].lever", "taken[].value"}
    assert found == keys


def test_a_key_that_is_not_listed_is_noticed():
    keys, recurring = keys_told("| `a`, `b.NAME.c`, `.d` | x |\n| `e[].f` | y |\n| `g` | as at the top |\n")
    assert keys == {"a", "b.NAME.c", "b.NAME.d", "e[].f", "g"}
    record = {"a": None, "b": {"x": {"c": 1, "d": [1, 2]}}, "e": [{"f": 1}], "g": {"a": 1}}
    assert set(keys_printed(record, keys, recurring)) == keys
    assert set(keys_printed(record | {"h": 1, "e": [{"z": 1}]}, keys, recurring)) - keys == {"h", "e[].z"}
