"""The wheel works without the checkout, from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documented import documented

ROOT = Path(__file__).parents[2]
MAIN = "import sys, lunarsim.door.cli as cli; print(cli.__file__); sys.exit(cli.main())"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the wheel was installed; its path has spaces and non-ASCII letters."""
    built = tmp_path_factory.mktemp("built")
    target = tmp_path_factory.mktemp("Größe und Maß")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(build, cwd=ROOT, check=True, timeout=120)
    (wheel,) = built.glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*install, str(wheel)], check=True, timeout=120)
    return target


def test_the_wheel_has_each_file_of_the_package_its_options_and_its_experiments(installed: Path) -> None:
    folders = {"": ROOT / "lunarsim", "configs": ROOT / "configs", "experiments": ROOT / "experiments"}
    files = {
        Path(name) / path.relative_to(folder)
        for name, folder in folders.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "configs.py"
    }
    assert len(files) > 500
    package = installed / "lunarsim"
    assert {path for path in files if not (package / path).is_file()} == set()
    assert {path for path in files if (package / path).stat().st_size == 0} <= {Path("py.typed")}


@pytest.mark.slow
def test_wheel_runs_from_a_folder_with_an_odd_name(installed: Path, tmp_path: Path) -> None:
    """A sweep, and its report, whose page is made of files of the package."""
    folder = tmp_path / "месяц und Erde"
    folder.mkdir()

    def run(*words: str) -> str:
        answer = subprocess.run(
            [sys.executable, "-P", "-c", MAIN, *words],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert answer.returncode == 0, answer.stderr
        assert str(installed) in answer.stdout
        return answer.stdout

    # An experiment reads the files of the base scenario, too.
    run("-m", "experiment=race", "design.samples=3")
    assert list(folder.glob("outputs/*/*/sweep.zarr/zarr.json"))
    assert "report: outputs" in run("report")
    (report,) = folder.glob("outputs/*/*/report.html")
    text = report.read_text(encoding="utf-8")
    assert "Who works the surface first, and with what" in text
    page = installed / "lunarsim" / "reading" / "report" / "page"
    for name in (page / "scripts.txt").read_text(encoding="utf-8").split():
        assert (page / name).read_text(encoding="utf-8") in text


def test_a_hydra_app_of_ones_own_finds_the_options_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(documented("docs/sweeps.md", "app.py"))
    answer = subprocess.run(
        [sys.executable, "-P", "app.py", "site=peary", "plant.units=4", "hydra.run.dir=.", "hydra.output_subdir=null"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.stdout == "peary 4 reactor\n", answer.stderr
