"""Groups ``uncertainties``, ``design``, ``executor`` and ``output``: how a sweep is made, apart from what it asks."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter


@dataclass(frozen=True)
class Uncertainties:
    """Which parameters are uncertain factors, beside those that the command line names."""

    use: str = parameter(
        "default",
        "default: every parameter that is declared with a distribution; none: only those that are named.",
        choices=("default", "none"),
    )


@dataclass(frozen=True)
class Design:
    """How the uncertain factors are sampled."""

    name: str = parameter(
        "lhs",
        "nominal: no sampling, factors at their values; monte_carlo; lhs: Latin hypercube.",
        choices=("nominal", "monte_carlo", "lhs"),
    )
    samples: int = parameter(200, "Samples of the factors.", unit="1", low=1, high=10**9)
    replicates: int = parameter(1, "Runs of each sample with other chance.", unit="1", low=1, high=10**6)
    seed: int = parameter(2026, "Seed of the design and of all draws.", unit="1", low=0, high=2**63 - 1)


@dataclass(frozen=True)
class Executor:
    """Where the runs are made; never what they give."""

    name: str = parameter(
        "serial",
        "serial: in this process; processes: in worker processes; dask: on a Dask cluster.",
        choices=("serial", "processes", "dask"),
    )
    workers: int = parameter(0, "Worker processes; 0 means one per core.", unit="1", low=0, high=4096)
    block_runs: int = parameter(500, "Runs of a block, about.", unit="1", low=1, high=10**6)
    address: str = parameter(
        "", "With executor=dask: address of a scheduler, tcp://...; empty means workers of our own on this machine."
    )
    max_events: int = parameter(
        1_000_000, "Events after which a run counts as timed out; 0 means no limit.", unit="1", low=0, high=10**12
    )
    max_seconds: float = parameter(
        600.0,
        "With executor=processes: wall time after which a run counts as timed out; 0 means no limit.",
        unit="s",
        low=0,
        high=1e7,
    )


@dataclass(frozen=True)
class Output:
    """Where the results go."""

    store: bool = parameter(True, "Whether the dataset is stored.")
    name: str = parameter(
        "", "Folder of this question below output.dir; empty means the experiment's or scenario's name."
    )
    dir: str = parameter("outputs", "Folder of all results, from the working directory.")


SETTINGS: dict[str, type] = {
    "uncertainties": Uncertainties,
    "design": Design,
    "executor": Executor,
    "output": Output,
}
"""The groups of settings, by their key. None of them can be a lever or a factor."""
