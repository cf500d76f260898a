"""Addresses where no scheduler answers: one clear line within the time that is given, and nothing written."""

import dataclasses
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from lunarsim.study.request.settings import Executor
from lunarsim.study.run.cluster import connection
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import LunarsimError
from tests.study.conftest import asked

MODEL = "tests.study.models:SMALL"


@contextmanager
def server(answer, family=socket.AF_INET, host="127.0.0.1"):
    """A server that is no scheduler: it answers each connection with some bytes, with silence, or hangs up."""
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.bind((host, 0))
    listening.listen()
    open_ones = []

    def serve():
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            open_ones.append(connection)
            if answer is None:
                connection.close()
            else:
                connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for connection in open_ones:
            connection.close()
        thread.join()


def refused(address, tmp_path, seconds):
    """The message about an address; nothing is written, and it takes not much longer than was given."""
    request = dataclasses.replace(asked(samples=2, store=True, dir=tmp_path), executor=Executor("dask", 2, 7, address))
    start = time.monotonic()
    with pytest.raises(LunarsimError) as caught:
        run_sweep(request, MODEL, progress=False)
    assert time.monotonic() - start < seconds + 10
    assert not list(tmp_path.iterdir())
    assert "\n" not in str(caught.value)
    return str(caught.value)


ANSWERS = {
    "silence": b"",
    "hangs up": None,
    "web server": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
    "mail server": b"220 mail.example.org ESMTP ready, and some more words\r\n",
    "no frames": bytes(8),
    "frames of nothing": (1).to_bytes(8, "little") + bytes(8),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_server_that_is_no_scheduler_is_reported_in_time(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.5)
    with server(ANSWERS[kind]) as port:
        message = refused(f"tcp://127.0.0.1:{port}", tmp_path, 0.5)
    assert message.startswith(f"executor.address: no Dask scheduler answers at tcp://127.0.0.1:{port}: ")


def test_a_server_at_an_address_of_ip_6_is_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.5)
    try:
        with server(b"", socket.AF_INET6, "::1") as port:
            message = refused(f"tcp://[::1]:{port}", tmp_path, 0.5)
    except OSError:
        pytest.skip("no IPv6 here")
    assert "no Dask scheduler answers at tcp://[::1]:" in message


@pytest.mark.parametrize("scheme", ["tls", "ws", "tcp"])
def test_where_nothing_listens_or_certificates_lack_is_reported_in_time(tmp_path, monkeypatch, scheme):
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.5)
    assert "no Dask scheduler answers at" in refused(f"{scheme}://127.0.0.1:9", tmp_path, 0.5)


def test_a_worker_is_no_scheduler(tmp_path, cluster_here):
    worker = next(iter(cluster_here.workers.values())).address
    assert "what answers there is a Worker" in refused(worker, tmp_path, 1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ANSWERS)
def test_ten_seconds_are_given(tmp_path, kind):
    with server(ANSWERS[kind]) as port:
        refused(f"tcp://127.0.0.1:{port}", tmp_path, 10)
