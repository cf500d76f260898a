"""Work that is done at a pace that money sets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class Progress:
    """Work done at a pace that is constant from one edge to the next, the last one without end.

    Parameters
    ----------
    edges : sequence of float
        Days at which a pace begins, ascending, the first 0 [day].
    paces : sequence of float
        Work per day from each edge on, above 0 [1].
    """

    def __init__(self, edges: Sequence[float], paces: Sequence[float]) -> None:
        self.edges = edges
        self.paces = paces
        self._done = done = [0.0]
        for index in range(len(edges) - 1):
            done.append(done[-1] + paces[index] * (edges[index + 1] - edges[index]))

    def finish_day(self, start_day: float, work_days: float) -> float:
        """Return when work is done that starts on a day and takes some days at full pace [day]."""
        index = bisect_right(self.edges, start_day) - 1
        target = self._done[index] + self.paces[index] * (start_day - self.edges[index]) + work_days
        index = bisect_right(self._done, target) - 1
        return self.edges[index] + (target - self._done[index]) / self.paces[index]

    def mean_pace(self, end_day: float) -> float:
        """Return the mean pace from the start to a day [1]."""
        index = bisect_right(self.edges, end_day) - 1
        return (self._done[index] + self.paces[index] * (end_day - self.edges[index])) / end_day
