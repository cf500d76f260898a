"""Places at URLs: which are understood, what is printed of them, and when a dataset is one."""

import http.server
import socket
import threading

import pytest
import xarray as xr

from lunarsim.study.store.places import address, client
from lunarsim.study.store.places.address import Address, is_url, without_secrets
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.places.local import LocalPlace
from lunarsim.study.store.stored_sweep import StoredSweep
from lunarsim.study.store.zarr_store import ZarrStore
from lunarsim.words.errors import InputError, StoreError
from tests.study.conftest import FEW


@pytest.fixture(params=["file", "memory"])
def place(request, tmp_path):
    return place_of((tmp_path / "100% größe").as_uri() if request.param == "file" else f"memory://{tmp_path.name}/a")


@pytest.mark.parametrize(
    ("url", "scheme", "bucket", "key"),
    [
        ("s3://bucket", "s3", "bucket", ""),
        ("S3://bucket/a//b/", "s3", "bucket", "a/b"),
        ("gs://bucket/a%20b c", "gs", "bucket", "a%20b c"),
        ("az://box/run=1/x@y", "az", "box", "run=1/x@y"),
        ("file:///data/a%20b", "file", "", "data/a b"),
        ("file://localhost/data", "file", "", "data"),
        ("memory://name/a", "memory", "name", "a"),
    ],
)
def test_a_url_is_understood_and_its_text_means_the_same(url, scheme, bucket, key):
    read = Address.read(url)
    assert read == Address(scheme, bucket, key)
    assert Address.read(str(read)) == read
    assert Address.read(str(read.child("x"))).parent == read


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("ftp://host/x", "has the unknown scheme 'ftp'; allowed: s3://BUCKET/PREFIX, "),
        ("s3:/bucket/x", "must have two slashes"),
        ("s3://", "names no bucket"),
        ("gs:///x", "names no bucket"),
        ("file://host/x", "names the host 'host'"),
        ("s3://bucket/a/../b", "must have no '.' or '..'"),
        ("s3://user:hush@bucket/x", "must have no user, password or query; credentials"),
        ("s3://bucket/x?token=hush", "must have no user, password or query; credentials"),
    ],
)
def test_what_is_not_understood_is_reported_without_its_secrets(url, problem):
    assert is_url(url)
    with pytest.raises(InputError) as caught:
        Address.read(url, "output.dir")
    assert problem in str(caught.value)
    assert str(caught.value).startswith("output.dir: is ")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("path", ["outputs", "/data/x", "C:/data", "a:b", "s3/x", "~/x", ""])
def test_paths_are_no_urls(path):
    assert not is_url(path)
    assert isinstance(place_of(path), LocalPlace)


def test_secrets_are_cut_out_of_whatever_text_has_them():
    text = "PUT (http://me:hush@host:1/a/b?sig=hush&x=1) and s3://b/x?hush, a@b?"
    assert without_secrets(text) == "PUT (http://host:1/a/b) and s3://b/x a@b?"


def test_without_the_package_its_extra_is_named(monkeypatch):
    monkeypatch.setattr(address, "find_spec", lambda package: None)
    with pytest.raises(InputError, match=r"pip install 'lunarsim\[cloud\]'"):
        place_of("s3://bucket/x")


def test_the_environment_of_the_connection_counts(monkeypatch):
    given = {}
    import obstore.store

    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_TIMEOUT", "7s")
    monkeypatch.setattr(obstore.store, "from_url", lambda url, **options: given.update(options))
    client.forget_clients()
    client.client(Address("s3", "bucket"))
    client.forget_clients()
    assert given["client_options"] == {"connect_timeout": "5s", "timeout": "7s", "allow_http": "true"}


def test_an_unreachable_store_is_reported_soon_and_without_secrets(monkeypatch):
    _assert_reported(monkeypatch, 9, "it cannot be reached: ")


class _Answers(http.server.BaseHTTPRequestHandler):
    """A store that answers each request with one status."""

    status = 403

    def do_PUT(self):
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(b"<?xml version='1.0'?>\n<Error><Code>AccessDenied</Code><Message>hush</Message></Error>")

    def log_message(self, *given):
        """Say nothing."""


@pytest.mark.parametrize(
    ("status", "said"),
    [(403, "the store denies permission"), (401, "does not accept the credentials"), (404, "not found")],
)
def test_a_store_that_refuses_is_reported_in_one_line(monkeypatch, status, said):
    monkeypatch.setattr(_Answers, "status", status)
    with http.server.HTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _assert_reported(monkeypatch, server.server_port, said)
        server.shutdown()


def test_a_store_that_never_answers_is_reported_when_patience_ends(monkeypatch):
    monkeypatch.setenv("AWS_TIMEOUT", "100ms")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        _assert_reported(monkeypatch, silent.getsockname()[1], "it cannot be reached")


def _assert_reported(monkeypatch, port, said):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    for key, value in {"ALLOW_HTTP": "true", "ACCESS_KEY_ID": "me", "SECRET_ACCESS_KEY": "hush"}.items():
        monkeypatch.setenv(f"AWS_{key}", value)
    client.forget_clients()
    with pytest.raises(StoreError, match=f"s3://bucket/x cannot be written: .*{said}") as caught:
        place_of("s3://bucket/x").write_text("a", "b")
    client.forget_clients()
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_texts_are_kept_under_any_name(place):
    for name in ("a.txt", "größe 月", "x=1,y=[2]", "100%20"):
        assert place.read_text(name) is None
        place.write_text(name, "one")
        place.write_text(name, "größer")
        assert place.read_text(name) == "größer"
    assert len(place.names()) == 4
    assert not place.create("a.txt", "other")
    assert place.read_text("a.txt") == "größer"


def test_two_that_make_a_folder_in_the_same_second_have_one_each(place):
    made = [place.make_child("now", "config.yaml", "x: 1").name for _ in range(3)]
    assert made == ["now", "now-2", "now-3"]


def test_it_can_be_written_or_not(place, tmp_path):
    assert place.can_be_written()
    assert place.names() == []
    (tmp_path / "file").write_text("")
    assert not place_of((tmp_path / "file").as_uri()).can_be_written()


def test_the_template_is_that_of_a_folder(place, tmp_path, plan):
    few = plan(intervals=FEW, use="none")
    store = ZarrStore.create(place.child("sweep.zarr"), few, {"title": "x"})
    local = ZarrStore.create(tmp_path / "sweep.zarr", few, {"title": "x"})
    xr.testing.assert_identical(store.dataset().load(), local.dataset().load())
    assert place.names() == []


@pytest.mark.parametrize("moment", ["finish", "root"])
def test_what_a_kill_leaves_of_a_template_is_no_dataset_to_anybody(place, plan, monkeypatch, moment):
    from lunarsim.study.store.checked import template

    def killed(*given):
        raise KeyboardInterrupt

    owner, name = (template.Template, "finish") if moment == "finish" else (template, "signed")
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, killed)
        with pytest.raises(KeyboardInterrupt):
            ZarrStore.create(place.child("sweep.zarr"), plan(intervals=FEW, use="none"), {})
    left = place.child("sweep.zarr")
    assert left.child("status").names() == ["zarr.json"]
    assert left.read_text("zarr.json") is None
    with pytest.raises(StoreError, match=r"cannot be read as a sweep: no complete sweep is there"):
        StoredSweep.open(left)
    with pytest.raises(FileNotFoundError):
        xr.open_zarr(left.zarr())


def test_the_root_appears_when_all_else_is_there(place, plan, monkeypatch):
    from lunarsim.study.store.checked.template import GatheringStore

    target = place.child("sweep.zarr")
    seen = []
    put_all = GatheringStore.put_all

    def look(self, contents):
        seen.append((list(contents), target.read_text("zarr.json"), target.child("checksums/fixed/c").names()))
        put_all(self, contents)

    monkeypatch.setattr(GatheringStore, "put_all", look)
    ZarrStore.create(target, plan(), {})
    assert all(root is None for _, root, _ in seen)
    keys, _, sums = seen[-1]
    assert (keys, sums) == (["zarr.json"], ["0"])
    assert '"consolidated_metadata"' in place.child("sweep.zarr").read_text("zarr.json")
