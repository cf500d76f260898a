"""Looking at figures: what they say and show, after really drawing."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle


def parts(figure):
    """Return a figure and the parts that it is made of: what is drawn, and the foot."""
    return [figure, *figure.subfigs]


def legends(figure):
    """Return all legends, those of axes included."""
    own = [legend for part in parts(figure) for legend in part.legends]
    return own + [axis.get_legend() for axis in figure.axes if axis.get_legend()]


def texts(figure):
    """Return all that a figure says: titles, labels, ticks, legends, notes."""
    figure.draw_without_rendering()
    found = []
    for part in parts(figure):
        found += [part.get_suptitle(), part.get_supxlabel(), part.get_supylabel()]
        found += [text.get_text() for text in part.texts]
    for legend in legends(figure):
        found += [legend.get_title().get_text(), *(text.get_text() for text in legend.get_texts())]
    for axis in figure.axes:
        found += [axis.get_title(loc) for loc in ("left", "center", "right")]
        found += [axis.get_xlabel(), axis.get_ylabel()]
        found += [text.get_text() for text in (*axis.get_xticklabels(), *axis.get_yticklabels(), *axis.texts)]
    return [text for text in found if text]


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
