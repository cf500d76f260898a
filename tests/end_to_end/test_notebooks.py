"""Every notebook runs, and stands in the repository with its outputs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_draws(path: Path, tmp_path: Path) -> None:
    # In a process of its own: kernels leave event loops behind.
    copy = tmp_path / path.name
    subprocess.run([sys.executable, str(FOLDER / "execute.py"), str(path), str(copy)], check=True, timeout=300)
    assert pictures(copy) >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_stored_with_its_outputs(path: Path) -> None:
    assert pictures(path) >= 3


def pictures(path: Path) -> int:
    """Count the pictures of a notebook, of which no cell may have failed."""
    notebook = nbformat.read(path, as_version=4)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell["outputs"]]
    assert not any(output["output_type"] == "error" for output in outputs)
    return sum("image/png" in output.get("data", {}) for output in outputs)
