"""Which outcomes a report shows and where, as ``sections.yml`` declares it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "sections.yml"


class Shown(NamedTuple):
    """Which outcomes are shown, and how.

    Parameters
    ----------
    pattern : str
        Of their names; ``*`` stands for any letters.
    by_year : str
        What a year of a series shows: ``mean``, ``sum`` or ``total``, all up to its end.
    headline : bool
        Whether the opening sentences say it.
    boxed : bool
        Whether ranges of factors are searched in which it is reached, a date.
    kind : str
        ``landing`` for what its dimensions alone would take for launches; else empty.
    """

    pattern: str
    by_year: str = ""
    headline: bool = False
    boxed: bool = False
    kind: str = ""


class Section(NamedTuple):
    """A section of a report: its name, its title, how it is drawn and what it shows."""

    id: str
    title: str
    kind: str
    shown: tuple[Shown, ...]


def read_sections(path: Path = FILE) -> tuple[Section, ...]:
    """Return the sections of a file in their order.

    Raises
    ------
    ValueError
        If a line is not understood.
    """
    import yaml

    return tuple(_section(one) for one in yaml.safe_load(path.read_text(encoding="utf-8")))


sections = cache(read_sections)


def placed(names: Iterable[str], of: Iterable[Section]) -> Iterator[tuple[Section, Shown, str]]:
    """Yield the outcomes that are shown, by section and line, each where the first pattern fits its name.

    Parameters
    ----------
    names : iterable of str
        Outcomes of a dataset, in its order.
    of : iterable of Section
        As declared.
    """
    left = dict.fromkeys(names)
    for section in of:
        for shown in section.shown:
            for name in [name for name in left if fnmatchcase(name, shown.pattern)]:
                del left[name]
                yield section, shown, name


def _section(declared: dict[str, Any]) -> Section:
    unknown = set(declared) - {"id", "title", "kind", "outcomes"}
    if unknown:
        raise ValueError(f"section {declared.get('id')}: unknown {', '.join(sorted(unknown))}")
    lines = declared.get("outcomes", ())
    return Section(declared["id"], declared["title"], declared["kind"], tuple(map(_shown, lines)))


def _shown(line: str | dict[str, Any]) -> Shown:
    if isinstance(line, str):
        return Shown(line)
    pattern, how = line["outcome"], {key: value for key, value in line.items() if key != "outcome"}
    unknown = sorted(set(how) - set(Shown._fields))
    if unknown or how.get("by_year", "sum") not in ("mean", "sum", "total"):
        raise ValueError(f"{pattern}: unknown {', '.join(unknown) or how['by_year']}")
    return Shown(pattern, **how)
