"""Every notebook runs, and stands in the repository with its outputs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize(
    "samples",
    [pytest.param("samples=24", id="few samples"), pytest.param(r"\g<0>", id="all samples")],
)
@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_draws(path: Path, tmp_path: Path, samples: str) -> None:
    source, copy = tmp_path / "source.ipynb", tmp_path / path.name
    text, found = re.subn(r"\bsamples=\d+", samples, path.read_text(encoding="utf-8"))
    assert found
    source.write_text(text, encoding="utf-8")
    # In a process of its own: kernels leave event loops behind.
    subprocess.run([sys.executable, str(FOLDER / "execute.py"), str(source), str(copy)], check=True, timeout=300)
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
