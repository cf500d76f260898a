"""Clients of object stores: the package obstore, which reads credentials from the environment by its own rules."""

from __future__ import annotations

import datetime as dt
import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lunarsim.study.store.places.address import Address, without_secrets
from lunarsim.words.errors import StoreError

if TYPE_CHECKING:
    from obstore.store import MemoryStore, ObjectStore

_PATIENCE = {"connect_timeout": "5s", "timeout": "30s"}
_RETRIES = {"max_retries": 3, "retry_timeout": dt.timedelta(seconds=15)}
"""A store that does not answer is reported within a minute, where the package itself waits three minutes a request."""

_PREFIXES = {"s3": "AWS", "gs": "GOOGLE", "az": "AZURE"}
_OPTIONS = (
    "allow_http",
    "allow_invalid_certificates",
    "connect_timeout",
    "proxy_ca_certificate",
    "proxy_excludes",
    "proxy_url",
    "timeout",
)
"""Options of the connection, which the package reads from the environment only where it is given none, as here."""

_MEMORY: dict[str, MemoryStore] = {}
"""What was written to ``memory://`` in this process, by name."""

_MISSING = ("NoSuchBucket", "bucket does not exist", "ContainerNotFound")
_MACHINE_METADATA = ("169.254.169.254", "metadata.google.internal")
_GENERIC = re.compile(r"^Generic \w+ error: ")
_LONGEST = 300


def client(address: Address) -> ObjectStore:
    """Return the client of a bucket.

    Raises
    ------
    StoreError
        If the environment lacks what it needs.
    """
    from obstore.exceptions import BaseError
    from obstore.store import MemoryStore

    if address.scheme == "memory":
        return _MEMORY.setdefault(address.bucket, MemoryStore())
    try:
        return _connected(address.scheme, address.bucket)
    except (BaseError, ValueError) as error:
        raise StoreError(f"{address} cannot be opened: {in_words(error)}") from error


@lru_cache(maxsize=16)
def _connected(scheme: str, bucket: str) -> ObjectStore:
    from obstore.store import LocalStore, from_url

    if scheme == "file":
        return LocalStore()
    options: Any = _PATIENCE | {
        option: value for option in _OPTIONS if (value := os.environ.get(f"{_PREFIXES[scheme]}_{option.upper()}"))
    }
    retries: Any = _RETRIES
    return from_url(f"{scheme}://{bucket}", client_options=options, retry_config=retries)


def forget_clients() -> None:
    """Make new clients from now on, from the environment as it is then."""
    _connected.cache_clear()


def is_missing_bucket(error: Exception) -> bool:
    """Return whether an error says that not the object but its bucket is missing."""
    return any(word in str(error) for word in _MISSING)


def in_words(error: Exception) -> str:
    """Return an error of a store in one line, without what must stay secret."""
    from obstore import exceptions

    text = str(error)
    if is_missing_bucket(error):
        return "there is no such bucket"
    if isinstance(error, exceptions.PermissionDeniedError):
        return "the store denies permission"
    if isinstance(error, exceptions.UnauthenticatedError):
        return "the store does not accept the credentials of the environment"
    if any(word in text for word in _MACHINE_METADATA):
        return "the environment holds no credentials for it"
    # Later lines repeat the first one; what a server sends is XML.
    line = (text.splitlines() or [type(error).__name__])[0].partition("<?xml")[0]
    line = _GENERIC.sub("", without_secrets(line)).strip(" :")
    line = f"{line[:_LONGEST]} ..." if len(line) > _LONGEST else line
    return f"it cannot be reached: {line}" if "error sending request" in line or "timed out" in line else line
