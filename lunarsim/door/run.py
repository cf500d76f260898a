"""A run line: read, swept, summarized."""

from __future__ import annotations

from lunarsim.door.arguments import Arguments
from lunarsim.door.line import read_line

SOME_FAILED = 3


def run(arguments: Arguments) -> int:
    """Make the runs of a line, print their summary and where the dataset is, and return the exit code."""
    request = read_line(arguments.words, arguments.multirun, arguments.config_dir).request(arguments.words)

    from lunarsim.reading.table import summarize
    from lunarsim.study.sweep import run_sweep

    result = run_sweep(request)
    with result.open() as dataset:
        summarize(dataset)
    if result.path is not None:
        print(f"dataset: {result.path}")
    return SOME_FAILED if result.failed else 0
