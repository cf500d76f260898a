"""The sweeps of a folder as a table, or as plain data for JSON."""

from __future__ import annotations

import datetime as dt
import shlex
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lunarsim.reading.listed_sweeps import Listed
from lunarsim.version import RESULTS, __version__
from lunarsim.words.terminal import as_typed, line_width, one_line

FORMAT = 1
"""Goes up when a key of the JSON changes its meaning or goes; new keys may come without."""

VALUES_SHOWN = 4


def print_sweeps(sweeps: Sequence[Listed], folder: Path) -> None:
    """Print two or three lines for each sweep: what it is; what it compares, by which version; what its line sets."""
    width = line_width()
    for sweep in sweeps:
        name = str(sweep.path)
        if sweep.problem:
            print(_filled(f"{name}  cannot be read: {sweep.problem}", width))
            continue
        parts = [_time(sweep.created), f"scenario={sweep.scenario}" if sweep.scenario else "", state(sweep)]
        print(_filled("  ".join(filter(None, [name, *parts])), width))
        about = [f"{key}={_values(values)}" for key, values in sweep.levers.items()]
        about += [f"design={sweep.design}", *(f"{sweep.sizes[name]:,} {name}s" for name in _sampled(sweep))]
        if not sweep.is_of_now:
            age = "older rules" if sweep.is_of_older_rules else "another version"
            about.append(f"{age}: made by {_maker(sweep)}, now {_named(__version__, RESULTS)}")
        print(_filled("  " + "; ".join(about), width))
        if sweep.overrides:
            print(_shortened("  set: ", sorted(sweep.overrides, key=_is_setting), width))
    unreadable = sum(bool(sweep.problem) for sweep in sweeps)
    count = f"{len(sweeps)} sweep{'s' * (len(sweeps) != 1)} in {folder}"
    print(one_line(count + (f", {unreadable} of which cannot be read" if unreadable else "")))


def state(sweep: Listed) -> str:
    """Return what became of the runs of a sweep, in words."""
    parts = []
    if sweep.writer:
        parts.append(f"being written by {sweep.writer.partition(', since')[0]}")
    if sweep.missing:
        parts.append(f"{sweep.missing:,} missing")
    elif not sweep.writer:
        parts.append("complete")
    if sweep.failed:
        parts.append(f"{sweep.failed:,} failed")
    others = {"infeasible", "excluded", "not_needed"} & sweep.states.keys()
    parts += [f"{sweep.states[name]:,} {name.replace('_', ' ')}" for name in sorted(others)]
    return f"{sweep.runs:,} run{'s' * (sweep.runs != 1)}: {', '.join(parts)}"


def sweeps_record(sweeps: Sequence[Listed], folder: Path) -> dict[str, Any]:
    """Return the sweeps of a folder as plain data."""
    return {
        "format": FORMAT,
        "folder": str(folder),
        "lunarsim_version": __version__,
        "results": RESULTS,
        "sweeps": [
            {
                "path": str(sweep.path),
                "problem": sweep.problem,
                "created": sweep.created,
                "scenario": sweep.scenario,
                "design": sweep.design,
                "levers": dict(sweep.levers),
                "overrides": list(sweep.overrides),
                "sizes": dict(sweep.sizes),
                "runs": sweep.runs,
                "missing": sweep.missing,
                "failed": sweep.failed,
                "states": dict(sweep.states),
                "complete": not (sweep.problem or sweep.missing or sweep.writer),
                "written_by": sweep.writer,
                "lunarsim_version": sweep.version,
                "results": sweep.results,
                "of_this_version": sweep.is_of_now,
            }
            for sweep in sweeps
        ],
    }


def _filled(text: str, width: int) -> str:
    start = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        one_line(text.strip()), width, initial_indent=start, subsequent_indent="    ", break_long_words=False
    )


def _is_setting(word: str) -> bool:
    """Return whether a word says how a sweep is made, not what of, so that it stands last."""
    return word.lstrip("+").startswith(("design", "executor", "output"))


def _shortened(start: str, words: Sequence[str], width: int) -> str:
    """Return words in one line, as many as fit, the first one cut where not even that does; the rest are counted."""
    typed = [one_line(shlex.quote(word) if " " in word else word) for word in words]
    for shown in range(len(typed), 0, -1):
        more = f" and {len(typed) - shown} more" if shown < len(typed) else ""
        line = f"{start}{' '.join(typed[:shown])}{more}"
        if len(line) <= width:
            return line
    return f"{line[: width - len(more) - 1 - (more != '')].rstrip()}…{more}"


def _sampled(sweep: Listed) -> list[str]:
    return [name for name in ("sample", "replicate") if sweep.sizes.get(name, 1) > 1]


def _values(values: Sequence[Any]) -> str:
    shown = ",".join(as_typed(value) for value in values[:VALUES_SHOWN])
    return shown + (f",... ({len(values)} values)" if len(values) > VALUES_SHOWN else "")


def _maker(sweep: Listed) -> str:
    return _named(sweep.version, sweep.results)


def _named(version: str, results: int | None) -> str:
    return f"lunarsim {version}" + (f", rules {results}" if results is not None else "")


def _time(created: str) -> str:
    """Return a time of the store as one of this place."""
    try:
        return dt.datetime.fromisoformat(created).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return ""
