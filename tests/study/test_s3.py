"""A sweep in a bucket of a real S3 interface, that of moto on this machine: pip install 'moto[s3]' flask flask-cors.

Moto is no requirement of development: what it needs holds back packages that lunarsim itself rests on.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec

import pytest
import xarray as xr

from lunarsim.study.request.settings import Executor
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.store.folder import dataset_at
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.client import forget_clients
from lunarsim.study.store.places.lease import leased
from lunarsim.words.errors import StoreError
from tests.study.conftest import asked
from tests.study.test_sweep import same

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(find_spec, ("moto", "flask", "flask_cors"))), reason="moto is not installed"),
]
WHAT = {"levers": {"plant.units": [1, 2]}, "samples": 12, "block_runs": 6}
FAILING = "tests.study.models:FAILING"


def asks(server, path, method="GET"):
    with urllib.request.urlopen(urllib.request.Request(f"{server}/{path}", method=method), timeout=5) as answer:
        return answer.status


@pytest.fixture(scope="module")
def server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url, end = f"http://127.0.0.1:{port}", time.monotonic() + 60
    try:
        while True:
            try:
                asks(url, "moto-api/")
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.05)
            else:
                break
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def bucket(server, monkeypatch):
    settings = {
        "ENDPOINT_URL": server,
        "ALLOW_HTTP": "true",
        "REGION": "us-east-1",
        "ACCESS_KEY_ID": "nobody",
        "SECRET_ACCESS_KEY": "hush-hush",
    }
    for key in [key for key in os.environ if key.startswith("AWS_")]:
        monkeypatch.delenv(key)
    for key, value in settings.items():
        monkeypatch.setenv(f"AWS_{key}", value)
    forget_clients()
    asks(server, "lunar-bucket", "PUT")
    yield "s3://lunar-bucket"
    forget_clients()


def test_a_sweep_in_a_bucket_equals_one_in_memory_and_is_continued(bucket):
    request = asked(**WHAT, store=True, dir=f"{bucket}/größe 月", executor="processes")
    path = run_sweep(request, FAILING, progress=False).path
    place = place_of(path)
    assert dataset_at(place.parent) == place
    with xr.open_zarr(place.zarr()) as stored:
        same(stored.load(), run_sweep(asked(**WHAT), FAILING, progress=False).open().load())
        assert not [name for name, value in stored.attrs.items() if "hush-hush" in str(value)]
    for name in ("config.yaml", "sweep.log"):
        assert "hush-hush" not in place.parent.read_text(name)
    again = resume_sweep(path, Executor("serial"), FAILING, progress=False)
    assert (again.runs, again.failed) == (2, 2)


def test_one_holds_the_lock(bucket):
    folder = place_of(f"{bucket}/locked")
    with leased(folder, ["first"]), pytest.raises(StoreError, match=r"being written by .*: first"), leased(folder, []):
        pass
    with leased(folder, ["second"]) as lease:
        lease.check()


def test_a_bucket_that_is_missing_is_reported(bucket):
    with pytest.raises(StoreError, match="s3://no-such/study cannot be written: there is no such bucket; choose"):
        run_sweep(asked(**WHAT, store=True, dir="s3://no-such"), FAILING, progress=False)
    with pytest.raises(StoreError, match="there is no such bucket"):
        dataset_at(place_of("s3://no-such/study/now"))
