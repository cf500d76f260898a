"""The metadata of a stored dataset: one document, with a digest of itself."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from lunarsim.study.store.places.place import METADATA, MOST_METADATA_BYTES
from lunarsim.version import FORMAT
from lunarsim.words.errors import StoreError

DIGEST = "metadata_digest"
"""Attribute of the dataset: digest of the document without this attribute."""


def parsed(content: bytes) -> Any:
    """Return what the document says.

    Raises
    ------
    ValueError
        If it is no JSON, is of a later format, or is not the document that was written.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        raise ValueError(f"zarr.json is no JSON: {reason}") from None
    attributes = document.get("attributes") if isinstance(document, dict) else None
    if not isinstance(attributes, dict):
        return document
    form = attributes.get("format")
    if type(form) is int and form > FORMAT:
        maker = str(attributes.get("lunarsim_version", "of a later version"))[:40]
        raise ValueError(f"it was made by lunarsim {maker} in format {form}; this one reads formats 1 to {FORMAT}")
    if (DIGEST in attributes or "format" in attributes) and attributes.get(DIGEST) != digest(document):
        raise ValueError("zarr.json is damaged or was changed: it is not what its digest says")
    return document


def signed(document: dict[str, Any]) -> bytes:
    """Return a document as it is stored, with its digest.

    Raises
    ------
    StoreError
        If it is larger than any reader takes.
    """
    attributes = {**document["attributes"], DIGEST: digest(document)}
    text = json.dumps({**document, "attributes": attributes}, indent=2).encode()
    if len(text) > MOST_METADATA_BYTES:
        allowed = f"allowed {MOST_METADATA_BYTES:,}"
        raise StoreError(f"{METADATA} has {len(text):,} bytes, {allowed}; combine fewer options of config groups")
    return text


def digest(document: dict[str, Any]) -> str:
    """Return the digest of a document, its digest left out; layout and order do not count."""
    attributes = {name: value for name, value in document["attributes"].items() if name != DIGEST}
    text = json.dumps({**document, "attributes": attributes}, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
