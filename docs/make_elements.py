"""Make the tables of ``docs/elements.md`` from the library's YAML: ``python docs/make_elements.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

PAGE = Path(__file__).with_name("elements.md")
LIBRARY = Path(__file__).parents[1] / "configs" / "library"
FILES = ("assets", "station_elements")

GROUPS = (
    ("Relays and orbiters", lambda asset: asset["kind"] == "satellite"),
    ("Power and storage", lambda asset: bool({"power", "storage"} & set(asset["functions"]))),
    ("Housing for crews", lambda asset: "crew" in asset["functions"]),
    ("Command, laboratories and local resources", lambda asset: bool({"command", "isru"} & set(asset["functions"]))),
    ("Rovers, robots and diggers", lambda asset: bool({"rover", "robot"} & set(asset["functions"]))),
    ("Science and everything else", lambda asset: True),
)
"""Headings, each with what belongs below it and to none before."""

HEAD = (
    "| element | does | mass, t | power, kW: light / no Sun | load, kW | batteries + fuel cells, kWh | life, years "
    "| mended by | source | evidence |\n|---|---|---|---|---|---|---|---|---|---|"
)
MENDED_BY = {"any": "robot or crew", "robot": "robot", "crew": "crew", "nobody": "nobody"}


def records() -> dict[str, dict[str, Any]]:
    """Return the hardware of all files by name, each with the file in which it stands."""
    found: dict[str, dict[str, Any]] = {}
    for file in FILES:
        content = yaml.safe_load((LIBRARY / f"{file}.yml").read_text(encoding="utf-8"))
        found |= {name: {"kind": "equipment"} | record | {"file": file} for name, record in content.items()}
    return found


def row(name: str, asset: Mapping[str, Any]) -> str:
    """Return the row of one piece of hardware."""
    low, mass, high = (asset[key] / 1000 for key in ("mass_low_kg", "mass_kg", "mass_high_kg"))
    span = f"{mass:.4g} ({low:.4g} to {high:.4g})" if high > low else f"{mass:.4g}"
    power = f"{asset['power_kw']:g} / {asset['night_power_kw']:g}" if asset["power_kw"] else ""
    units = f" ({asset['units']} units)" if asset.get("units", 1) > 1 else ""
    mended = MENDED_BY[asset.get("mended_by", "any")] if asset["kind"] == "equipment" else "nobody"
    # An owner's name and its own are told apart by the plan alone: elements of no plan are marked.
    mark = "" if asset["file"] == "assets" else " ◇"
    load = f"{asset['load_kw']:g}" if asset["load_kw"] else ""
    hands = f"{asset['commissioning_hours']:g}" if asset.get("commissioning_hours") else ""
    stored = asset["storage_kwh"], asset.get("fuel_cell_kwh", 0)
    figures = [span, power, load, " + ".join(f"{kwh:g}" for kwh in stored) if any(stored) else ""]
    cells = [
        f"{asset['title']}{units}{mark}, `{name}`", ", ".join(asset["functions"]), *figures, hands,
        f"{asset['life_years']:g}", mended, asset["source"].replace("|", "/"), asset["evidence"],
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def tables() -> Iterator[str]:
    """Yield the headings and their tables."""
    left = records()
    for title, belongs in GROUPS:
        here = {name: asset for name, asset in left.items() if belongs(asset)}
        left = {name: asset for name, asset in left.items() if name not in here}
        yield f"### {title}\n\n{HEAD}\n" + "\n".join(row(name, asset) for name, asset in here.items())


def page(text: str) -> str:
    """Return the page with the tables of today.

    Raises
    ------
    ValueError
        If it has no place for them.
    """
    made = "\n\n".join(tables())
    result, count = re.subn(
        r"(<!-- tables -->\n).*?(\n<!-- end -->)",
        lambda found: f"{found[1]}{made}{found[2]}",
        text,
        flags=re.DOTALL,
    )
    if count != 1:
        raise ValueError(f"{PAGE.name} must have one place for its tables, it has {count}")
    return result


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
