"""A disk that is really full: what was finished is kept, and the rest is made when there is room."""

import subprocess

import pytest
import xarray as xr

from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import StoreError
from tests.study.conftest import asked
from tests.study.test_sweep import same

pytestmark = pytest.mark.slow
MODEL = "tests.study.models:SMALL"
WHAT = {
    "levers": {"plant.units": [1, 2, 3]},
    "use": "none",
    "design": "monte_carlo",
    "samples": 1_000,
    "block_runs": 50,
}


def mount(*options):
    """Mount; return whether that was allowed."""
    try:
        return subprocess.run(["mount", *options], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """A disk of little room: a file system in memory, which root may mount on Linux."""
    folder = tmp_path_factory.mktemp("disk")
    if not mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)):
        pytest.skip("mounts no file system here; test_resume.py does the same with a patched one")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def small_disk(disk):
    assert mount("-o", "remount,size=1m", str(disk))
    yield disk
    for path in disk.iterdir():
        subprocess.run(["rm", "-r", str(path)], check=True)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("executor", ["serial", "processes", "dask"])
def test_what_does_not_fit_is_reported_and_made_when_there_is_room(small_disk, executor):
    with pytest.raises(StoreError, match=r"cannot be written: No space left on device; .* blocks finished"):
        run_sweep(asked(**WHAT, executor=executor, store=True, dir=small_disk), MODEL, progress=False)
    (path,) = small_disk.glob("study/*/sweep.zarr")
    missing = int((xr.open_zarr(path, chunks=None).status.values == 0).sum())
    assert 0 < missing < 3_000
    assert mount("-o", "remount,size=64m", str(small_disk))
    assert resume_sweep(path, model=MODEL, progress=False).runs == missing
    same(xr.open_zarr(path, chunks=None).load(), run_sweep(asked(**WHAT), MODEL, progress=False).open())
