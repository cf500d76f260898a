"""A command line as far as it is typed, for which tab completion offers words."""

from __future__ import annotations

from typing import NamedTuple

from lunarsim.door.line.option_catalog import Catalog


class Typed(NamedTuple):
    """A line with a verb whose last word is unfinished.

    Parameters
    ----------
    words : tuple of str
        The words before the last one, without the name of the program.
    last : str
        The last word, which may be empty.
    catalog : Catalog
        The options of the config groups.
    """

    words: tuple[str, ...]
    last: str
    catalog: Catalog
