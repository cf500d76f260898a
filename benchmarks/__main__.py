"""Measure everything and print it as a table: ``python -m benchmarks [--quick]``."""

from __future__ import annotations

import argparse

from benchmarks import month_quantiles, run_cost, start_up, sweep_cost


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs and pairs; ratios are rougher")
    quick = parser.parse_args().quick
    print("| figure | measured | reach |\n|---|---|---|")
    run = run_cost.measure()
    print(f"| one run against 85 bare processes with 1,300 timeouts | {run} | at most 4 |")
    sweep, size = sweep_cost.measure(*((1000, 2) if quick else (5000, 3)))
    print(f"| serial sweep with store against a plain loop | {sweep} | at most 1.10 |")
    print(f"| store, bytes a run | {size:,.0f} | - |")
    runs = 100_000 if quick else 1_000_000
    months = month_quantiles.measure(runs)
    about = f"{months.seconds:.0f} s, {months.megabytes:,.0f} MB"
    print(
        f"| month-wise quantiles, {runs:,} runs, time against `xarray.quantile` ({about}) | {months.time:.2f} | 0.7 |"
    )
    print(f"| the same, peak memory | {months.memory:.2f} | 0.45 at 1,000,000 runs |", flush=True)
    for name, words, variables, reach in (
        ("`lunarsim --help`", ["--help"], None, 0.3),
        ("`lunarsim design=nominal output=none`", ["design=nominal", "output=none"], None, 0.8),
        ("one press of Tab", ["-sc", "query=bash"], start_up.TAB, 0.3),
    ):
        print(f"| {name} | {start_up.measure(words, variables):.2f} s | {reach} s (indicative) |", flush=True)


if __name__ == "__main__":
    main()
