"""Measure and print as a table: ``python -m benchmarks [--quick] [SECTION ...]``; left out, all sections."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from benchmarks import (
    deposit_cost,
    event_cost,
    executor_cost,
    many_runs,
    month_quantiles,
    other_tools,
    run_cost,
    start_up,
    sweep_cost,
)

Row = tuple[str, str, str]


def _run(quick: bool) -> Iterator[Row]:
    yield "one run against 85 bare processes with 1,300 timeouts", str(run_cost.measure()), "at most 3.5"
    yield (
        "CPU time of a run of the base scenario (`event_cost.py` sets it against another checkout)",
        str(event_cost.once()),
        "-",
    )


def _sweep(quick: bool) -> Iterator[Row]:
    ratio, size = sweep_cost.measure(*((1000, 2) if quick else (5000, 3)))
    yield "serial sweep with store against a plain loop", str(ratio), "at most 1.05"
    yield "store of the base scenario, bytes a run", f"{size:,.0f}", "-"


def _executors(quick: bool) -> Iterator[Row]:
    cost = executor_cost.measure(*((2_000, 1) if quick else (16_000, 3)))
    yield "serial against two processes", str(cost.processes), "at least 1.90"
    yield "serial against two Dask workers", str(cost.dask), "at least 1.75"
    yield (
        "serial against two serial sweeps of half as many runs, side by side",
        str(cost.machine),
        "capacity of the two cores",
    )


def _tools(quick: bool) -> Iterator[Row]:
    ratio = other_tools.ema_workbench(*((500, 1) if quick else (3_000, 3)))
    yield "EMA Workbench, two processes, against two of ours", str(ratio or "not installed"), "at least 1.2"
    theirs, ours = other_tools.hydra_launcher(20 if quick else 60)
    text = f"{theirs / ours:.0f} ({theirs * 1e3:.0f} ms / {ours * 1e3:.1f} ms)"
    yield "Hydra's basic launcher against a serial sweep, a run", text, "at least 20"


def _many(quick: bool) -> Iterator[Row]:
    few, many = (2_000, 20_000) if quick else (10_000, 100_000)
    memory, resumed, size = many_runs.measure(few, many)
    yield f"memory of {many:,} runs against {few:,} (cheap model)", f"{memory:.2f}", "at most 1.1"
    yield f"resume of a complete store of {many:,} runs", f"{resumed:.1f} s", "about 2 s"
    yield "store of 30 scalars and 12 monthly series, bytes a run", f"{size:,.0f}", "at most 4,500"


def _quantiles(quick: bool) -> Iterator[Row]:
    runs = 100_000 if quick else 1_000_000
    cost = month_quantiles.measure(runs)
    about = f"{cost.seconds:.0f} s, {cost.megabytes:,.0f} MB"
    yield f"month-wise quantiles, {runs:,} runs, time against `xarray.quantile` ({about})", f"{cost.time:.2f}", "0.7"
    yield "the same, peak memory", f"{cost.memory:.2f}", "0.45 at 1,000,000 runs"


def _deposit(quick: bool) -> Iterator[Row]:
    time = deposit_cost.measure(10_000, 3 if quick else 7)
    yield "deposits of 10,000 runs with flowsheet, cut-off and class", f"{time:.3f} s", "below 1 s"


def _start(quick: bool) -> Iterator[Row]:
    for name, words, variables, reach in (
        ("`lunarsim --help`", ["--help"], None, 0.3),
        ("`lunarsim design=nominal output=none`", ["design=nominal", "output=none"], None, 0.8),
        ("one press of Tab", ["-sc", "query=bash"], start_up.TAB, 0.3),
    ):
        yield name, f"{start_up.measure(words, variables):.2f} s", f"{reach} s (indicative)"


SECTIONS: dict[str, Callable[[bool], Iterator[Row]]] = {
    "run": _run,
    "sweep": _sweep,
    "executors": _executors,
    "tools": _tools,
    "many": _many,
    "quantiles": _quantiles,
    "deposit": _deposit,
    "start": _start,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs and pairs; ratios are rougher")
    parser.add_argument("sections", nargs="*", help=f"what to measure: {', '.join(SECTIONS)}; left out, all")
    given = parser.parse_args()
    unknown = set(given.sections) - SECTIONS.keys()
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    print("| figure | measured | reach |\n|---|---|---|")
    for name in given.sections or SECTIONS:
        for row in SECTIONS[name](given.quick):
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
