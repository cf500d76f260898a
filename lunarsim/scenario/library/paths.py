"""Where the package and the project's own files stand, in a wheel and in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lunarsim import version

PACKAGE = Path(version.__file__).resolve().parent
"""The folder of the package, however deep the modules stand that ask for it."""


@cache
def shipped(name: str) -> Path:
    """Return the absolute folder ``configs`` or ``experiments`` that this installation reads.

    Raises
    ------
    FileNotFoundError
        If the installation lacks it.
    """
    for parent in (PACKAGE, PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"this installation of lunarsim lacks its folder {name}")


def checkout() -> Path | None:
    """Return the root of the git checkout in which the package stands, or None where it is installed."""
    return PACKAGE.parent if (PACKAGE.parent / ".git").exists() else None
