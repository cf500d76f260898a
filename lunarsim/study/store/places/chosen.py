"""From what a user or caller names to the place that it is."""

from __future__ import annotations

from pathlib import Path

from lunarsim.study.store.places.address import Address, is_url
from lunarsim.study.store.places.local import LocalPlace
from lunarsim.study.store.places.place import Place
from lunarsim.study.store.places.url import UrlPlace


def place_of(where: Path | str | Place, named: str = "") -> Place:
    """Return the place at a path or URL.

    Parameters
    ----------
    where : Path, str or Place
        A path, a URL as text, or a place, which is returned as it is.
    named : str
        What it was given as, for messages.

    Raises
    ------
    InputError
        If it is a URL that is not understood, or the package for URLs is not installed.
    """
    if isinstance(where, str):
        return UrlPlace(Address.read(where, named)) if is_url(where) else LocalPlace(Path(where))
    return LocalPlace(where) if isinstance(where, Path) else where
