"""Texts that are shown on a terminal: what a terminal would obey, and what would reorder or hide letters, is escaped.

Names and labels come from files, stores and tables that others may have made. An escape sequence in one could retitle
the window, write to the clipboard or hide a line; a mark of direction could show a name that is not the name.
"""

from __future__ import annotations

import re
import shutil
from typing import Any, TextIO

_UNSAFE = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls of C0 and C1 but tabs and ends of lines
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions
    r"\u2028\u2029"  # ends of lines to some programs, but not to others
    r"\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # not visible, and part of no word
    r"\ud800-\udfff"  # halves of characters, which cannot be written
)
_UNSAFE_LINES = re.compile(f"[{_UNSAFE}]")
_UNSAFE_LINE = re.compile(rf"[\t\n{_UNSAFE}]")


OF_PLANS = "planned work of "
OF_RETURNS = "no product goes home at the values"
BELOW_TABLES = (OF_RETURNS, OF_PLANS)
"""How the notes on a sweep begin that belong below its table: why no product comes to the Earth, and what plans cost
over the money for them."""

OF_CANCELLED, OF_OUTCOMES, OF_ADDED, OF_NEEDS = "cancelled", "laid down", "added", "changed"
"""How the notes on a sweep begin that say which missions are cancelled and what is lost with them, of which the first
flight is laid down, which are added, and which need others than in the plan."""

OF_WHAT_IFS = (OF_CANCELLED, OF_OUTCOMES, OF_ADDED, OF_NEEDS)

WIDTH_OF_FILES = 160
"""Characters of a line where a table does not go to a terminal."""


def line_width() -> int:
    """Return how many characters a line of a table takes."""
    return shutil.get_terminal_size((WIDTH_OF_FILES, 24)).columns


def escaped(text: str) -> str:
    r"""Return a text of several lines fit for a terminal: ``\x1b`` for the character that begins a sequence."""
    return _UNSAFE_LINES.sub(_as_python, text)


def one_line(text: str) -> str:
    r"""Return a text fit for a line on a terminal: as :func:`escaped`, and ``\n`` for the end of a line."""
    return _UNSAFE_LINE.sub(_as_python, text)


def as_typed(value: Any) -> str:
    """Return a value of a parameter as it is typed on the command line: ``[a,b]``, ``true``, ``null``."""
    if isinstance(value, tuple):
        # One list of alternatives is typed without the brackets around it.
        lists = value[0] if len(value) == 1 and isinstance(value[0], tuple) else value
        return f"[{','.join(map(as_typed, lists))}]"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def json_text(plain: Any) -> str:
    """Return plain data as JSON for a terminal: letters stand as they are, what is not fit is escaped as JSON does."""
    import json

    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2)
    return _UNSAFE_LINES.sub(_as_json, text)


def _as_python(match: re.Match[str]) -> str:
    return repr(match[0])[1:-1]


def _as_json(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


class EscapingStream:
    """A stream to which texts of any origin may be written.

    Parameters
    ----------
    stream : text stream
        Where they go, escaped; everything but writing is left to it.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        """Write a text, escaped; return its length, as given."""
        safe = escaped(text)
        encoding = self.stream.encoding or "utf-8"
        self.stream.write(safe.encode(encoding, "backslashreplace").decode(encoding))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write texts, escaped."""
        for line in lines:
            self.write(line)


def bare(stream: Any) -> Any:
    """Return the stream behind an escaping one, for who sends colors to it and escapes texts itself."""
    return stream.stream if isinstance(stream, EscapingStream) else stream
