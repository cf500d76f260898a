"""Pictures as files: what their names must be, how they are written, and where they go when nobody names a file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from lunarsim.scenario.regular_files import check_name, write_bytes
from lunarsim.words.errors import Fault, StoreError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMS = (".png", ".pdf", ".svg")

_NO_TIME = {"png": {"Software": None}, "pdf": {"CreationDate": None}, "svg": {"Date": None}}
"""What matplotlib would else write into a file: when and with which version it was made."""


def faults_of(file: Path, option: str) -> list[Fault]:
    """Return the reasons why a file cannot become a picture; asked before the picture is made.

    Parameters
    ----------
    file : Path
        As it was named.
    option : str
        That named it.
    """
    faults = []
    if file.suffix.lower() not in FORMS:
        faults.append(Fault(option, f"{file} is not a picture; allowed: names that end in {', '.join(FORMS)}"))
    if not file.parent.is_dir():
        faults.append(Fault(option, f"{file.parent} is not a directory"))
    try:
        check_name(file)
    except OSError as error:
        faults.append(Fault(option, f"{file} cannot be written: {error.strerror or error}"))
    return faults


def file_bytes(figure: Figure, suffix: str) -> bytes:
    """Return a picture as the content of a file, the same whenever it is made.

    Parameters
    ----------
    figure : Figure
        What is drawn.
    suffix : str
        One of :data:`FORMS`.
    """
    import matplotlib as mpl

    form = suffix[1:].lower()
    written = BytesIO()
    # Names inside of an SVG are drawn by chance unless a salt is set.
    with mpl.rc_context({"svg.hashsalt": "lunarsim", "text.parse_math": False}):
        figure.savefig(written, format=form, metadata=_NO_TIME[form])
    return written.getvalue()


def save(figure: Figure, file: Path) -> str:
    """Write a picture to a file that was named; return its name."""
    write_bytes(file, file_bytes(figure, file.suffix))
    return str(file)


def save_beside(figure: Figure, store: Path | str, name: str) -> str:
    """Write a picture beside a dataset, in its folder or below its URL; return where it is.

    Raises
    ------
    StoreError
        If nothing can be written there; the message says how to name another file.
    """
    from lunarsim.study.store.places.chosen import place_of

    folder = place_of(store).parent
    file = folder.child(name)
    content = file_bytes(figure, Path(name).suffix)
    try:
        folder.put_bytes(file.name, content)
    except folder.errors as error:
        raise StoreError(f"{file}: {folder.describe_write_error(error)}") from error
    return str(file)
