"""Labels in files of plain text, which have no way to say that a text is a text.

Quotes do not help: pandas takes ``"null"`` for missing as well as ``null``, and of an empty text nothing is left in
most readers. A spreadsheet runs what begins like a formula.
"""

from __future__ import annotations

from collections.abc import Sequence

_READ_AS_MISSING = {
    *("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA"),
    *("NULL", "NaN", "None", "n/a", "nan", "null"),
}
"""What pandas reads as missing without being asked; Polars, DuckDB and R take parts of it for missing."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How texts begin that spreadsheets run."""


def in_brackets(labels: Sequence[str]) -> dict[str, str]:
    """Return what stands for labels that are not read as they are, each other than all labels."""
    renamed: dict[str, str] = {}
    taken = set(labels)
    for label in labels:
        if label in renamed or bracketed(label) == label:
            continue
        new = f"({label})"
        while new in taken:
            new = f"({new})"
        taken.add(new)
        renamed[label] = new
    return renamed


def bracketed(text: str) -> str:
    """Return a text, in brackets where a reader would not take it as it is."""
    return f"({text})" if text in _READ_AS_MISSING or text.startswith(_FORMULA) else text
