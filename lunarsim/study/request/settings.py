"""Groups ``uncertainties``, ``design``, ``executor`` and ``output``: how a sweep is made, apart from what it asks."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter
from lunarsim.study.request.design_kinds import DESIGN_KINDS, DesignKind

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9._-]+)?\])"
_PORT = r"(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"
ADDRESS = rf"(?:(?:(?:tcp|tls|wss?)://)?{_HOST}:{_PORT})?"
"""The pattern of a scheduler's address: Dask takes one without scheme as tcp. An IPv6 address stands in brackets."""


@dataclass(frozen=True)
class Uncertainties:
    """Which parameters are uncertain factors, beside those that the command line names."""

    use: str = parameter(
        "default",
        "default: every parameter that is declared with a distribution; none: only those that are named.",
        choices=("default", "none"),
    )
    only: tuple[str, ...] = parameter(
        (),
        "Keys of parameters that alone have their declared distributions, [plant.availability,finance.discount_rate]; "
        "all others stand at their own values. Empty: use says which. Intervals of the line count beside them.",
    )


@dataclass(frozen=True)
class Design:
    """How the uncertain factors are sampled, which combinations of levers are run, and with what chance."""

    name: str = parameter(
        "lhs",
        "; ".join(f"{kind.name}: {kind.about}" for kind in DESIGN_KINDS.values()) + ".",
        choices=tuple(DESIGN_KINDS),
    )
    samples: int = parameter(
        200,
        "Samples of the factors; of saltelli, base samples, each of which makes a row per factor and two more.",
        unit="1",
        low=1,
        high=10**9,
    )
    replicates: int = parameter(1, "Runs of each sample with other chance.", unit="1", low=1, high=10**6)
    seed: int = parameter(2026, "Seed of the design and of all draws.", unit="1", low=0, high=2**63 - 1)
    second_order: bool = parameter(False, "Whether saltelli has the rows for indices of second order.")
    trajectories: int = parameter(
        20, "Trajectories of morris, each of a row per factor and one more.", unit="1", low=2, high=10**6
    )
    levels: int = parameter(
        4,
        "Levels of morris, even; each stands for an equal share of a distribution.",
        unit="1",
        low=2,
        high=100,
    )
    tail: float = parameter(
        0.1,
        "Unit quantile of low in one_at_a_time; high is 1 minus it.",
        unit="1",
        low=1e-6,
        high=0.499,
    )
    common_random_numbers: str = parameter(
        "levers",
        "What shares its chance: levers (each sample and replicate has its own, the same for all lever combinations); "
        "all (each replicate has its own, the same for all samples, too); none (every run has its own).",
        choices=("levers", "all", "none"),
    )
    pair: tuple[tuple[str, ...], ...] = parameter(
        (), "Levers that move together, [site,plant.units], or a list of such lists; the first names the dimension."
    )
    table: str = parameter(
        "",
        "CSV file, in or below the working directory, whose columns are levers and whose rows are cases.",
    )
    exclude: tuple[str, ...] = parameter(
        (), "Combinations of levers that are not run, each a text such as 'plant.units>2 and site=shackleton'."
    )
    until: str = parameter(
        "",
        "When a lever combination is known well enough, by the width of a 90 % interval: 'mean OUTCOME within 5%' (or "
        "a number), 'chance OUTCOME within 0.1' (that it has a value, as a date that is reached); empty: all samples.",
    )
    batch_samples: int = parameter(
        128, "Samples after which design.until is judged first; then after twice as many, and so on.", unit="1", low=2
    )

    @property
    def kind(self) -> DesignKind:
        """What is declared of the design."""
        return DESIGN_KINDS[self.name]

    @property
    def groups(self) -> int:
        """Number of groups of rows."""
        groups: int = getattr(self, self.kind.groups) if self.kind.groups else 1
        return groups

    def group_rows(self, factors: int) -> int:
        """Return the number of rows of a group, for a number of factors."""
        return self.kind.group_rows(factors, self.second_order)

    def rows(self, factors: int) -> int:
        """Return the length of the dimension ``sample``, for a number of factors."""
        return self.groups * self.group_rows(factors)


@dataclass(frozen=True)
class Executor:
    """Where the runs are made; never what they give."""

    name: str = parameter(
        "serial",
        "serial: in this process; processes: in worker processes; dask: on a Dask cluster.",
        choices=("serial", "processes", "dask"),
    )
    workers: int = parameter(0, "Worker processes; 0 means one per core.", unit="1", low=0, high=4096)
    block_runs: int = parameter(
        0, "Runs of a block, about; 0: as many as take some two seconds, at most 1,000.", unit="1", low=0, high=10**6
    )
    address: str = parameter(
        "",
        "With executor=dask: address of a scheduler, tcp://HOST:PORT; empty means workers started on this computer.",
        pattern=ADDRESS,
        form="tcp://HOST:PORT, or tls://, ws:// or wss:// in its place, such as tcp://10.0.0.5:8786 or tcp://[::1]:8786",
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
    dir: str = parameter(
        "outputs",
        "Folder of all results, from the working directory, or a URL: s3://, gs://, az:// or file://; from Python also memory://.",
    )


SETTINGS: dict[str, type] = {
    "uncertainties": Uncertainties,
    "design": Design,
    "executor": Executor,
    "output": Output,
}
"""The groups of settings, by their key. None of them can be a lever or a factor."""
