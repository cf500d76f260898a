"""One number for the data files that decide results beside the composed scenario."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from lunarsim.scenario.library.paths import shipped

FOLDERS = ("library", "site")
"""Folders below ``configs`` whose files are read while a scenario is built or run, not composed into it."""


@cache
def library_digest() -> str:
    """Return the digest of the library files of this installation, the same on every system.

    Two installations, such as a client and a worker, give the same results only where it is equal. It is taken once,
    as the files are read once.
    """
    digest = hashlib.blake2b(digest_size=16)
    for name, content in _files():
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


@cache
def file_digests() -> dict[str, str]:
    """Return the digest of each of these files, so that a message can name those that differ."""
    return {name: hashlib.blake2b(content, digest_size=8).hexdigest() for name, content in _files()}


def _files() -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file."""
    for folder in FOLDERS:
        for path in sorted((shipped("configs") / folder).iterdir()):
            if path.suffix in (".yml", ".yaml"):
                # A checkout on another system may end its lines otherwise.
                yield f"{folder}/{path.name}", path.read_bytes().replace(b"\r\n", b"\n")
