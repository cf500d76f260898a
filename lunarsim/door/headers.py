"""The comment lines that open every option file: what it stands for, source, evidence and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FIELD = re.compile(r"(source|evidence|date):\s*(.*)")


@dataclass(frozen=True)
class Header:
    """What an option file says of itself; a field that is missing is empty."""

    about: str = ""
    source: str = ""
    evidence: str = ""
    date: str = ""


def header(path: Path) -> Header:
    """Return the header of an option file: comment lines before the first key, ``# source: ...`` and the like."""
    fields: dict[str, str] = {}
    about: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        text = line.lstrip("#").strip()
        match = _FIELD.match(text)
        if match:
            earlier = fields.get(match[1])
            fields[match[1]] = f"{earlier}; {match[2]}" if earlier else match[2]
        elif not fields and not text.startswith("@package"):
            about.append(text)
    return Header(about=" ".join(about), **fields)
