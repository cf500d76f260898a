"""The comment lines that open every option file: its meaning, source, evidence and date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

_FIELD = re.compile(r"(source|evidence|date):\s*(.*)")
_OF_KEY = re.compile(r"(source|evidence)\(([\w.]+)\):\s*(.*)")


@dataclass(frozen=True)
class Header:
    """What an option file says of itself; a field that is missing is empty.

    Parameters
    ----------
    by_key : mapping
        By key of the file, the fields that it says of that value alone: ``# source(landing_attempts): ...``.
    """

    about: str = ""
    source: str = ""
    evidence: str = ""
    date: str = ""
    by_key: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, key: str) -> Header:
        """Return what the file says of one of its values: of it alone or, where it says nothing, of the whole file."""
        return replace(self, **dict(self.by_key.get(key, {})), by_key={})


def header(path: Path) -> Header:
    """Return the header of an option file: comment lines before the first key, ``# source: ...`` and the like."""
    fields: dict[str, str] = {}
    by_key: dict[str, dict[str, str]] = {}
    about: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        text = line.lstrip("#").strip()
        match = _FIELD.match(text)
        of_key = _OF_KEY.match(text)
        if of_key:
            by_key.setdefault(of_key[2], {})[of_key[1]] = of_key[3]
        elif match:
            earlier = fields.get(match[1])
            fields[match[1]] = f"{earlier}; {match[2]}" if earlier else match[2]
        elif not fields and not text.startswith("@package"):
            about.append(text)
    return Header(about=" ".join(about), by_key=by_key, **fields)
