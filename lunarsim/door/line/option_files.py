"""The option files behind a choice: the chosen ones, and those that they start from in turn."""

from __future__ import annotations

from collections.abc import Iterable

from lunarsim.door.line.error_list import ErrorList
from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
from lunarsim.door.line.vetting import Vetted, vet
from lunarsim.words.errors import Fault, InputError

_Option = tuple[str, str]
"""Group and name."""


def vetted_files(group: str, names: Iterable[str], catalog: Catalog) -> list[Vetted]:
    """Return the files of some options that Hydra does not read by itself: experiments, and all that are the user's.

    Raises
    ------
    InputError
        With everything that is refused in them.
    """
    seen: dict[_Option, Vetted | None] = {}
    errors = ErrorList()
    for name in names:
        _follow((group, name), (), catalog, seen, errors)
    if errors:
        raise InputError(errors)
    return [file for file in seen.values() if file is not None]


def _follow(
    option: _Option, trail: tuple[_Option, ...], catalog: Catalog, seen: dict[_Option, Vetted | None], errors: ErrorList
) -> None:
    """Vet the file of an option and those that its defaults list names."""
    if option in trail:
        names = " -> ".join(f"{group}={name}" for group, name in (*trail, option))
        errors.append(Fault("defaults", f"{names} needs itself"))
    if option in seen:
        return
    seen[option] = None
    with errors.collecting():
        path = catalog.option(*option)
        if option[0] == EXPERIMENT or catalog.is_own(path):
            seen[option] = file = vet(option[0], path, catalog)
            for needed in file.needs:
                _follow(needed, (*trail, option), catalog, seen, errors)
