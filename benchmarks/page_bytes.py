"""Bytes a run of what a report holds, by kind of column: ``python -m benchmarks.page_bytes STORE``."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from lunarsim.reading.opening import open_sweep
from lunarsim.reading.report.content import content
from lunarsim.reading.report.payload.packing import deflated, unpack

LETTERS = 5 / 4
"""Of base 85 for a byte."""


def bytes_by_kind(store: Path) -> dict[str, tuple[int, float]]:
    """Return for each kind of column how many a report of a sweep has, and the bytes that they take in its page."""
    with open_sweep(store) as dataset:
        held = content(store, dataset)
    declared = held.about["columns"]
    bases = [column["base"] for column in declared]
    columns = list(unpack(held.data, [column["count"] for column in declared], bases))
    found: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for column, part in zip(declared, deflated(columns, bases), strict=True):
        count, size = found[column["kind"]]
        found[column["kind"]] = (count + 1, size + LETTERS * len(part) / held.about["runs"])
    return dict(found)


def main() -> None:
    """Print the table."""
    found = bytes_by_kind(Path(sys.argv[1]))
    for kind, (count, size) in sorted(found.items(), key=lambda item: -item[1][1]):
        print(f"{kind:14}{count:5d}{size:9.1f}")
    print(f"{'all':14}{sum(count for count, _ in found.values()):5d}{sum(size for _, size in found.values()):9.1f}")


if __name__ == "__main__":
    main()
