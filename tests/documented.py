"""The examples of README and docs, as the tests run them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def documented(page: str, name: str) -> str:
    """Return the block of a page that opens with a comment of the name of its file."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (block,) = (block for block in blocks if block.startswith(f"# {name}\n"))
    return str(block)


JSON_SECTIONS: dict[str, str] = dict(
    re.findall(
        r"^## (.*?)\n(.*?)(?=^## |\Z)",
        (ROOT / "docs" / "json.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
"""What ``docs/json.md`` tells of each verb, by its heading."""


def keys_told(section: str) -> tuple[set[str], set[str]]:
    """Return the keys that a section of ``docs/json.md`` tells, and those whose keys are told at the top."""
    keys: set[str] = set()
    recurring: set[str] = set()
    parent = ""
    for cell, text in re.findall(r"^\| (`.*?) \| ?(.*?) ?\|$", section, re.MULTILINE):
        for word in re.findall(r"`([^`]+)`", cell):
            if not word.startswith("."):
                parent = word.rpartition(".")[0]
            key = parent + word if word.startswith(".") else word
            keys.add(key)
            recurring |= {key} if "as at the top" in text else set()
    return keys, recurring


def keys_printed(value: Any, keys: set[str], recurring: set[str], at: str = "") -> Iterator[str]:
    """Yield the keys of what was printed, with the page's words for those that are any name."""
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for each in value:
            yield from keys_printed(each, keys, recurring, f"{at}[]")
    elif isinstance(value, dict) and at in recurring:
        yield at
        yield from keys_printed(value, keys, recurring)
    elif isinstance(value, dict):
        inside = {key[len(at) + bool(at) :].split(".")[0] for key in keys if not at or key.startswith(f"{at}.")}
        words = [name for name in inside if name.removesuffix("[]").isupper()]
        known = {name.removesuffix("[]") for name in inside}
        for name, each in value.items():
            word = words[0] if words and name not in known else name
            yield from keys_printed(each, keys, recurring, f"{at}.{word}" if at else word)
    elif not any(key.startswith((f"{at}.", f"{at}[")) for key in keys):
        # Of what has keys of its own, null or an empty list says that there is none.
        yield at


def check_keys(name: str, *answers: Any) -> None:
    """Fail unless the keys of some answers together are those that a section of ``docs/json.md`` tells."""
    keys, recurring = keys_told(JSON_SECTIONS[name])
    assert {key for answer in answers for key in keys_printed(answer, keys, recurring)} == keys
