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
    page_cost,
    revalue_cost,
    run_cost,
    start_up,
    suite_time,
    sweep_cost,
)
from benchmarks.reaches import HEADING, Row, at_least, at_most


def _run(quick: bool) -> Iterator[Row]:
    ratio = run_cost.measure()
    yield Row("one run against 85 bare processes with 1,300 timeouts", ratio.median, at_most(4, 3.5), str(ratio))
    cost = event_cost.once()
    figure = "CPU time of a run of the base scenario (`event_cost.py` sets it against another checkout)"
    yield Row(figure, cost.run_ms, text=str(cost))


def _sweep(quick: bool) -> Iterator[Row]:
    ratio, size = sweep_cost.measure(*((1000, 2) if quick else (5000, 3)))
    yield Row("serial sweep with store against a plain loop", ratio.median, at_most(1.05, 1.03), str(ratio))
    yield Row("store of the base scenario, bytes a run", size, text=f"{size:,.0f}")


def _executors(quick: bool) -> Iterator[Row]:
    cost = executor_cost.measure(*((2_000, 1) if quick else (16_000, 3)))
    ceiling = "against two serial sweeps of half as many runs side by side"
    yield Row(f"two processes {ceiling}", cost.processes.median, at_least(0.97), str(cost.processes))
    yield Row(f"two Dask workers {ceiling}", cost.dask.median, at_least(0.94), str(cost.dask))


def _tools(quick: bool) -> Iterator[Row]:
    ratio = other_tools.ema_workbench(*((500, 1) if quick else (3_000, 3)))
    figure = "EMA Workbench, two processes, against two of ours"
    yield Row(figure, ratio and ratio.median, at_least(1.2), str(ratio or "not installed"))
    theirs, ours = other_tools.hydra_launcher(20 if quick else 60)
    text = f"{theirs / ours:.0f} ({theirs * 1e3:.0f} ms / {ours * 1e3:.1f} ms)"
    yield Row("Hydra's basic launcher against a serial sweep, a run", theirs / ours, at_least(20), text)


def _many(quick: bool) -> Iterator[Row]:
    few, many = (2_000, 20_000) if quick else (10_000, 100_000)
    memory, resumed, size = many_runs.measure(few, many)
    yield Row(f"memory of {many:,} runs against {few:,} (cheap model)", memory, at_most(1.1))
    figure = f"resume of a complete store of {many:,} runs"
    yield Row(figure, resumed, at_most(2, unit="s", indicative=True), f"{resumed:.1f} s")
    figure = "store of 30 scalars and 12 monthly series, bytes a run"
    yield Row(figure, size, at_most(4_500), f"{size:,.0f}")


def _revalue(quick: bool) -> Iterator[Row]:
    cost = revalue_cost.measure(*((300, 1_200, 1) if quick else (500, 2_500, 3)))
    figure = "`revalue` against simulating, processor time of a run of many (base scenario)"
    yield Row(figure, cost.of_runs.median, at_most(0.05), str(cost.of_runs))
    yield Row("the same, the whole of a sweep, start and all", cost.whole.median, text=str(cost.whole))


def _quantiles(quick: bool) -> Iterator[Row]:
    runs = 100_000 if quick else 1_000_000
    cost = month_quantiles.measure(runs)
    about = f"{cost.seconds:.0f} s, {cost.megabytes:,.0f} MB"
    figure = f"month-wise quantiles, {runs:,} runs, time against `xarray.quantile` ({about})"
    yield Row(figure, cost.time, at_most(0.7))
    # Of few runs, most of the memory is that of the libraries.
    yield Row("the same, peak memory", cost.memory, None if quick else at_most(0.45))


def _deposit(quick: bool) -> Iterator[Row]:
    time = deposit_cost.measure(10_000, 3 if quick else 7)
    figure = "deposits of 10,000 runs with flowsheet, cut-off and class"
    yield Row(figure, time, at_most(1, unit="s", indicative=True), f"{time:.3f} s")


def _start(quick: bool) -> Iterator[Row]:
    for name, words, variables, reach in (
        ("`lunarsim --help`", ["--help"], None, 0.3),
        ("`lunarsim design=nominal output=none`", ["design=nominal", "output=none"], None, 0.8),
        ("one press of Tab", ["-sc", "query=bash"], start_up.TAB, 0.3),
    ):
        time = start_up.measure(words, variables)
        yield Row(name, time, at_most(reach, unit="s", indicative=True), f"{time:.2f} s")


def _page(quick: bool) -> Iterator[Row]:
    cost = page_cost.measure(*((100, 5) if quick else (1_667, 15)))
    runs = "a report" if cost is None else f"a report of {cost.runs:,} runs"
    size = None if cost is None else cost.megabytes
    yield Row(f"size of {runs}", size, at_most(5, unit="MB"), f"{size:.1f} MB" if size else "no browser")
    figure = f"redraw of {runs} after a slider, median over its sections"
    text = (
        "no browser"
        if cost is None
        else f"{cost.median:.0f} ms; {cost.section} {cost.slowest:.0f} ms; CPU time {cost.cpu:.0f} ms"
    )
    yield Row(figure, cost and cost.median, at_most(100, unit="ms"), text)


def _tests(quick: bool) -> Iterator[Row]:
    figure, reach = "tests of `make test` on two workers, after installation", at_most(6, unit="min")
    if quick:
        yield Row(figure, None, reach, "not with --quick")
        return
    minutes = suite_time.measure()
    yield Row(figure, minutes, reach, f"{minutes:.1f} min")


SECTIONS: dict[str, Callable[[bool], Iterator[Row]]] = {
    "run": _run,
    "sweep": _sweep,
    "executors": _executors,
    "tools": _tools,
    "many": _many,
    "revalue": _revalue,
    "quantiles": _quantiles,
    "deposit": _deposit,
    "start": _start,
    "page": _page,
    "tests": _tests,
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
    print(HEADING)
    for name in given.sections or SECTIONS:
        for row in SECTIONS[name](given.quick):
            print(row, flush=True)


if __name__ == "__main__":
    main()
