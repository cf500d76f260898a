"""Files that others may have made, read and written."""

import os
import socket

import pytest

from lunarsim.scenario.regular_files import append_text, files_below, read_input, read_regular, write_bytes
from lunarsim.words.errors import InputError


@pytest.fixture
def odd(tmp_path):
    """Return names that stand for something else than a regular file, each with what it is."""
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "device").symlink_to("/dev/zero")
    listening = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(tmp_path)
    listening.bind("socket")
    os.chdir(here)
    yield {tmp_path / name: name for name in ("fifo", "folder", "device", "socket")}
    listening.close()


def test_only_a_regular_file_is_read_and_at_once(odd):
    for path, kind in odd.items():
        with pytest.raises(OSError, match=r"it is a .*, not a regular file") as caught:
            read_regular(path, 10)
        assert kind in caught.value.strerror.lower().replace("directory", "folder")
        assert caught.value.filename == str(path)


def test_only_a_regular_file_is_written(odd):
    for path in odd:
        for write in (lambda path: append_text(path, "x"), lambda path: write_bytes(path, b"x")):
            with pytest.raises(OSError, match="not a regular file"):
                write(path)
    assert sorted(odd) == sorted(next(iter(odd)).parent.iterdir())


def test_a_large_file_is_refused(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        read_regular(path, 4)
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(OSError, match="larger than 2 MB"):
        read_regular(path, 2_000_000)


def test_a_link_is_read_only_where_it_may_be_one_and_never_written(tmp_path):
    outside, link, nowhere = tmp_path / "outside", tmp_path / "link", tmp_path / "nowhere"
    outside.write_text("kept")
    link.symlink_to(outside)
    nowhere.symlink_to(tmp_path / "new")
    assert read_regular(link, 10) == b"kept"
    with pytest.raises(OSError, match="a symbolic link"):
        read_regular(link, 10, links=False)
    for path in (link, nowhere):
        with pytest.raises(OSError, match="a symbolic link"):
            append_text(path, "x")
        with pytest.raises(OSError, match="a symbolic link"):
            write_bytes(path, b"x")
    assert outside.read_text() == "kept"
    assert not (tmp_path / "new").exists()


def test_a_file_is_made_or_its_content_replaced(tmp_path):
    path = tmp_path / "a"
    write_bytes(path, b"a longer one")
    write_bytes(path, b"one")
    append_text(path, "two ±\n")
    assert path.read_text(encoding="utf-8") == "onetwo ±\n"
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def test_the_files_below_a_folder_are_found_without_following_links(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("one", "a/two", "a/b/three"):
        (tmp_path / name).touch()
    assert sorted(path.name for path in files_below(tmp_path)) == ["one", "three", "two"]
    (tmp_path / "a" / "link").symlink_to(tmp_path)
    with pytest.raises(OSError, match="a symbolic link") as caught:
        list(files_below(tmp_path))
    assert caught.value.filename == str(tmp_path / "a" / "link")


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_what_a_user_names_is_refused_in_one_line(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    for path, text in ((tmp_path / "fifo", "it is a FIFO"), (tmp_path / "none", "No such file")):
        with pytest.raises(InputError, match=text) as caught:
            read_input(path, 10)
        assert caught.value.faults[0].path == str(path)
    with pytest.raises(InputError, match=r"^design\.table: cannot be read"):
        read_input(tmp_path / "none", 10, "design.table")
