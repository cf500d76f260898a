"""Published results of the rare-earth side, each with what lunarsim computes for it: tested, and shown as a table.

``python -m tests.evidence.published`` writes the tables into ``docs/rare_earths.md``. The rows that need the map of
Lunar Prospector are computed where ``LUNARSIM_THORIUM_MAP`` names its file, and are kept as they stand elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS
from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named
from lunarsim.world.mine.deposit import deposits
from tests.evidence.published_economics import finance_rows, market_rows
from tests.evidence.published_plants import chain_recoveries, plant_rows
from tests.evidence.published_row import Row
from tests.evidence.published_soil import MAP, map_rows, pattern_rows, soil_rows
from tests.scenario.building import scenario_of

DOC = Path(__file__).parents[2] / "docs" / "rare_earths.md"
SHEETS = "<!-- flowsheets: made by tests/evidence/published.py -->"
START, END = "<!-- published results: made by tests/evidence/published.py -->", "<!-- end -->"


ROWS: tuple[Row, ...] = (
    *map_rows(),
    *pattern_rows(),
    *soil_rows(),
    *plant_rows(),
    *market_rows(),
    *finance_rows(),
)


def digits(value: float) -> str:
    """Return a figure as the table shows it."""
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"


def lines(standing: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the table; computed figures that need the map are those that stand, where there is no map."""
    yield "| | figure | published | computed | tolerance | source |"
    yield "|---|---|---|---|---|---|"
    count: dict[str, int] = {}
    for row in ROWS:
        count[row.what] = count.get(row.what, 0) + 1
        name = f"{row.key} {row.what} {count[row.what]}"
        computed = digits(row.compute()) if MAP or not row.from_map else standing.get(name, "")
        what = f"| {row.key} | {row.what} | {digits(row.published)} | {computed} | {row.tolerance:.2%} |"
        yield f"{what} {row.source} |"


def standing(text: str) -> dict[str, str]:
    """Return the computed figures of the table in a text."""
    computed_by_row: dict[str, str] = {}
    count: dict[str, int] = {}
    for key, what, computed in re.findall(r"^\| (\w\d) \| (.+?) \| [^|]* \| ([^|]*) \|", text, flags=re.MULTILINE):
        count[what] = count.get(what, 0) + 1
        computed_by_row[f"{key} {what} {count[what]}"] = computed
    return computed_by_row


def flowsheet_lines() -> Iterator[str]:
    """Yield the lines of the table of flowsheets at Fra Mauro: nominal values, and the range of the recovery."""
    heads = "recovery | 5 to 95 % | energy [kWh/kg soil] | reagents [kg/kg oxide] | by-product | least ready |"
    yield f"| flowsheet | steps | {heads}"
    yield "|---|---|---|---|---|---|---|---|"
    for name in FLOWSHEETS:
        (deposit,) = deposits([scenario_of({"flowsheet.name": name}, "fra_mauro")])
        sheet, units = deposit.flowsheet, flowsheet_named(name).units
        least = min(units, key=lambda unit: unit.readiness)
        steps = ", ".join(unit.name for unit in units)
        by_product = "oxygen, metal" if sheet.oxygen_kg > 0 else "none"
        reagents = sheet.reagent_kg / (sheet.product_kg * scenario_of().flowsheet.reo_purity)
        nominal, drawn = chain_recoveries(name)
        low, high = np.quantile(drawn, (0.05, 0.95))
        figures = f"{nominal:.2f} | {low:.2f} to {high:.2f} | {sheet.energy_kwh:.2f} | {reagents:.1f}"
        yield f"| `{name}` | {steps} | {figures} | {by_product} | {least.name}, {least.readiness} |"


def with_table(text: str) -> str:
    """Return a text with its tables as they are computed now."""
    table = lines(standing(text.partition(START)[2]))
    for start, made in ((SHEETS, flowsheet_lines()), (START, table)):
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(END)
        text = f"{before}{start}\n\n" + "\n".join(made) + f"\n\n{END}{after}"
    return text


if __name__ == "__main__":
    DOC.write_text(with_table(DOC.read_text(encoding="utf-8")), encoding="utf-8")
