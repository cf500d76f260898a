"""What a report holds, as tests read it."""

import json

from lunarsim.reading.report.assemble import as_json
from lunarsim.reading.report.payload.packing import unpack
from lunarsim.reading.report.payload.quantize import Scale


def read(held):
    """Return what the page knows and its columns by name, read from the text as the page reads it."""
    about = json.loads(as_json(held.about))
    columns = about["columns"]
    codes = unpack(held.data, [column["count"] for column in columns], [column["base"] for column in columns])
    return about, dict(zip([column["name"] for column in columns], codes, strict=True))


def scale_in(column):
    return Scale(*(column[key] for key in ("transform", "low", "high", "linear_width", "steps")))
