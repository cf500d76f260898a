"""What tab completion offers from stored sweeps: their folders, outcomes, levers, missions and runs.

All of it is read at a glance from metadata, without xarray and zarr. Stores at URLs are not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lunarsim.door.completing.typed import Typed
    from lunarsim.reading.outcome_names import Known
    from lunarsim.study.store.glance import Glance

MOST_STORES = 40
"""More sweeps than this are offered folder by folder."""

MOST_FOLDERS = 2000
"""Folders that a press of Tab looks into."""

DEEPEST = 2
"""Levels between a folder and those of sweeps below it: DIR/NAME/TIME."""

WHAT_HAPPENED = ("launched", "landed", "outcome")
"""What can be said of a mission of a run."""


def stores(typed: Typed, most: int = 1) -> Iterable[str]:
    """Return the folders of stored sweeps, those below ``outputs`` or below what is typed of a path.

    Parameters
    ----------
    typed : Typed
        The line.
    most : int
        Sweeps that the verb takes; where as many are named, nothing is offered.
    """
    start, _, _ = typed.last.rpartition("/")
    if "=" in typed.last or "://" in typed.last or len(_named_stores(typed)) >= most:
        return ()
    if typed.last.startswith("/") and not start:
        return ()  # the root of the computer is left to the shell
    below = start or ("." if typed.last else _outputs())
    found = list(_sweeps_below(below, typed.last))
    if len(found) <= MOST_STORES:
        return found
    at = len(typed.last)
    return {path[: path.find("/", at) + 1] or path for path in found}


def outcomes(typed: Typed) -> Iterable[str]:
    """Return the outcomes of the sweep on the line, which may follow others and a comma."""
    seen = _seen(typed)
    if seen is None:
        return ()
    from lunarsim.reading.outcome_names import OF_RUNS, SERIES
    from lunarsim.study.store.glance import labels

    before, last = _after_comma(typed.last)
    known = _known(seen)
    name, bracket, inside = last.partition("[")
    if bracket and name in known and len(known[name].dims) == 1:
        (dim,) = known[name].dims
        return [f"{before}{name}[{label}]" for label in labels(seen, dim) if label.startswith(inside)]
    plain = [each for each in known.values() if each.name not in OF_RUNS and not set(each.dims) & set(SERIES)]
    return [f"{before}{each.name}" for each in plain if len(each.dims) <= 1]


def levers(typed: Typed) -> Iterable[str]:
    """Return the levers of the sweep on the line, which may follow others and a comma."""
    seen = _seen(typed)
    before, _ = _after_comma(typed.last)
    return [] if seen is None else [f"{before}{name}" for name in _levers(seen)]


def factors(typed: Typed) -> Iterable[str]:
    """Return the uncertain factors of the sweep on the line."""
    seen = _seen(typed)
    return [] if seen is None else _factors(seen)


def ways(typed: Typed) -> Iterable[str]:
    """Return which way an outcome may be better."""
    return ("lower", "higher")


def missions(typed: Typed) -> Iterable[str]:
    """Return what can be said of the missions of the sweep on the line: ``change_7.outcome=``, then the outcomes."""
    seen = _seen(typed)
    if seen is None or "mission" not in seen.arrays:
        return ()
    from lunarsim.study.store.glance import labels

    key, equals, _ = typed.last.partition("=")
    if equals:
        return [f"{key}={outcome}" for outcome in _mission_outcomes(seen)] if key.endswith(".outcome") else ()
    name, dot, _ = typed.last.partition(".")
    known = labels(seen, "mission")
    if not dot:
        return [f"{each}." for each in known]
    return [f"{name}.{what}=" for what in WHAT_HAPPENED] if name in known else ()


def conditions(typed: Typed) -> Iterable[str]:
    """Return what a condition may begin with, which may follow others and a comma."""
    before, last = _after_comma(typed.last)
    here = typed._replace(last=last)
    seen = _seen(typed)
    plain = [*outcomes(here), *([] if seen is None else _factors(seen))]
    return [f"{before}{name}" for name in (*missions(here), *lever_values(here), *plain)]


def lever_values(typed: Typed) -> Iterable[str]:
    """Return the levers of the sweep on the line with an equals sign, or what may follow that, after others."""
    seen = _seen(typed)
    return [] if seen is None else _levers_typed(seen, typed.last)


def levers_of_all(typed: Typed) -> Iterable[str]:
    """Return the same of all sweeps on the line, or of the newest one."""
    sweeps = (_glance(name) for name in _named_stores(typed) or [_outputs()])
    found = [text for seen in sweeps if seen is not None for text in _levers_typed(seen, typed.last)]
    return list(dict.fromkeys(found))


def _levers_typed(seen: Glance, typed: str) -> list[str]:
    from lunarsim.study.store.glance import labels

    before, last = _after_comma(typed)
    key, equals, _ = last.partition("=")
    along = {name: _key(seen, name) for name in _levers(seen)}
    if not equals:
        return [f"{before}{name}=" for name in along]
    lever = next((name for name, long in along.items() if key in (name, long)), None)
    return [] if lever is None else [f"{before}{key}={label.removesuffix('.0')}" for label in labels(seen, lever)]


def runs(typed: Typed) -> Iterable[str]:
    """Return stored sweeps, and the labels that name a run of the one on the line: ``site=peary``, ``sample=``."""
    seen = _seen(typed)
    if seen is None:
        return stores(typed)
    from lunarsim.study.store.glance import labels

    key, equals, _ = typed.last.partition("=")
    if equals:
        return [f"{key}={label}" for label in labels(seen, key)] if key in _levers(seen) else ()
    return [*stores(typed), *(f"{name}=" for name in (*_levers(seen), "sample", "replicate"))]


def _outputs() -> str:
    from lunarsim.study.request.settings import Output

    return Output().dir


def _mission_outcomes(seen: Glance) -> list[str]:
    meanings = str(seen.arrays["mission_outcome"].get("attributes", {}).get("flag_meanings", "")).split()
    return ["lost", *(meaning for meaning in meanings if meaning != "absent")]


def _after_comma(last: str) -> tuple[str, str]:
    before, comma, after = last.rpartition(",")
    return before + comma, after


def _factors(seen: Glance) -> list[str]:
    return [name for name in seen.arrays if seen.dims(name)[-1:] == ("sample",) and name not in ("u", "sample")]


def _levers(seen: Glance) -> list[str]:
    return [name for name in seen.dims("status") if name not in ("sample", "replicate")]


def _key(seen: Glance, lever: str) -> str:
    """Return the config key of a lever."""
    return str(seen.arrays.get(lever, {}).get("attributes", {}).get("config_key", lever))


def _known(seen: Glance) -> dict[str, Known]:
    from lunarsim.reading.outcome_names import known_outcome

    run_dims = seen.dims("status")
    found = (
        known_outcome(name, seen.dims(name), run_dims, seen.kind(name), about.get("attributes", {}))
        for name, about in seen.arrays.items()
    )
    return {each.name: each for each in found if each is not None}


def _named_stores(typed: Typed) -> list[str]:
    """Return the words of a line that name sweeps."""
    from lunarsim.door.verb import load

    verb = next((word for word in typed.words if not word.startswith("-")), "")
    needy = {form for option in load(verb).options if option.value is not None for form in option.forms}
    words = typed.words[typed.words.index(verb) + 1 :]
    values = {at + 1 for at, word in enumerate(words) if word in needy}
    plain = [word for at, word in enumerate(words) if at not in values and not word.startswith("-")]
    return [word for word in plain if "=" not in word]


def _seen(typed: Typed) -> Glance | None:
    """Return the metadata of the sweep on the line, or of the newest one."""
    return _glance(next(iter(_named_stores(typed)), _outputs()))


def _glance(name: str) -> Glance | None:
    """Return the metadata of a sweep by its folder, or of the newest one below a folder."""
    from lunarsim.study.store.glance import glance
    from lunarsim.study.store.places.place import METADATA, STORE

    if "://" in name:
        return None
    path = Path(name)
    if (path / METADATA).is_file():
        return glance(path)
    found = [Path(each) / STORE for each in _sweeps_below(name, f"{name}/")]
    found += [path / STORE] if (path / STORE / METADATA).is_file() else []
    newest = max(found, key=lambda each: each.lstat().st_mtime_ns, default=None)
    return None if newest is None else glance(newest)


def _sweeps_below(folder: str, start: str) -> Iterator[str]:
    """Yield the folders of sweeps below a folder whose paths begin with a text."""
    from lunarsim.study.store.places.place import METADATA, STORE

    looked = 0
    waiting = [(Path(folder), 0)]
    while waiting and looked < MOST_FOLDERS:
        here, depth = waiting.pop()
        try:
            inside = sorted(path for path in here.iterdir() if not path.name.startswith("."))
        except OSError:
            continue
        for path in inside:
            text = str(path)
            if not (text.startswith(start) or start.startswith(f"{text}/")):
                continue
            looked += 1
            if (path / STORE / METADATA).is_file():
                yield text
            elif depth < DEEPEST and path.is_dir():
                waiting.append((path, depth + 1))
