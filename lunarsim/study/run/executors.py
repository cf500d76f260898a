"""Executors: who runs the blocks of a sweep. All of them give the same results."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol

from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.block import Block
from lunarsim.study.model.interface import import_model
from lunarsim.study.run.block_runner import Runner
from lunarsim.study.store.memory import Store

UnderWay = Callable[[int], None]
"""Takes the number of runs that have been made in blocks that are not finished."""


@dataclass(frozen=True)
class BlockDone:
    """The message that a block is finished and kept.

    Parameters
    ----------
    index : int
        Number of the block.
    runs, failed : int
        Its runs, and those of them that raised or took too long.
    seconds : float
        Time that they took [s].
    error : str
        Error of the first failed run.
    note : str
        What happened to the workers that had the block before.
    """

    index: int
    runs: int
    failed: int
    seconds: float
    error: str = ""
    note: str = ""

    @classmethod
    def of(cls, block: Block) -> BlockDone:
        """Return the message about a block."""
        return cls(block.index, block.runs, block.failed, block.seconds, block.first_error())


class Execute(Protocol):
    """Runs blocks of a plan and keeps them in a store."""

    def ready(self, plan: Plan, blocks: int) -> AbstractContextManager[None]:
        """Have workers at hand for some number of blocks, before anything is written.

        Raises
        ------
        LunarsimError
            If they cannot be had, or would give other results.
        """
        ...

    def __call__(
        self, plan: Plan, store: Store, blocks: Iterable[int], under_way: UnderWay | None = None
    ) -> Generator[BlockDone, None, None]:
        """Run some blocks; yields as they are finished, in any order."""
        ...


class _Counted:
    """Counts the runs of a block and reports them."""

    def __init__(self, report: UnderWay) -> None:
        self._report = report
        self.begun = 0

    def enter(self, positions: Sequence[int]) -> None:
        """Do nothing: whatever the positions, runs are counted."""

    def __call__(self, run: int) -> None:
        """Note that a run begins, or that the last one has ended."""
        self._report(self.begun)
        self.begun += run >= 0


@dataclass(frozen=True)
class Serial:
    """Runs blocks in this process, in order.

    Parameters
    ----------
    max_events : int
        Events after which a run counts as timed out; 0 is no limit.
    """

    max_events: int = 0

    def ready(self, plan: Plan, blocks: int) -> AbstractContextManager[None]:
        """Do nothing: this process is there."""
        return nullcontext()

    def __call__(
        self, plan: Plan, store: Store, blocks: Iterable[int], under_way: UnderWay | None = None
    ) -> Generator[BlockDone, None, None]:
        """Run the blocks."""
        counted = None if under_way is None else _Counted(under_way)
        runner = Runner(plan, import_model(plan.model, self.max_events, counted), store, counted)
        for index in blocks:
            block = runner.run(index)
            store.write(block)
            if counted is not None:
                counted.begun = 0
            yield BlockDone.of(block)
