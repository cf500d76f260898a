"""Looking at figures: what they say and show, after really drawing."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle


def texts(figure):
    """Return all that a figure says: titles, labels, ticks, legends, notes."""
    figure.draw_without_rendering()
    parts = [figure.get_suptitle(), figure.get_supxlabel(), figure.get_supylabel()]
    for legend in figure.legends:
        parts += [legend.get_title().get_text(), *(text.get_text() for text in legend.get_texts())]
    for axis in figure.axes:
        parts += [axis.get_title(loc) for loc in ("left", "center", "right")]
        parts += [axis.get_xlabel(), axis.get_ylabel()]
        parts += [text.get_text() for text in (*axis.get_xticklabels(), *axis.get_yticklabels(), *axis.texts)]
    return [part for part in parts if part]


def says(figure):
    return "\n".join(texts(figure))


def drawn_once(monkeypatch, value, values):
    """Have figures drawn for the first of some values only: the others act on the data, and drawing takes long."""
    if value != values[0]:
        monkeypatch.setattr(Figure, "draw_without_rendering", lambda figure: None)


def hatched(axis, hatch):
    """Return the bars and cells with a hatch."""
    return [patch for patch in axis.patches if isinstance(patch, Rectangle) and patch.get_hatch() == hatch]


def everything_is_inside(figure):
    """Return whether no text is cut off by the border of the figure."""
    figure.draw_without_rendering()
    width, height = figure.canvas.get_width_height()
    box = figure.get_tightbbox().transformed(figure.dpi_scale_trans)
    return box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1
