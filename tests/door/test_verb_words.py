"""A word of a line that is a verb as well: the kind of a picture, or the name of a sweep."""

import pytest

from lunarsim.door.command_line import take_apart
from lunarsim.door.verb_table import VERBS
from lunarsim.reading.pictures.kinds import KINDS
from lunarsim.words.errors import InputError

BOTH = sorted({*KINDS} & {*VERBS})


@pytest.mark.parametrize("kind", BOTH)
def test_the_options_of_a_verb_are_its_own_where_another_verb_follows(kind):
    line = ["plot", kind, "--outcomes", "npv_musd", "--given", "site=peary", "--given", "units=1", "--by", "units"]
    arguments = take_apart(line)
    assert arguments.words == ("plot", kind)
    assert arguments.verb_options["outcomes"] == "npv_musd"
    assert arguments.verb_options["given"] == ["site=peary", "units=1"]
    assert arguments.verb_options["by"] == "units"
    before = take_apart(["--outcomes", "npv_musd", "plot", kind])
    assert before.verb_options["outcomes"] == "npv_musd"


def test_there_are_such_words():
    assert {"sensitivity", "discover"} <= set(BOTH)


def test_an_option_of_the_other_verb_is_still_refused():
    with pytest.raises(InputError, match="--signposts: belongs to the verb sensitivity, which comes first"):
        take_apart(["plot", "sensitivity", "--signposts", "npv_musd"])
