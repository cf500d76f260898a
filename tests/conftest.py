"""What holds for all tests: hypothesis repeats the same examples in every run and keeps no files."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "lunarsim", database=None, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("lunarsim")


@pytest.fixture(autouse=True, scope="session")
def _interrupts_reach_children() -> None:
    """Undo what a shell does to jobs in the background: they, and so the commands that tests start, ignore SIGINT."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
