"""One number for what the data files of the library give to results beside the composed scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.paths import shipped

_MANIFESTS = tuple(f"missions_{name}" for name in MANIFEST_DATES)

READ_BY_RUNS: Mapping[str, tuple[str, ...]] = {
    "agencies": (),
    "assets": (),
    "attempts": ("attempts",),
    "blocs": (),
    "budgets": ("fit", "grants"),
    "elements": (),
    "flowsheets": (),
    "launches": ("fit",),
    "lives": ("rovers", "satellites"),
    **dict.fromkeys(_MANIFESTS, ()),
    "official_milestones": (),
    "samples": ("places",),
    "slip_calibration": (),
    "slips": (),
    "station_elements": (),
    "supplies": ("crew", "figures", "containers_kg_per_kg", "stocks", "hardware"),
    "vehicles": (),
}
"""Library files that are read while a scenario is built or run, and the parts of them that are; none: the whole."""

TEXTS = frozenset({"title", "source", "sources", "note", "what", "about", "wording", "not_counted"})
"""Fields that only explain; ``evidence`` of hardware and missions is none of them: multipliers scale by it."""

_EVIDENCE_COUNTS = frozenset({"assets", "station_elements", *_MANIFESTS})


@cache
def library_digest() -> str:
    """Return the digest of what runs read of the library files of this installation, the same on every system.

    Two installations, such as a client and a worker, give the same results only where it is equal. Texts, comments and
    files that no run reads are not in it. It is taken once, as the files are read once.
    """
    return _hash(file_digests())


@cache
def file_digests() -> dict[str, str]:
    """Return the digest of each of these files, so that a message can name those that differ."""
    found = {}
    for name, parts in READ_BY_RUNS.items():
        content = read(name)
        chosen = {part: content[part] for part in parts} if parts else content
        texts = TEXTS if name in _EVIDENCE_COUNTS else TEXTS | {"evidence"}
        found[f"library/{name}.yml"] = _hash(without_texts(chosen, texts))
    return found


def without_texts(value: Any, texts: Collection[str] = TEXTS) -> Any:
    """Return plain data without the fields that only explain it; the order of its keys stays."""
    if isinstance(value, Mapping):
        return {str(key): without_texts(item, texts) for key, item in value.items() if key not in texts}
    return [without_texts(item, texts) for item in value] if isinstance(value, list) else value


def _hash(content: Any) -> str:
    text = json.dumps(content, separators=(",", ":"), default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def whole_library_digest() -> str:
    """Return the digest of all library and site files with all their texts, which earlier stores have."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in ("library", "site"):
        for path in sorted((shipped("configs") / folder).iterdir()):
            if path.suffix in (".yml", ".yaml"):
                # A checkout on another system may end its lines otherwise.
                content = path.read_bytes().replace(b"\r\n", b"\n")
                digest.update(f"{folder}/{path.name} {len(content)}\n".encode())
                digest.update(content)
    return digest.hexdigest()
