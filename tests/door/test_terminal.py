"""What the command prints: texts of others do not reach the terminal as they are."""

import json
import sys

from lunarsim.door.cli import escaped_output
from lunarsim.words.terminal import bare


def test_whatever_is_printed_is_escaped_and_colors_go_to_the_bare_stream(capsys):
    out = sys.stdout
    with escaped_output():
        print("\x1b[2Jone")
        print("\x9btwo", file=sys.stderr)
        sys.stdout.writelines(["\x07\n"])
        assert bare(sys.stdout) is out
        assert sys.stdout.isatty() == out.isatty()
    assert sys.stdout is out
    assert capsys.readouterr() == ("\\x1b[2Jone\n\\x07\n", "\\x9btwo\n")


def test_texts_of_the_line_and_of_files_are_escaped_in_messages(command, here):
    code, out, err = command("site=\x1b]0;owned\x07")
    assert (code, out) == (2, "")
    assert r"\x1b]0;owned\x07" in err
    assert "\x1b" not in err
    (here / "cases.csv").write_text("case,plant.units\nbad\x9b31m\u202e,x\x1b[2J\n")
    code, _, err = command("design.table=cases.csv")
    assert code == 2
    assert r"\x1b[2J" in err
    assert "\x1b" not in err
    experiment = here / "experiments"
    experiment.mkdir()
    (experiment / "odd.yaml").write_text('"\\e[2Jk\\nlunarsim: done": 1\n')
    code, _, err = command("experiment=odd")
    assert code == 2
    assert r"\x1b[2Jk\nlunarsim: done: unknown key" in err
    assert "\x1b" not in err


def test_names_of_statements_are_escaped(command, here):
    name = "\x1b[8mChang'e\n8"
    header = "mission,actor,announced_on,announced_precision,planned_launch,planned_precision,actual_launch\n"
    row = f'"{name}","{name}",2020-01-01,day,2021-01-01,day,2021-02-01\n'
    (here / "a.csv").write_text(header + row, newline="")
    code, out, _ = command("backcast", "a.csv")
    assert code == 0
    assert r"\x1b[8mChang'e\n8" in out
    assert "\x1b" not in out
    code, out, _ = command("backcast", "a.csv", "--json")
    assert json.loads(out)["agencies_not_in_fit"] == [name]
