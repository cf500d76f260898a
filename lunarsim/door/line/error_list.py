"""A list of faults that grows while a line is read, so that all are reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lunarsim.words.errors import Fault, InputError


class Faults(list[Fault]):
    """Faults in the order in which they are found, each once."""

    def add(self, faults: Iterable[Fault]) -> bool:
        """Add faults; return whether there were any."""
        found = list(faults)
        self.extend(dict.fromkeys(fault for fault in found if fault not in self))
        return bool(found)

    def add_elsewhere(self, faults: Iterable[Fault]) -> None:
        """Add the faults of places of which none is known yet."""
        places = {fault.path for fault in self}
        self.add(fault for fault in faults if fault.path not in places)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Take over the faults of an InputError that is raised within."""
        try:
            yield
        except InputError as error:
            self.add(error.faults)
