"""What each site says of its figures, as the table of ``docs/data.md``.

``python -m tests.evidence.site_sources`` writes it.
"""

from __future__ import annotations

from pathlib import Path

from lunarsim.door.line.headers import Header, header
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.library.places.known_sites import known_sites, site_named

FIGURES = {
    "thorium_ppm": "thorium [ppm]",
    "lit_fraction": "lit",
    "dark_spell_hours": "longest dark [h]",
    "earth_visible_fraction": "sees Earth",
    "regolith_thickness_m": "regolith [m]",
}
DOC = Path(__file__).parents[2] / "docs" / "data.md"
START, END = "<!-- sites: made by tests/evidence/site_sources.py -->", "<!-- end -->"


def said(name: str, figure: str) -> Header:
    """Return what a site's file says of one of its figures."""
    return header(shipped("configs") / "site" / f"{name}.yaml").of(figure)


def table() -> str:
    """Return the figures of all sites with a mark for their source, and the sources, as Markdown."""
    marks: dict[str, dict[str, str]] = {figure: {} for figure in FIGURES}
    lines = [f"| site | {' | '.join(FIGURES.values())} |", "|---" * (len(FIGURES) + 1) + "|"]
    for name in known_sites():
        cells = []
        for figure, known in marks.items():
            text = said(name, figure)
            source = text.source.partition(", pixel")[0]
            mark = known.setdefault(f"{source} ({text.evidence})", f"{figure[0]}{len(known) + 1}")
            cells.append(f"{getattr(site_named(name), figure):g} {mark}")
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    lines += ["", "| mark | source (evidence) |", "|---|---|"]
    lines += [f"| {mark} | {source} |" for known in marks.values() for source, mark in known.items()]
    return "\n".join(lines)


def main() -> None:
    text = DOC.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    DOC.write_text(f"{before}{START}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
