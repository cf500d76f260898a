"""``lunarsim parameters``: every parameter with its value, unit, range, distribution, condition and source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lunarsim.door.options import Arguments
from lunarsim.door.verb import Verb

if TYPE_CHECKING:
    from lunarsim.door.completing.typed import Typed


def run(arguments: Arguments) -> int:
    """Print the parameters that match a filter and return the exit code."""
    text = arguments.argument()
    from lunarsim.door.parameter_table import print_parameters

    print_parameters(text or "")
    return 0


def suggestions(typed: Typed) -> Iterable[str]:
    """Return the keys of all parameters."""
    from lunarsim.door.line.keys import parameter_keys

    return parameter_keys(typed.catalog.programs)


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    yield "FILTER is a part of a key or of its meaning, such as plant. or thorium; missions. lists all missions."


VERB = Verb(run, suggestions=suggestions, details=details)
