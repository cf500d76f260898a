"""Small made-up maps in the format of Lunar Prospector's 5-degree abundances."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

COLUMNS = 61


def pixels(rows: int = 6, columns: int = 8) -> list[tuple[float, float, float, float]]:
    """Return pixels: a cap at each pole, and bands between that are cut into equal parts."""
    step = 180.0 / rows
    bands = [(-90.0 + step * row, -90.0 + step * (row + 1)) for row in range(rows)]
    cells = [(*bands[0], -180.0, 180.0)]
    for number, (south, north) in enumerate(bands[1:-1], start=1):
        # Not a regular grid: every other band is cut once more.
        count = columns + number % 2
        width = 360.0 / count
        cells += [(south, north, -180.0 + width * part, -180.0 + width * (part + 1)) for part in range(count)]
    return [*cells, (*bands[-1], -180.0, 180.0)]


def line(number: int, bounds: tuple[float, ...], thorium_ppm: float, feo: float, variance: float = 0.01) -> str:
    """Return a row of the format: index, bounds, then 56 numbers with exponents of three digits."""
    figures = [0.0] * COLUMNS
    figures[12], figures[13], figures[14], figures[58] = feo, 1000.0, thorium_ppm, variance
    text = "".join(f"{figure:14.4e}".replace("e+", "e+0").replace("e-", "e-0") for figure in figures[5:])
    return f"{number:10d}" + "".join(f"{bound:7.1f}" for bound in bounds) + text


def write_map(
    path: Path, thorium_ppm: Callable[[float, float], float], feo: float = 0.1, rows: int = 6, columns: int = 8
) -> Path:
    """Write a map whose thorium is a function of the middle of the pixel (latitude, longitude)."""
    lines = [
        line(number, bounds, thorium_ppm((bounds[0] + bounds[1]) / 2, (bounds[2] + bounds[3]) / 2), feo)
        for number, bounds in enumerate(pixels(rows, columns))
    ]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path
