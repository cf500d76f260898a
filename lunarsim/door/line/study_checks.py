"""Errors that only the study detects, asked for while a line is read so that all are reported together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lunarsim.study.request.request import Request
from lunarsim.study.store.folder import checked_parent
from lunarsim.words.errors import Fault, InputError

LONGEST_NAME = 255
"""Bytes of the name of a file or folder, on the file systems in use."""


def folder_errors(request: Request) -> Iterator[Fault]:
    """Yield what is wrong with the names of the folders of results."""
    name = request.output.name or request.name
    try:
        checked_parent(request)
    except InputError as error:
        yield from error.faults
    except RuntimeError as error:
        yield Fault("output.dir", f"is {request.output.dir!r}: {error}")
    for key, parts in (("output.name", Path(name).parts), ("output.dir", Path(request.output.dir).parts)):
        sizes = [len(part.encode(errors="replace")) for part in parts]
        if max(sizes, default=0) > LONGEST_NAME:
            yield Fault(key, f"has a name of {max(sizes)} bytes, allowed {LONGEST_NAME}")


def plan_errors(request: Request) -> tuple[Fault, ...]:
    """Return what the study refuses in a request; for lines that are refused anyway, since planning takes time."""
    from lunarsim.study.grid.planning import make_plan
    from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, import_model

    try:
        make_plan(request, import_model(CAMPAIGNS_REFERENCE), CAMPAIGNS_REFERENCE)
    except InputError as error:
        return error.faults
    return ()
