"""Errors that a user is meant to read: each says where, what is wrong and what is allowed."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lunarsim.words.terminal import escaped, one_line

MOST_SHOWN = 200
"""Characters of a value that a message shows."""

MOST_FAULTS = 100
"""Errors after which an input is not looked at any further: the search for the nearest name of each takes time."""

_SIGNS_OF_SHORTAGE = (
    "can't start new thread",
    "Cannot allocate memory",
    "cannot allocate memory",
    "failed to map segment",
    "Unable to allocate",
)


class Fault(NamedTuple):
    """One thing that is wrong with an input.

    Parameters
    ----------
    path : str
        Where: the key of the parameter, the override or the file.
    problem : str
        What is wrong, what is allowed and, where there is one, the nearest valid name.
    """

    path: str
    problem: str

    def __str__(self) -> str:
        return one_line(f"{self.path}: {self.problem}")


class LunarsimError(Exception):
    """Base of the errors that end a command with a message and no traceback."""

    exit_code = 1

    def __str__(self) -> str:
        return escaped(super().__str__())


class InputError(LunarsimError):
    """All problems of an input at once; a command that meets it exits with code 2 and has written nothing.

    Positional arguments only, so that the error survives pickling between processes.
    """

    exit_code = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return str(self.faults[0])
        listed = self.faults[:MOST_FAULTS]
        lines = "\n".join(f"  - {fault}" for fault in listed)
        more = f"; here are {MOST_FAULTS}, mend these first" if len(self.faults) >= MOST_FAULTS else ""
        return f"{len(self.faults)} problems{' or more' * bool(more)}{more}:\n{lines}"


class StoreError(LunarsimError):
    """A store that cannot be read, written or continued."""

    def __str__(self) -> str:
        return one_line(super().__str__())


class FolderGone(StoreError):  # noqa: N818 - it names what has happened
    """The folder of a sweep was deleted or moved while it was written to."""


class MemoryShort(LunarsimError):  # noqa: N818 - it names what has happened
    """The system refused memory to a process of the command."""


class AnalysisError(LunarsimError, ValueError):
    """An analysis that a dataset does not allow: the reason, and the alternatives."""

    exit_code = 2


def is_memory_short(error: BaseException) -> bool:
    """Return whether an error says that the system refused memory; libraries and Python itself say so in many ways."""
    text = str(error)
    return (
        isinstance(error, (MemoryError, MemoryShort))
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
        or (isinstance(error, (RuntimeError, ImportError)) and any(sign in text for sign in _SIGNS_OF_SHORTAGE))
        or (isinstance(error, SystemError) and "without" in text and "exception" in text)
        or (error.__cause__ is not None and is_memory_short(error.__cause__))
    )


def shown(value: object) -> str:
    """Return a value as a message shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}... ({len(text):,} characters)"


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name that is most like ``name``, or None where none is alike."""
    matches = difflib.get_close_matches(name, list(valid), n=1, cutoff=0.6)
    return matches[0] if matches else None


def unknown_choice(name: str, valid: Iterable[str], what: str) -> str:
    """Say that a name is none of some choices, with the nearest one and all of them."""
    names = list(valid)
    problem = unknown(name, names, what)
    return problem if "; allowed: " in problem else f"{problem} (allowed: {', '.join(names)})"


def unknown(name: str, valid: Iterable[str], what: str = "name") -> str:
    """Say that a name is unknown, with the nearest valid one or, where they are few, all of them."""
    names = sorted(valid)
    guess = nearest(name, names)
    if guess is not None:
        return f"unknown {what} {name!r}; did you mean {guess!r}?"
    if 0 < len(names) <= 12:
        return f"unknown {what} {name!r}; allowed: {', '.join(names)}"
    return f"unknown {what} {name!r}"
