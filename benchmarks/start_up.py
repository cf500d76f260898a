"""What a user waits for before anything happens."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import seconds

COMMAND = Path(sys.executable).with_name("lunarsim")
TAB = {"COMP_LINE": "lunarsim sit", "COMP_POINT": "12"}


def measure(words: Sequence[str], environment: dict[str, str] | None = None, repeats: int = 7) -> float:
    """Return the median time of a command line [s]."""

    def call() -> None:
        variables = os.environ | (environment or {})
        subprocess.run([str(COMMAND), *words], check=True, capture_output=True, env=variables)

    call()
    return statistics.median(seconds(call) for _ in range(repeats))
