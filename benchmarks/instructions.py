"""Instructions of a run, counted by valgrind: ``python benchmarks/instructions.py [CHECKOUT ...]``.

A count does not depend on what else the machine does. Each checkout is measured in processes of its own that import
nothing but ``lunarsim`` itself and what its scenario leads to, so that trees before and after a change of the house can
be held side by side: the difference between 120 and 60 runs, over 60, with the garbage collector off and hashes fixed.
With no path, the checkout of this file is measured; with several, ratios to the first are printed, too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
FEW, MANY = 60, 120
SCENARIOS = {"base": [], "race": ["scenario=race"]}

# A sweep in memory makes its runs in one block, and all of it but the runs cancels in the difference. The first samples
# of a Monte Carlo design are those of a smaller one.
SCRIPT = """
import gc, sys
gc.disable()
import lunarsim
lunarsim.sweep([*sys.argv[2:], "design=monte_carlo", f"design.samples={sys.argv[1]}", "output=none", "executor=serial"])
"""


def instructions(checkout: Path, runs: int, overrides: list[str]) -> int:
    """Return the instructions of a process that makes some runs of a scenario in one block.

    Raises
    ------
    RuntimeError
        If valgrind or the runs fail.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "valgrind",
            "--tool=callgrind",
            f"--callgrind-out-file={folder}/out",
            "--log-file=" + folder + "/log",
        ]
        environment = os.environ | {"PYTHONPATH": str(checkout), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [*command, sys.executable, "-c", SCRIPT, str(runs), *overrides],
            env=environment | {"OPENBLAS_NUM_THREADS": "1"},
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
        )
        counted = re.search(r"Collected : (\d+)", (Path(folder) / "log").read_text(encoding="utf-8"))
        if done.returncode != 0 or counted is None:
            raise RuntimeError(f"{checkout}: {done.stderr[-2000:]}")
        return int(counted[1])


def of_a_run(checkout: Path, overrides: list[str]) -> float:
    """Return the instructions of one run of a scenario."""
    return (instructions(checkout, MANY, overrides) - instructions(checkout, FEW, overrides)) / (MANY - FEW)


def main() -> None:
    """Measure and print."""
    if shutil.which("valgrind") is None:
        sys.exit("instructions are counted by valgrind, which is not installed")
    checkouts = [Path(word).resolve() for word in sys.argv[1:]] or [HERE]
    for name, overrides in SCENARIOS.items():
        counts = [of_a_run(checkout, overrides) for checkout in checkouts]
        for checkout, count in zip(checkouts, counts, strict=True):
            print(f"{name}: {checkout}: {count / 1e6:.2f} million a run, {count / counts[0]:.3f} of the first")


if __name__ == "__main__":
    main()
