"""What sites say of their figures and missions of their assumed dates: the tables of ``docs/data.md``.

``python -m tests.evidence.data_page`` writes them.
"""

from __future__ import annotations

from pathlib import Path

from lunarsim.door.line.headers import Header, header
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from tests.scenario.building import scenario_of

FIGURES = {
    "thorium_ppm": "thorium [ppm]",
    "lit_fraction": "lit",
    "dark_spell_hours": "longest dark [h]",
    "earth_visible_fraction": "sees Earth",
    "regolith_thickness_m": "regolith [m]",
}
DOC = Path(__file__).parents[2] / "docs" / "data.md"
END = "<!-- end -->"


def said(name: str, figure: str) -> Header:
    """Return what a site's file says of one of its figures."""
    return header(shipped("configs") / "site" / f"{name}.yaml").of(figure)


def sites() -> str:
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


def assumed_dates() -> str:
    """Return the dates of the latest plan that nobody announced, with their bands and the reasons, as Markdown."""
    lines = ["| mission | earliest | planned | latest | reason |", "|---|---|---|---|---|"]
    missions = scenario_of().missions
    for name, mission in sorted(missions.items(), key=lambda item: (item[1].program, item[1].planned)):
        if mission.evidence == "assumed":
            reason = mission.note.partition("Band: ")[2]
            dates = f"{mission.planned_low} | {mission.planned} | {mission.planned_high}"
            lines.append(f"| `{name}` | {dates} | {reason} |")
    return "\n".join(lines)


TABLES = {"sites": sites, "assumed dates": assumed_dates}
"""What makes each table, by the name in the comment before it."""


def main() -> None:
    text = DOC.read_text(encoding="utf-8")
    for name, table in TABLES.items():
        start = f"<!-- {name}: made by tests/evidence/data_page.py -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(END)
        text = f"{before}{start}\n\n{table()}\n\n{END}{after}"
    DOC.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
