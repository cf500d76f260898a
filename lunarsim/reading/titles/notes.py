"""Notes on a sweep, in which missions, vehicles, assets and programs stand by their names in the store."""

from __future__ import annotations

import re

from lunarsim.reading.titles.known import of_collection, titles

_NAME = re.compile(r"(?<![\w.=/-])[a-z][a-z0-9_]*(?![\w.=/-])")
"""A word that may be a name, and is no part of a key or of an override."""


def note_in_words(note: str) -> str:
    """Return a note with titles in the place of names: "Planned work of Russia", "the first flight of Chang'e-7"."""
    return _NAME.sub(lambda match: _title(match[0]), note)


def _title(name: str) -> str:
    programs = titles()["labels"]["program"]
    if name in programs:
        return str(programs[name])
    if "_" not in name and not name[-1].isdigit():
        return name  # an English word, such as rover
    found = (of_collection(collection).get(name) for collection in ("missions", "vehicles", "assets"))
    return next((title for title in found if title), name)
