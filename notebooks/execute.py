"""Execute the notebooks in place, with outputs kept so that they read on a web page: ``make notebooks``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
VOLATILE = ("execution", "execution_count")


def execute(path: Path, kernel: str = "python3") -> nbformat.NotebookNode:
    """Return a notebook executed in an empty folder, so that its sweeps leave nothing behind.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    # The notebook runs the command that belongs to this Python, whatever environment is active.
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(notebook, timeout=300, kernel_name=kernel, resources={"metadata": {"path": folder}})
        client.execute()
    for cell in notebook.cells:
        for name in VOLATILE:
            cell.metadata.pop(name, None)
    notebook.metadata.pop("widgets", None)
    return notebook


def main() -> None:
    """Execute each notebook of this folder and write it back, or one notebook into another file."""
    pairs = [sys.argv[1:3]] if len(sys.argv) > 1 else [(path, path) for path in sorted(FOLDER.glob("*.ipynb"))]
    for source, target in pairs:
        nbformat.write(execute(Path(source)), target)
        print(target)


if __name__ == "__main__":
    main()
