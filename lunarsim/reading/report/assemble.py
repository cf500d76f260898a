"""One HTML file: the page's template, style and scripts, and what it holds, under a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

from lunarsim.reading.report.content import Content

PAGE = Path(__file__).parent / "page"
"""Folder of the page's own files: ``template.html``, ``style.css``, and the scripts in the order of ``scripts.txt``.

Styles below ``vendor/`` are those that libraries write into the page themselves; the policy allows them, too.
"""

_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"
)

_PLACE = re.compile(r"@@([A-Z]+)@@")

_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What could end or open a tag, as JSON writes it where it must not."""


def assemble(held: Content, page: Path = PAGE) -> str:
    """Return a report as one HTML text.

    Nothing in it is fetched from anywhere: a Content-Security-Policy allows the page's own scripts and styles, by their
    hashes, and nothing else. Texts of the sweep stand as escaped JSON, so that none of them is read as HTML.

    Parameters
    ----------
    held : Content
        What the page knows of the sweep, and the numbers of its runs.
    page : Path
        Folder of the page's files.
    """
    scripts = [_of_element(page / name, "script") for name in _listed(page / "scripts.txt")]
    style = _of_element(page / "style.css", "style")
    styles = [style, *(_of_element(file, "style") for file in sorted((page / "vendor").glob("*.css")))]
    parts = {
        "CSP": _POLICY.format(scripts=" ".join(map(_hash, scripts)), styles=" ".join(map(_hash, styles))),
        "TITLE": html.escape(str(held.about.get("title", ""))),
        "STYLE": style,
        "ABOUT": as_json(held.about),
        "DATA": held.data,
        "SCRIPTS": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    # In one pass, so that nothing in a part is taken for a place of the template.
    return _PLACE.sub(lambda match: parts[match[1]], (page / "template.html").read_text(encoding="utf-8"))


def as_json(plain: Any) -> str:
    r"""Return plain data as JSON that is safe inside HTML: ``\u003c`` for ``<``, and ASCII alone.

    Raises
    ------
    ValueError
        If a number is none that JSON knows.
    """
    return json.dumps(plain, ensure_ascii=True, allow_nan=False, separators=(",", ":")).translate(_UNSAFE)


def _listed(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def _of_element(file: Path, element: str) -> str:
    """Return a file that becomes the content of an element, whose end it must not hold."""
    text = file.read_text(encoding="utf-8")
    if re.search(rf"</{element}|<!--", text, flags=re.IGNORECASE):
        raise ValueError(f"{file}: holds </{element} or <!--, which would end it early")
    return text


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
