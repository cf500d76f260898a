"""Pictures as a line of ``plot`` asks for them, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xarray as xr
from matplotlib.figure import Figure

from lunarsim.reading.pictures import drawing
from lunarsim.reading.pictures.asked import Asked
from tests.reading.looking import texts


def picture(dataset: xr.Dataset, kind: str, outcomes: Sequence[str] = (), **others: Any) -> tuple[Figure, str]:
    """Return a picture of a dataset and the notes that the command prints."""
    return drawing.picture(dataset, Asked(kind, outcomes, **others))


def said(figure: Figure) -> str:
    """Return all that a picture says, in one line."""
    return " ".join(texts(figure)).replace("\n", " ")
