"""The titles that stand in data files, and what a name without one is called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.library.places.known_sites import known_sites, site_named

MANIFESTS = ("latest", "story_2022", "ilrs_2021")
"""Where titles of missions stand; of a mission of several manifests the first one counts."""


@cache
def titles() -> Mapping[str, Any]:
    """Return ``configs/titles.yml`` as plain data; callers must not change it."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (shipped("configs") / "titles.yml").open("rb") as file:
        data: Mapping[str, Any] = yaml.load(file, Loader=loader)
    return data


@cache
def of_collection(collection: str) -> Mapping[str, str]:
    """Return the titles of the records of a library by their names.

    Parameters
    ----------
    collection : str
        ``missions`` of any manifest, ``vehicles``, ``assets``, ``official_milestones``, ``blocs`` or ``sites``.
    """
    if collection == "sites":
        return {name: site_named(name).title for name in known_sites()}
    if collection == "blocs":
        return _titled(read("blocs")["blocs"])
    if collection == "missions":
        found: dict[str, str] = {}
        for manifest in MANIFESTS:
            found = {**_titled(read(f"missions_{manifest}")), **found}
        return found
    if collection == "assets":
        return {**_titled(read("assets")), **_titled(read("station_elements"))}
    return _titled(read(collection))


def in_words(name: object) -> str:
    """Return a name that has no title as words: ``five_year_plan`` as "five year plan"."""
    return " ".join(str(name).replace("_", " ").replace("=", " ").split())


def capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def within_sentence(title: str) -> str:
    """Return a title as it stands within a sentence; one that begins with a name keeps its capital."""
    first = title.split(" ", 1)[0]
    is_word = first.isascii() and first.isalpha() and first[1:].islower() and "," not in title
    return f"{title[:1].lower()}{title[1:]}" if is_word and first not in NAMES else title


NAMES = ("Weibull", "China", "Russia", "Chinese", "Russian", "Earth", "Mars", "Moon")
"""Words that keep their capital, as far as titles begin with them."""


def _titled(records: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(record["title"]) for name, record in records.items() if "title" in record}
