"""Hydra's grammar of overrides, and what each override is: an option, a value, a lever or an uncertain factor."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import (
    ChoiceSweep,
    Glob,
    IntervalSweep,
    Override,
    OverrideType,
    QuotedString,
    RangeSweep,
    Sweep,
)
from hydra.errors import HydraException

from lunarsim.door.line.error_list import ErrorList
from lunarsim.door.line.hydra_state import LOCK
from lunarsim.door.line.keys import parameter_at
from lunarsim.study.request.request import Interval, IntervalKind
from lunarsim.study.store.places.address import without_secrets
from lunarsim.words.errors import Fault, InputError

SEARCHPATH = "hydra.searchpath"
"""Hydra's key for folders with options of the user."""

MOST_VALUES = 10_000
"""Values that one lever may have."""

KINDS: tuple[IntervalKind, ...] = get_args(IntervalKind)
"""What an interval may be tagged with; the first is what it is without a tag."""

_IP6 = re.compile(r"^([^=]*=)((?:\w+://)?\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\w.-]+)?\]:\d+)$")
"""An override whose value is an IPv6 address with a port: the grammar reads brackets as a list, so it needs quotes."""

_EMPTY_VALUE = re.compile(r"^\s*,|,\s*,|,\s*$|\[\s*,|,\s*\]|\(\s*,|,\s*\)")
"""A comma with nothing before or after it."""

_SIGNS = {OverrideType.CHANGE: "", OverrideType.ADD: "+", OverrideType.FORCE_ADD: "++", OverrideType.DEL: "~"}


@dataclass(frozen=True)
class ParsedOverride:
    """One override, parsed but with its names not yet checked.

    Parameters
    ----------
    text : str
        The override as typed.
    key : str
        A group (``site``, ``program@programs.china``) or a parameter, without sign.
    sign : str
        ``+``, ``++``, ``~`` or nothing.
    form : str
        fixed: one value; lever: several; pattern: options of a group that match; factor: an interval.
    values : tuple
        The value or values as plain Python.
    pattern : Glob, optional
        The pattern of a lever given as ``glob()``.
    interval : Interval, optional
        The interval of a factor.
    where : str
        What stands before its key in an error message, such as ``experiment=mine: sweep.``; empty for the command line.
    """

    text: str
    key: str
    sign: str = ""
    form: Literal["fixed", "lever", "pattern", "factor"] = "fixed"
    values: tuple[Any, ...] = ()
    pattern: Glob | None = None
    interval: Interval | None = None
    where: str = ""

    @property
    def path(self) -> str:
        """The path under which its errors are reported."""
        return self.where + self.key


@cache
def _parser() -> OverridesParser:
    return OverridesParser.create()


def hydra_override(text: str) -> Override:
    """Return an override as Hydra reads it.

    Raises
    ------
    hydra.errors.HydraException
        If it cannot be read.
    """
    with LOCK:
        return _parser().parse_override(text)


def parse(text: str, where: str = "") -> ParsedOverride:
    """Return one override in Hydra's grammar.

    Raises
    ------
    InputError
        If it cannot be read, or holds what lunarsim refuses.
    """
    if "=" not in text and not text.startswith("~"):
        raise InputError([Fault(text, "is not an override; an override reads key=value")])
    text = _IP6.sub(r"\1'\2'", text)
    name = text.partition("=")[0].lstrip("+~") or text
    if "${" in text:
        raise InputError([Fault(where + name, "interpolations (${...}) are refused; give the value")])
    if "*" in name or "?" in name:
        raise InputError([Fault(where + name, "has * or ?, but a key is no pattern; give one override for each name")])
    try:
        return _parsed(hydra_override(text), text, where)
    except HydraException as error:
        problem = _first_lines(error) + _quoted(name, without_secrets(text))
        raise InputError([Fault(where + name if where else without_secrets(text), problem)]) from None
    except ValueError as error:
        raise InputError([Fault(where + name, str(error))]) from None


def encodable(text: str) -> str:
    """Return a text of the command line, which comes with substitutes for bytes that are not UTF-8.

    Raises
    ------
    InputError
        If it holds such bytes: no store could keep the line.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError([Fault(text, "holds bytes that are not UTF-8 text")]) from None
    return text


def folder_faults(folders: Iterable[Path]) -> Iterator[Fault]:
    """Yield why folders cannot hold options of the user."""
    for folder in folders:
        try:
            encodable(str(folder))
        except InputError as error:
            yield from error.faults
        if not folder.is_dir():
            yield Fault(str(folder), "is not a directory")


def from_experiment(key: str, value: Any, where: str) -> ParsedOverride:
    """Return the lever or factor that an experiment's ``sweep:`` gives for a key: a list, or a text in the grammar.

    Raises
    ------
    InputError
        If it is neither.
    """
    where = f"{where}: sweep."
    if isinstance(value, list):
        if not value or len(value) > MOST_VALUES:
            raise InputError([Fault(where + key, f"has {len(value)} values, allowed 1 to {MOST_VALUES}")])
        return ParsedOverride(f"{key}={value}", key, form="lever", values=tuple(value), where=where)
    override = parse(f"{key}={value}", where) if isinstance(value, str) else ParsedOverride("", key)
    if override.form == "fixed" or override.sign or override.key != key:
        raise InputError([Fault(where + key, f"is {value!r}, must be a list or a sweep such as 'interval(1,2)'")])
    return override


def from_uncertainties(key: str, value: Any) -> ParsedOverride:
    """Return the factor that an option of ``uncertainties`` gives for a key; it gives way to levers and values.

    Raises
    ------
    InputError
        If it is not a distribution in the grammar.
    """
    where = "uncertainties.factors."
    override = parse(f"{key}={value}", where) if isinstance(value, str) else ParsedOverride("", key)
    if override.interval is None or override.sign or override.key != key:
        raise InputError([Fault(where + key, f"is {value!r}, must be a distribution such as 'interval(1,2)'")])
    return replace(override, interval=replace(override.interval, yields=True))


def without_searchpath(
    overrides: Iterable[ParsedOverride], errors: ErrorList
) -> tuple[list[ParsedOverride], list[Path]]:
    """Return the overrides without ``hydra.searchpath``, and the folders that it names."""
    rest: list[ParsedOverride] = []
    folders: list[Path] = []
    for one in overrides:
        if one.key != SEARCHPATH or one.form != "fixed" or one.sign == "~":
            rest.append(one)
            continue
        names = one.values[0]
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            errors.append(Fault(SEARCHPATH, f"is {names!r}, must be a list of folders: {SEARCHPATH}=[FOLDER]"))
            continue
        for name in names:
            scheme, separator, path = name.rpartition("://")
            if separator and scheme != "file":
                errors.append(
                    Fault(
                        SEARCHPATH, f"{name} is refused, allowed are folders; lunarsim's own options are always found"
                    )
                )
            else:
                folders.append(Path(path))
    return rest, folders


def duplicates(overrides: Sequence[ParsedOverride]) -> Iterator[Fault]:
    """Yield duplicates: one of the two would be ignored."""
    by_key: dict[str, list[str]] = {}
    for one in overrides:
        by_key.setdefault(one.key, []).append(one.text)
    for key, texts in by_key.items():
        if len(texts) > 1:
            yield Fault(key, f"is given {len(texts)} times: {', '.join(texts)}")


def _parsed(override: Override, text: str, where: str) -> ParsedOverride:
    key = override.key_or_group + (f"@{override.package}" if override.package else "")
    sign = _SIGNS[override.type]
    value: Any = override.value()
    if re.search(r"\bshuffle\s*\(", text):
        raise ValueError("shuffle() is refused: its order would change from run to run; list the values instead")
    if isinstance(value, IntervalSweep):
        return ParsedOverride(text, key, sign, "factor", interval=_interval(key, value), where=where)
    if isinstance(value, Sweep) and value.tags:
        raise ValueError(f"tag {', '.join(sorted(value.tags))} has no meaning here; tags belong to interval()")
    if isinstance(value, ChoiceSweep):
        return ParsedOverride(text, key, sign, "lever", _plain(value.list), where=where)
    if isinstance(value, RangeSweep):
        return ParsedOverride(text, key, sign, "lever", _range(value), where=where)
    if isinstance(value, Glob):
        return ParsedOverride(text, key, sign, "pattern", pattern=value, where=where)
    return ParsedOverride(text, key, sign, "fixed", (value,), where=where)


def _interval(key: str, sweep: IntervalSweep) -> Interval:
    low, high = sweep.start, sweep.end
    if len(sweep.tags) > 1 or not sweep.tags <= set(KINDS):
        raise ValueError(f"tag {', '.join(sorted(sweep.tags))} is refused, allowed is one of {', '.join(KINDS)}")
    kind = next((each for each in KINDS if each in sweep.tags), KINDS[0])
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"has the interval {low} to {high}; the first end must lie below the second")
    if kind in ("log", "lognormal") and low <= 0:
        raise ValueError(f"has the {kind} interval {low:g} to {high:g}; both ends must lie above 0")
    return Interval(key, float(low), float(high), kind)


def _range(sweep: RangeSweep) -> tuple[Any, ...]:
    start, stop, step = sweep.start, sweep.stop, sweep.step
    if start is None or stop is None or not all(math.isfinite(number) for number in (start, stop, step)) or step == 0:
        raise ValueError(f"has a range from {start} to {stop} by {step}, which never ends")
    count = math.ceil((stop - start) / step)
    if not 0 < count <= MOST_VALUES:
        raise ValueError(f"has a range of {max(count, 0)} values, allowed 1 to {MOST_VALUES}")
    return tuple(sweep.range())


def _plain(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(value.text if isinstance(value, QuotedString) else Override._convert_value(value) for value in values)


def _quoted(key: str, text: str) -> str:
    """Return how a text that the grammar cannot read would be written, where the parameter of a key holds texts.

    Where a value between commas is empty, a quoted text would be one wrong name instead of several right ones.
    """
    value = text.partition("=")[2]
    if _EMPTY_VALUE.search(value) and "'" not in value and '"' not in value:
        return "; a value between commas is empty"
    try:
        declared, hint = parameter_at(key, ())
    except InputError:
        return ""
    if hint is str and declared.refers_to and "," in value:
        return ""
    if hint is str and "'" not in value:
        return f"""; texts with signs need quotes: "{key}='{value}'\""""
    if get_args(hint)[:1] == (str,) and "'" not in value:
        return f"""; texts with signs need quotes: "{key}=['{value.strip("[]")}']\""""
    return ""


def _first_lines(error: Exception) -> str:
    """Return the error of the grammar, without Hydra's advice."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith("See ")]
    return "cannot be read: " + " ".join(lines[:1])
