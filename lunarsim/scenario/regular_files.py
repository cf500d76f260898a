"""Files that others may have made: read if they are plain and small, and written without following a symbolic link.

A name may stand for a FIFO that never ends, a device that gives bytes forever, or a link to a file elsewhere. Each of
these is refused at once with an ``OSError`` whose ``strerror`` says why: "it is a FIFO, not a regular file".
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from lunarsim.words.errors import Fault, InputError

_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}

# Windows has none of these flags, and neither FIFOs nor devices in folders.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
_AS_IT_IS = getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def read_regular(path: Path, most_bytes: int, links: bool = True) -> bytes:
    """Return the content of a regular file.

    Parameters
    ----------
    path : Path
        The file.
    most_bytes : int
        Bytes that it may have; of a larger one no more than these are read.
    links : bool
        Whether its last part may be a symbolic link.

    Raises
    ------
    OSError
        If there is none, or it is no regular file, a link where none may be, too large or cannot be read.
    """
    check_regular(path, links)
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | _AS_IT_IS | (0 if links else _NO_LINK))
    with os.fdopen(descriptor, "rb") as file:
        _refuse(path, os.fstat(file.fileno()).st_mode)
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise OSError(errno.EFBIG, f"it is larger than {_amount(most_bytes)}, allowed at most that", str(path))
    return content


def read_input(path: Path, most_bytes: int, named: str = "") -> bytes:
    """Return the content of a regular file that a user names.

    Parameters
    ----------
    path : Path
        The file; the user may name a symbolic link.
    most_bytes : int
        Bytes that it may have.
    named : str
        What it was given as, for the message; left out, the path.

    Raises
    ------
    InputError
        Where :func:`read_regular` raises OSError.
    """
    try:
        return read_regular(path, most_bytes)
    except OSError as error:
        raise InputError([Fault(named or str(path), f"cannot be read: {error.strerror or error}")]) from error


def check_regular(path: Path, links: bool = False) -> None:
    """Raise OSError unless a name stands for a regular file; a symbolic link is followed only where it may be one."""
    _refuse(path, (path.stat() if links else path.lstat()).st_mode)


def check_name(path: Path) -> None:
    """Raise OSError where a name to be written is taken by anything but a regular file; a free one is good."""
    with suppress(FileNotFoundError):
        check_regular(path)


def append_text(path: Path, text: str) -> None:
    """Add a text to a regular file, which is made where there is none.

    Raises
    ------
    OSError
        If the name is that of anything else, a symbolic link included, or it cannot be written.
    """
    with _opened(path, os.O_APPEND) as file:
        file.write(text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a regular file, in place of what it held.

    Raises
    ------
    OSError
        If the name is that of anything else, a symbolic link included, or it cannot be written.
    """
    with _opened(path) as file:
        file.truncate()
        file.write(content)


@contextmanager
def _opened(path: Path, flags: int = 0) -> Iterator[IO[bytes]]:
    check_name(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flags | _AT_ONCE | _AS_IT_IS | _NO_LINK, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        _refuse(path, os.fstat(file.fileno()).st_mode)
        yield file


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the regular files in and below a folder.

    Raises
    ------
    OSError
        If anything there is neither a folder nor a regular file; no symbolic link is followed.
    """
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                path = Path(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif entry.is_file(follow_symlinks=False):
                    yield path
                else:
                    check_regular(path)


def _refuse(path: Path, mode: int) -> None:
    """Raise OSError unless a mode is that of a regular file."""
    if not stat.S_ISREG(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "something else")
        raise OSError(errno.EINVAL, f"it is {kind}, not a regular file", str(path))


def _amount(size_bytes: int) -> str:
    return f"{size_bytes // 10**6} MB" if size_bytes >= 10**6 else f"{size_bytes:,} bytes"
