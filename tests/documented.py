"""The examples of README and docs, as the tests run them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def documented(page: str, name: str) -> str:
    """Return the block of a page that opens with a comment of the name of its file."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (block,) = (block for block in blocks if block.startswith(f"# {name}\n"))
    return str(block)
