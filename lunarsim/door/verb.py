"""What the module of a verb declares; it is imported only where the verb, or an option of it, is on the line.

At its top such a module imports only what its declaration needs, and the rest when it runs: tab completion stays fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from lunarsim.door.options import COMMON, Option
from lunarsim.door.verb_table import VERBS

if TYPE_CHECKING:
    from lunarsim.door.completing.typed import Typed
    from lunarsim.door.options import Arguments


def _nothing(typed: Typed) -> Iterable[str]:
    return ()


class Verb(NamedTuple):
    """What the module of a verb declares as its ``VERB``.

    Parameters
    ----------
    run : callable
        Takes the arguments of a command line and returns the exit code.
    options : tuple of Option
        The options with dashes that it understands, beside which a line with this verb may have none.
    suggestions : callable
        Takes a line as far as it is typed, and returns the words that may stand for its last, unfinished one; names of
        files are left to the shell.
    details : callable
        Returns what its help says beside usage and options: paragraphs, wrapped to the terminal unless indented.
    """

    run: Callable[[Arguments], int]
    options: tuple[Option, ...] = ()
    suggestions: Callable[[Typed], Iterable[str]] = _nothing
    details: Callable[[], Iterable[str]] = tuple


def store_details() -> Iterable[str]:
    """Return what the help of a verb says that takes a stored sweep."""
    yield (
        "STORE is the folder of a sweep, its sweep.zarr or the URL of either, or a folder of sweeps, of which the "
        "newest is taken; left out, it is outputs."
    )


def load(name: str) -> Verb:
    """Return what the module of a verb declares."""
    verb: Verb = import_module(f"lunarsim.door.verbs.{name}").VERB
    return verb


def verbs_with(flag: str) -> list[str]:
    """Return the verbs that understand an option with dashes."""
    return [name for name in VERBS if any(flag == option.flag for option in load(name).options)]


def all_options() -> list[Option]:
    """Return all options with dashes: the common ones, then those of the verbs."""
    of_verbs = (option for name in VERBS for option in load(name).options)
    return list({option.flag: option for option in (*COMMON, *of_verbs)}.values())
