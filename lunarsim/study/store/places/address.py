"""URLs as users type them: which are understood, and how they are printed without what must stay secret."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import quote, unquote

from lunarsim.words.errors import Fault, InputError

SCHEMES = {
    "s3": "s3://BUCKET/PREFIX",
    "gs": "gs://BUCKET/PREFIX",
    "az": "az://CONTAINER/PREFIX",
    "file": "file:///FOLDER",
    "memory": "memory://NAME/PREFIX",
}
"""Schemes, with the form of their URLs."""

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_ALMOST = re.compile(rf"({'|'.join(SCHEMES)}):/?(?!/)", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/\s?#]*@")
_QUERY = re.compile(r"(://[^\s?]*)\?[^\s)>\]\"']*")


def is_url(text: str) -> bool:
    """Return whether a text is meant as a URL; ``s3:/bucket`` is, with a slash missing."""
    return bool(_URL.match(text) or _ALMOST.match(text))


def without_secrets(text: str) -> str:
    """Return a text without users, passwords and query parts of the URLs in it."""
    return _QUERY.sub(r"\1", _USER.sub("", text))


@dataclass(frozen=True)
class Address:
    """A URL that is understood.

    Parameters
    ----------
    scheme : str
        One of ``SCHEMES``.
    bucket : str
        Bucket, container or name; empty for files.
    key : str
        What stands below it, without slashes at its ends.
    """

    scheme: str
    bucket: str
    key: str = ""

    def __str__(self) -> str:
        key = quote(self.key) if self.scheme == "file" else self.key
        return f"{self.scheme}://{self.bucket}/{key}".rstrip("/") if key else f"{self.scheme}://{self.bucket}/"

    @classmethod
    def read(cls, url: str, named: str = "") -> Address:
        """Understand a URL.

        Parameters
        ----------
        url : str
            As given.
        named : str
            What it was given as, for messages; left out, the URL itself.

        Raises
        ------
        InputError
            If it cannot be understood, holds what must not be recorded, or the package for URLs is not installed.
        """
        shown = without_secrets(url)
        problem = _problem(url)
        if problem:
            raise InputError([Fault(named, f"is {shown}, {problem}") if named else Fault(shown, problem)])
        match = _URL.fullmatch(url)
        assert match is not None
        scheme = match[1].lower()
        bucket, _, key = match[2].partition("/")
        if scheme == "file":
            # Only file URLs are percent-encoded by rule; a key of a bucket is taken literally.
            bucket, key = "", unquote(key)
        return cls(scheme, bucket, "/".join(part for part in key.split("/") if part))

    def child(self, name: str) -> Address:
        """Return the address of a name below this one."""
        return Address(self.scheme, self.bucket, f"{self.key}/{name}" if self.key else name)

    @property
    def parent(self) -> Address:
        """The address above this one."""
        return Address(self.scheme, self.bucket, self.key.rpartition("/")[0])


def _problem(url: str) -> str:
    """Return what is wrong with a URL, or nothing."""
    match = _URL.fullmatch(url)
    allowed = ", ".join(SCHEMES.values())
    if match is None:
        return f"must have two slashes behind the colon; allowed: {allowed}"
    scheme, rest = match[1].lower(), match[2]
    bucket, _, key = rest.partition("/")
    checks = {
        f"has the unknown scheme {scheme!r}; allowed: {allowed}, or a path": scheme not in SCHEMES,
        "must have no user, password or query; credentials and options are read from the environment": (
            "@" in bucket or "?" in rest
        ),
        f"names the host {bucket!r}; allowed: {SCHEMES['file']}": (
            scheme == "file" and bucket not in ("", "localhost")
        ),
        f"names no bucket; allowed: {allowed}": scheme in ("s3", "gs", "az") and not bucket,
        "must have no '.' or '..' between slashes and only printable characters": (
            not rest.isprintable() or bool({".", ".."} & set(key.split("/")))
        ),
        "which needs the package obstore; install it with: pip install 'lunarsim[cloud]'": (
            find_spec("obstore") is None
        ),
    }
    return next((problem for problem, applies in checks.items() if applies), "")
