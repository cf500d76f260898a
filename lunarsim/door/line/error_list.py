"""The errors of a line, collected while it is read and reported together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lunarsim.words.errors import Fault, InputError


class ErrorList(list[Fault]):
    """Errors in the order of their discovery, each once."""

    def add(self, errors: Iterable[Fault]) -> bool:
        """Add errors; return whether there were any."""
        added = list(errors)
        self.extend(dict.fromkeys(fault for fault in added if fault not in self))
        return bool(added)

    def add_for_new_paths(self, errors: Iterable[Fault]) -> None:
        """Add the errors of paths for which there is none yet."""
        paths = {fault.path for fault in self}
        self.add(fault for fault in errors if fault.path not in paths)

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Add the errors of an InputError that is raised within."""
        try:
            yield
        except InputError as error:
            self.add(error.faults)
