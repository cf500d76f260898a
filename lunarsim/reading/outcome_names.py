"""Choosing outcomes by name: ``station_*``, ``crewed_landing_year[china]``; imports nothing that takes time.

A pattern is a name in which ``*`` and ``?`` stand for any characters and for one. Where an outcome has a further
dimension, labels follow in brackets, in which both stand for the same: ``cost_musd[china]``, ``cost_musd(china)``.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from lunarsim.words.errors import AnalysisError, nearest, unknown

NUMBERS = "fiub"
"""Kinds of numpy that are numbers."""

OF_RUNS = ("status", "error", "horizon_year", "run_seconds")
"""What is said of each run beside its outcomes: taken where it is named, not where a pattern matches."""

SERIES = ("month", "year")
"""Dimensions along which an outcome is a series of time: a row for each of its labels nobody reads."""

OF_DATES = "_year"
"""How the name of a date ends; it may be left out."""

MOST_NEAR = 3
"""Names that an error offers."""

LEAST_PART = 3
"""Characters of a name from which on it may be a part of another one."""

MISSPELT = 0.85
"""A name that is as much like another one is taken for that, misspelt."""

LONG_NAME = 3
"""Words from which on a name may have a wrong one."""

_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to"))

_PATTERN = re.compile(r"([^()\[\]]+)(?:[\[(](.*)[\])])?")


class Known(NamedTuple):
    """An outcome that can be chosen.

    Parameters
    ----------
    name : str
        Of the variable.
    dims : tuple of str
        Its dimensions behind those of the runs.
    title : str
        In words; empty where it has none.
    """

    name: str
    dims: tuple[str, ...]
    title: str = ""


class Choice(NamedTuple):
    """An outcome that was chosen, at a label of each of its further dimensions or at all of them where it has one.

    Parameters
    ----------
    name : str
        Of the variable.
    labels : tuple of str
        One for each further dimension; empty stands for all labels.
    """

    name: str
    labels: tuple[str, ...] = ()


def known_outcome(
    name: str, dims: Sequence[str], run_dims: Sequence[str], kind: str, attrs: Mapping[str, Any]
) -> Known | None:
    """Return a variable as an outcome: numbers of each run that are no codes; None where it is none.

    Parameters
    ----------
    name : str
        Of the variable.
    dims, run_dims : sequence of str
        Its dimensions and those of ``status``.
    kind : str
        Of its numpy type.
    attrs : mapping
        Its attributes.
    """
    if kind not in NUMBERS or "flag_values" in attrs or not set(run_dims) <= set(dims):
        return None
    return Known(name, tuple(dim for dim in dims if dim not in run_dims), str(attrs.get("long_name", "")))


def is_date(name: str) -> bool:
    """Return whether an outcome, which may be one at a label, is a date: a decimal year, missing where never."""
    return not is_condition(name) and name.partition("(")[0].endswith(OF_DATES)


def is_condition(name: str) -> bool:
    """Return whether an outcome is a condition, such as ``first_return<=2045``: it holds in a run or it does not."""
    return any(sign in name for sign in "<>=")


def split_patterns(text: str) -> list[str]:
    """Return the patterns of a text, which are parted by commas outside of brackets."""
    parts = re.split(r",(?![^\[(]*[\])])", text)
    return [part.strip() for part in parts if part.strip()]


def chosen(
    patterns: Sequence[str], known: Mapping[str, Known], labels_of: Callable[[str], Sequence[str]]
) -> list[Choice]:
    """Return the outcomes that patterns choose, in the order of the patterns, each once.

    Parameters
    ----------
    patterns : sequence of str
        What is asked for.
    known : mapping
        All outcomes by name, in the order of the dataset.
    labels_of : callable
        Gives the labels of a dimension.

    Raises
    ------
    AnalysisError
        With every pattern that chooses nothing, and the names that are nearest to it.
    """
    found: dict[Choice, None] = {}
    problems = []
    for pattern in patterns:
        choices = list(_matches(pattern, known, labels_of))
        found.update(dict.fromkeys(choices))
        if not choices:
            problems.append(_why_none(pattern, known, labels_of))
    if problems:
        raise AnalysisError("; ".join(problems))
    return list(found)


def unlabeled(patterns: Sequence[str], known: Mapping[str, Known]) -> list[Known]:
    """Return the outcomes that patterns without labels fit and do not choose: they have too many values to show all.

    Parameters
    ----------
    patterns : sequence of str
        What is asked for.
    known : mapping
        All outcomes by name, in the order of the dataset.
    """
    names = [name for name, labels in map(_parted, patterns) if not labels]
    return [
        outcome
        for outcome in known.values()
        if outcome.dims and not _is_shown_whole(outcome) and any(_fits(outcome.name, name) for name in names)
    ]


def _is_shown_whole(outcome: Known) -> bool:
    """Return whether each value of an outcome has a row of its own where no label is named."""
    return len(outcome.dims) <= 1 and not set(outcome.dims) & set(SERIES)


def _matches(pattern: str, known: Mapping[str, Known], labels_of: Callable[[str], Sequence[str]]) -> Iterator[Choice]:
    if pattern in known and not known[pattern].dims:
        yield Choice(pattern)  # also one whose name has a label in it
        return
    name, labels = _parted(pattern)
    name = name if name in known or f"{name}{OF_DATES}" not in known else f"{name}{OF_DATES}"
    if name in known and not labels and not _is_shown_whole(known[name]):
        return
    for outcome in known.values():
        if not _fits(outcome.name, name):
            continue
        if outcome.name != name and outcome.name in OF_RUNS:
            continue
        if not labels:
            if _is_shown_whole(outcome):
                yield Choice(outcome.name)
        elif len(labels) == len(outcome.dims):
            yield from (Choice(outcome.name, each) for each in _products(labels, outcome.dims, labels_of))


def _products(
    asked: Sequence[str], dims: Sequence[str], labels_of: Callable[[str], Sequence[str]]
) -> Iterable[tuple[str, ...]]:
    combined: list[tuple[str, ...]] = [()]
    for label, dim in zip(asked, dims, strict=True):
        every = [each for each in labels_of(dim) if _fits(each, label)]
        combined = [(*before, each) for before in combined for each in every]
    return combined


def _parted(pattern: str) -> tuple[str, tuple[str, ...]]:
    match = _PATTERN.fullmatch(pattern)
    if match is None:
        return pattern, ()
    name, inside = match.groups()
    return name.strip(), tuple(label.strip() for label in inside.split(",")) if inside else ()


def _fits(name: str, pattern: str) -> bool:
    # A bracket in a label is a character like others.
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def near_names(name: str, titles: Mapping[str, str]) -> list[str]:
    """Return the names that a wrong one may stand for, by a part of the name or by the words of the title.

    Of a name of up to two words all have to be found, of a longer one two thirds: ``net_present_value`` stands for
    ``npv_musd``, whose title is "net present value of the mine". None of one that is merely misspelt.

    Parameters
    ----------
    name : str
        What is asked for, without signs that stand for any character.
    titles : mapping
        Titles by the names that there are.
    """
    within = [each for each in titles if len(name) >= LEAST_PART and (name in each or each in name)]
    if within:
        return within[:MOST_NEAR]
    asked = set(_words(name))
    if not asked or difflib.get_close_matches(name, titles, n=1, cutoff=MISSPELT):
        return []
    found = {each: len(asked & set(_words(f"{each} {title}"))) for each, title in titles.items()}
    least = len(asked) if len(asked) < LONG_NAME else math.ceil(2 / 3 * len(asked))
    by_words = sorted(
        (each for each in titles if found[each] >= least), key=lambda each: (-found[each], len(titles[each]), len(each))
    )
    return by_words[:MOST_NEAR]


def _words(text: str) -> list[str]:
    """Return the words of a name or a title, without those that say nothing."""
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in _SMALL_WORDS]


def _why_none(pattern: str, known: Mapping[str, Known], labels_of: Callable[[str], Sequence[str]]) -> str:
    """Return why a pattern chooses nothing, and what is near it."""
    name, labels = _parted(pattern)
    outcomes = [each for each in known.values() if _fits(each.name, name)]
    if not outcomes:
        plain = name.replace("*", "").replace("?", "")
        near = near_names(plain, {each.name: each.title for each in known.values()})
        if near:
            return f"no outcome is named {pattern!r}; near it: {', '.join(near)}"
        return unknown(plain if nearest(plain, known) else pattern, known, "outcome")
    outcome = outcomes[0]
    if not outcome.dims and labels:
        return f"{pattern!r}: {outcome.name} has no labels; write {outcome.name}"
    example = ",".join(next(iter(labels_of(dim)), "...") for dim in outcome.dims)
    if len(labels) != len(outcome.dims):
        along = " and ".join(outcome.dims)
        return f"{pattern!r}: {outcome.name} lies along {along}; name one of them: {outcome.name}[{example}]"
    for label, dim in zip(labels, outcome.dims, strict=True):
        every = labels_of(dim)
        if not any(_fits(each, label) for each in every):
            return f"{pattern!r}: {unknown(label, every, dim)}"
    return f"no outcome is named {pattern!r}"
