"""Bytes a run of what a report holds, by kind of column: ``python -m benchmarks.page_bytes report.html``."""

from __future__ import annotations

import base64
import json
import re
import sys
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

LETTERS = 5 / 4
"""Of base 85 for a byte."""

STRATEGIES = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY)


def bytes_by_kind(about: dict[str, Any], data: str) -> dict[str, tuple[int, float]]:
    """Return for each kind of column how many a report has, and the bytes a run that they take in it."""
    raw = zlib.decompress(base64.b85decode(data.translate(str.maketrans(".,/", "<>&"))), -zlib.MAX_WBITS)
    found: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for column in about["columns"]:
        start, size = 2 * column["offset"], column["count"]
        stored = sum(_deflated(raw[at : at + size]) for at in (start, start + size))
        count, so_far = found[column["kind"]]
        found[column["kind"]] = (count + 1, so_far + LETTERS * stored / about["runs"])
    return dict(found)


def _deflated(plain: bytes) -> int:
    """Return the bytes that low or high bytes of a column take."""
    sizes = []
    for strategy in STRATEGIES:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, strategy)
        sizes.append(len(deflate.compress(plain) + deflate.flush(zlib.Z_SYNC_FLUSH)))
    return min(sizes)


def main() -> None:
    """Print the table."""
    html = Path(sys.argv[1]).read_text(encoding="utf-8")
    about, data = (
        re.search(rf'<script type="[^"]*" id="{name}">(.*?)</script>', html, re.S) for name in ("about", "data")
    )
    if about is None or data is None:
        raise SystemExit(f"{sys.argv[1]} is no report")
    found = bytes_by_kind(json.loads(about[1]), data[1].strip())
    for kind, (count, size) in sorted(found.items(), key=lambda item: -item[1][1]):
        print(f"{kind:14}{count:5d}{size:9.1f}")
    print(f"{'all':14}{sum(count for count, _ in found.values()):5d}{sum(size for _, size in found.values()):9.1f}")


if __name__ == "__main__":
    main()
