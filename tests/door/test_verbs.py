"""Verbs: one module each, one line in the table; help, completion and checks follow from them."""

from pathlib import Path

import pytest

import lunarsim.door.verbs
from lunarsim.door.completion import suggestions
from lunarsim.door.verb import Verb, all_options, load
from lunarsim.door.verb_table import VERBS, Entry


def test_each_module_is_a_verb_and_each_verb_a_module():
    folder = Path(lunarsim.door.verbs.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == set(VERBS)
    assert all(isinstance(load(name), Verb) for name in VERBS)


@pytest.mark.parametrize("name", VERBS)
def test_the_help_of_a_verb_names_each_of_its_options(name):
    text = " ".join(VERBS[name])
    assert [option.flag for option in load(name).options if option.flag not in text] == []


@pytest.fixture
def greet(monkeypatch):
    """A verb added as the guide says: a module, here in memory, and a line in the table."""
    import sys
    import types

    from lunarsim.door.options import Option

    def run(arguments):
        print(f"hello {arguments.argument()}, {arguments.verb_options['loudly']}")
        return 0

    module = types.ModuleType("lunarsim.door.verbs.greet")
    module.VERB = Verb(run, (Option("--loudly"),), lambda typed: ["world"])
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(VERBS, "greet", Entry("[WHOM] [--loudly]", "say hello"))


def test_a_verb_is_added_in_two_places(greet, command):
    assert command("greet", "moon", "--loudly") == (0, "hello moon, True\n", "")
    assert "lunarsim greet [WHOM] [--loudly]" in command("--help")[1]
    assert suggestions("lunarsim gre") == ["greet"]
    assert suggestions("lunarsim greet w") == ["world"]
    assert suggestions("lunarsim greet --lou") == ["--loudly"]
    assert "did you mean 'greet'" in command("gret")[2]
    assert "--loudly: belongs to the verb greet" in command("show", "--loudly")[2]
    assert "did you mean '--loudly'" in command("greet", "--loudlyy")[2]
    assert "too many words for greet: lunarsim greet [WHOM]" in command("greet", "a", "b")[2]


def test_options_may_come_before_the_verb(greet, command):
    assert command("--loudly", "greet") == (0, "hello None, True\n", "")


def test_an_option_is_listed_once():
    flags = [option.flag for option in all_options()]
    assert len(flags) == len(set(flags))
    assert {"--multirun", "--to", "--picture"} <= set(flags)
