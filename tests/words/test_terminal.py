"""Texts of any origin, shown on a terminal."""

import io
import json

import pytest

from lunarsim.words.errors import Fault, InputError, LunarsimError, StoreError
from lunarsim.words.terminal import EscapingStream, as_typed, bare, escaped, json_text, one_line

HOSTILE = {
    "\x1b]0;owned\x07": r"\x1b]0;owned\x07",
    "\x9b31m": r"\x9b31m",
    "\x7f\x08\r": r"\x7f\x08\r",
    "site\u202egnp.exe": r"site\u202egnp.exe",
    "\u2066a\u2069\u200f\u061c": r"\u2066a\u2069\u200f\u061c",
    "\u2028\u2029\ufeff\u200b": r"\u2028\u2029\ufeff\u200b",
    "\U000e0041": r"\U000e0041",
    "\udcff": r"\udcff",
}

GOOD = ["Chang'e 8", "Луна-28", "嫦娥八号", "Ångström — 5 % ± 1", "שלום", "नमस्ते\u200d", "👩\u200d🚀", "a\\b", "\xa0"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_terminal_obeys_or_hides_is_escaped(text):
    assert escaped(text) == one_line(text) == HOSTILE[text]
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize("text", GOOD)
def test_letters_of_any_language_stay(text):
    assert escaped(text) == one_line(text) == text


def test_a_text_of_one_line_keeps_to_it():
    assert escaped("a\tb\nc") == "a\tb\nc"
    assert one_line("a\tb\nc") == r"a\tb\nc"


def test_json_of_what_is_not_fit_is_still_the_same_data():
    plain = {text: [text, *GOOD] for text in HOSTILE}
    text = json_text(plain)
    assert json.loads(text) == plain
    assert escaped(text) == text
    assert "嫦娥八号" in text


def test_an_error_is_shown_in_as_many_lines_as_it_has_faults():
    fault = Fault("site\x1b[2J", "is 'x'\nlunarsim: all is well")
    assert str(InputError([fault])) == r"site\x1b[2J: is 'x'\nlunarsim: all is well"
    assert len(str(InputError([fault, fault])).splitlines()) == 3
    assert str(StoreError("a\n\x1bb")) == r"a\n\x1bb"
    assert str(LunarsimError("a\n\x1bb")) == "a\n\\x1bb"


def test_a_letter_that_the_terminal_does_not_have_ends_no_command():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    EscapingStream(stream).write("5 ± 1\n")
    stream.flush()
    assert bare(EscapingStream(stream)) is stream is bare(stream)
    assert stream.buffer.getvalue() == b"5 \\xb1 1\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((), "[]"),
        (("a", "b"), "[a,b]"),
        ((("a", "b"),), "[a,b]"),
        ((("a",), ("b", "c")), "[[a],[b,c]]"),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (1, "1"),
        (0.5, "0.5"),
        ("shackleton", "shackleton"),
    ],
)
def test_a_value_is_said_as_it_is_typed(value, text):
    assert as_typed(value) == text
