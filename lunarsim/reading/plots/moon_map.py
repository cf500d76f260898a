"""The Moon with its known sites by what the soil holds: both sides and both poles, areas kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import xarray as xr

from lunarsim.physics.sphere import azimuthal_equal_area
from lunarsim.reading.plots.placing import apart, legend_columns
from lunarsim.reading.plots.style import COLORS, grid, house_style, whole
from lunarsim.version import __version__
from lunarsim.words.errors import AnalysisError
from lunarsim.words.terminal import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

THORIUM_LIMITS_PPM = (1.0, 3.5, 7.0)
"""Between the classes of thorium. 3.5 ppm is the contour by which the Procellarum KREEP Terrane is bounded (Jolliff et
al. 2000, J. Geophys. Res. 105:4197); the others are round figures for poor and rich ground."""

_CLASS_LOOKS = ((COLORS[6], "o", 5.0), (COLORS[5], "s", 5.5), (COLORS[4], "^", 7.0), (COLORS[1], "D", 6.0))
_SILICIC = (COLORS[3], "X", 8.0)

POLAR_DEG = 80.0
"""Sites nearer to a pole than this parallel stand on the map of that pole."""

_STEP_DEG = 2.5
"""Borders of pixels are drawn as points no farther apart than this."""

_LINE = 0.125
"""Height of a line of text, in radii of a map."""

_EDGE = {"color": "0.35", "linewidth": 0.9, "clip_on": False}
_THIN = {"color": "0.6", "linewidth": 0.4, "zorder": 2}


class _View(NamedTuple):
    """One of the four maps: its name, its middle [deg] and how far it reaches from there [deg]."""

    name: str
    latitude_deg: float
    longitude_deg: float
    reach_deg: float


_VIEWS = (
    _View("near side", 0.0, 0.0, 90.0),
    _View("far side", 0.0, 180.0, 90.0),
    _View(f"around the north pole, to {POLAR_DEG:.0f}° N", 90.0, 0.0, 90.0 - POLAR_DEG),
    _View(f"around the south pole, to {POLAR_DEG:.0f}° S", -90.0, 0.0, 90.0 - POLAR_DEG),
)


def moon_map(sites: xr.Dataset, background: xr.Dataset | None = None, subject: str | None = None) -> Figure:
    """Draw known sites on the Moon by class of thorium; silicic spots, whose thorium is no ore, stand apart.

    Parameters
    ----------
    sites : Dataset
        Of :func:`lunarsim.reading.site_maps.site_table`, or a selection of it; dims (site).
    background : Dataset, optional
        Pixels of a map, of :func:`lunarsim.reading.site_maps.map_pixels`; dims (pixel). Shades show its thorium.
    subject : str, optional
        What stands at the foot in place of where the sites are from; empty for nothing.

    Returns
    -------
    Figure
        A matplotlib figure.

    Raises
    ------
    AnalysisError
        If there is no site, or a dataset has no positions.
    """
    _check(sites, "site", ("latitude_deg", "longitude_deg", "thorium_ppm", "silicic", "title"), "sites")
    if background is not None:
        _check(background, "pixel", ("south_deg", "north_deg", "west_deg", "east_deg", "thorium_ppm"), "background")
    with house_style():
        foot = one_line(_SITES if subject is None else subject)
        drawn, axes = grid(10.2, 7.2 if background is None else 7.7, 2, 2, notes=[_NAMES], foot=foot)
        shades = None
        for axis, view in zip(axes.ravel(), _VIEWS, strict=True):
            radius = _frame(axis, view)
            if background is not None:
                shades = _pixels(axis, view, background, radius)
            _put_sites(axis, view, sites, radius)
        if shades is not None:
            bar = drawn.colorbar(shades, ax=axes, orientation="horizontal", shrink=0.4, aspect=40, pad=0.01)
            bar.set_label("thorium of the map [ppm]", fontsize=9)
            bar.outline.set_visible(False)
        signs = _signs(sites)
        columns = legend_columns([str(sign.get_label()) for sign in signs], 10.2)
        drawn.legend(handles=signs, loc="outside lower center", ncols=columns, fontsize=9)
        count = sites.sizes["site"]
        drawn.suptitle(f"{count} known site{'s' * (count != 1)} by thorium of the soil", fontsize=11)
        return whole(drawn)


_NAMES = "Equal-area maps. Behind each name: thorium of the soil [ppm]."
_SITES = f"Known sites of lunarsim {__version__}; thorium by the source that the option of each site names"


def _check(dataset: xr.Dataset, dim: str, names: tuple[str, ...], what: str) -> None:
    missing = [name for name in names if name not in dataset]
    if missing:
        raise AnalysisError(f"{what}: {', '.join(missing)} not in the dataset")
    if not dataset.sizes.get(dim, 0):
        raise AnalysisError(f"{what}: has no {dim} to draw")


def _frame(axis: Any, view: _View) -> float:
    """Draw the rim of a map with some parallels and meridians; return its radius."""
    from matplotlib.patches import Circle

    radius = 2.0 * np.sin(np.radians(view.reach_deg) / 2.0)
    axis.set_aspect("equal")
    axis.set_axis_off()
    # Room for names on either side.
    axis.set_xlim(-1.8 * radius, 1.8 * radius)
    axis.set_ylim(-1.06 * radius, 1.06 * radius)
    axis.add_patch(Circle((0, 0), radius, facecolor="0.97", edgecolor="none", zorder=0))
    axis.add_patch(Circle((0, 0), radius, fill=False, zorder=3, **_EDGE))
    polar = view.reach_deg < 90
    sign = 1.0 if view.latitude_deg >= 0 else -1.0
    parallels = [sign * 85.0] if polar else [-60.0, -30.0, 0.0, 30.0, 60.0]
    meridians = np.arange(-180.0, 180.0, 45.0 if polar else 30.0)
    around, along = (
        np.linspace(-180, 180, 181),
        np.linspace(sign * 80, sign * 90, 21) if polar else np.linspace(-90, 90, 91),
    )
    lines = [(np.full(181, parallel), around) for parallel in parallels]
    lines += [(along, np.full(along.size, meridian)) for meridian in meridians]
    for latitude, longitude in lines:
        at = azimuthal_equal_area(latitude, longitude, view.latitude_deg, view.longitude_deg)
        inside = at.distance_deg <= view.reach_deg + 1e-6
        axis.plot(np.where(inside, at.x, np.nan), np.where(inside, at.y, np.nan), **_THIN)
    axis.set_title(view.name, fontsize=10)
    return float(radius)


def _pixels(axis: Any, view: _View, background: xr.Dataset, radius: float) -> Any:
    """Shade the pixels that reach into a map; return what the color bar needs."""
    from matplotlib.collections import PolyCollection
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Circle

    thorium = background["thorium_ppm"].values
    borders, shown = [], []
    bounds = np.stack([background[name].values for name in ("south_deg", "north_deg", "west_deg", "east_deg")], axis=-1)
    for index, (south, north, west, east) in enumerate(bounds):
        latitude, longitude = _border(south, north, west, east)
        at = azimuthal_equal_area(latitude, longitude, view.latitude_deg, view.longitude_deg)
        # What lies about the antipode is torn apart by the projection, and out of sight.
        if at.distance_deg.min() <= view.reach_deg and at.distance_deg.max() < 175.0:
            borders.append(np.column_stack([at.x, at.y]))
            shown.append(index)
    # Grays from light to middle, so that the signs of the sites stand out.
    light = LinearSegmentedColormap.from_list("light", ["#ffffff", "#7d7d7d"])
    pixels = PolyCollection(borders, array=thorium[shown], cmap=light, edgecolors="face", linewidths=0.3, zorder=1)
    pixels.set_clim(0.0, float(thorium.max()))
    axis.add_collection(pixels, autolim=False)
    pixels.set_clip_path(Circle((0, 0), radius, transform=axis.transData))
    return pixels


def _border(south: float, north: float, west: float, east: float) -> tuple[Any, Any]:
    """Return points around a pixel [deg]; along parallels they are many, for those are bent."""
    across = np.linspace(west, east, max(2, 1 + int(np.ceil((east - west) / _STEP_DEG))))
    up = np.linspace(south, north, max(2, 1 + int(np.ceil((north - south) / _STEP_DEG))))
    latitude = np.concatenate([np.full(across.size, south), up, np.full(across.size, north), up[::-1]])
    longitude = np.concatenate([across, np.full(up.size, east), across[::-1], np.full(up.size, west)])
    return latitude, longitude


def _put_sites(axis: Any, view: _View, sites: xr.Dataset, radius: float) -> None:
    """Mark the sites of a map, and name them beside it in the order of their heights."""
    latitude = sites["latitude_deg"].values
    titles, thorium = sites["title"].values, sites["thorium_ppm"].values.astype(float)
    at = azimuthal_equal_area(latitude, sites["longitude_deg"].values, view.latitude_deg, view.longitude_deg)
    here = np.flatnonzero(_belongs(view, latitude, sites["longitude_deg"].values))
    for index in here:
        color, marker, size = _look(sites, int(index))
        axis.plot(
            at.x[index],
            at.y[index],
            marker,
            color=color,
            markersize=size,
            markeredgecolor="white",
            markeredgewidth=0.8,
            zorder=5,
            label=str(titles[index]),
        )
    if not here.size:
        axis.text(0, -0.5 * radius, "no known site", ha="center", va="center", fontsize=8, color="0.35", zorder=6)
    left = sorted((index for index in here if at.x[index] < 0), key=lambda index: float(at.y[index]))
    right = sorted((index for index in here if at.x[index] >= 0), key=lambda index: float(at.y[index]))
    for side, names in ((-1.0, left), (1.0, right)):
        texts = [_in_two(f"{titles[index]} ({thorium[index]:.3g})") for index in names]
        heights = apart(at.y[names] / radius, [_LINE * (1 + text.count("\n")) for text in texts]) * radius
        for index, height, text in zip(names, heights, texts, strict=True):
            end = side * 1.1 * radius
            axis.plot((at.x[index], end), (at.y[index], height), color="0.3", linewidth=0.5, zorder=4)
            axis.text(
                end + side * 0.02 * radius,
                height,
                text,
                ha="right" if side < 0 else "left",
                va="center",
                fontsize=8,
                linespacing=1.0,
            )


def _belongs(view: _View, latitude_deg: Any, longitude_deg: Any) -> Any:
    """Return which sites are on a map: each is on one of the four, those on the limb on the near side."""
    polar = np.abs(latitude_deg) > POLAR_DEG
    if view.reach_deg < 90:
        return polar & (np.sign(latitude_deg) == np.sign(view.latitude_deg))
    near = np.abs((longitude_deg + 180.0) % 360.0 - 180.0) <= 90.0
    return ~polar & (near == (view.longitude_deg == 0.0))


def _in_two(text: str) -> str:
    """Return a name, in two lines where it is long."""
    if len(text) <= 22:
        return text
    spaces = [position for position, letter in enumerate(text) if letter == " "]
    middle = min(spaces, key=lambda position: abs(position - len(text) / 2), default=None)
    return text if middle is None else f"{text[:middle]}\n{text[middle + 1 :]}"


def _look(sites: xr.Dataset, index: int) -> tuple[str, str, float]:
    if bool(sites["silicic"].values[index]):
        return _SILICIC
    thorium = float(sites["thorium_ppm"].values[index])
    return _CLASS_LOOKS[int(np.searchsorted(THORIUM_LIMITS_PPM, thorium, side="right"))]


def _signs(sites: xr.Dataset) -> list[Any]:
    """Return the legend: every class with its limits, and silicic spots where there are any."""
    from matplotlib.lines import Line2D

    low, middle, high = THORIUM_LIMITS_PPM
    words = (
        f"thorium below {low:g} ppm",
        f"{low:g} to {middle:g} ppm",
        f"{middle:g} to {high:g} ppm",
        f"{high:g} ppm and more",
    )
    looks = list(zip(words, _CLASS_LOOKS, strict=True))
    if bool(sites["silicic"].any()):
        looks.append(("silicic rock: few rare earths for its thorium", _SILICIC))
    signs = [
        Line2D([], [], color=color, marker=marker, markersize=size, markeredgecolor="white", linestyle="", label=text)
        for text, (color, marker, size) in looks
    ]
    return signs
