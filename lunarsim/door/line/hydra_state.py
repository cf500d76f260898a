"""Hydra's state, which is one for the whole process: borrowed by one thread at a time, and given back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from threading import RLock
from typing import Any

import hydra.conf  # noqa: F401 - it puts Hydra's own options into the store, which must happen before that is borrowed
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.plugins import Plugins
from hydra.core.utils import JobRuntime
from hydra.version import VersionBase
from omegaconf.basecontainer import BaseContainer

LOCK = RLock()
"""Held by whoever uses Hydra, its parser included."""

_HYDRAS_OWN = ("hydra", "_dummy_empty_config_.yaml")
"""What Hydra itself keeps in its store of options; all else there belongs to others in this process."""


@contextmanager
def borrowed_hydra() -> Iterator[None]:
    """Leave Hydra not initialized and without options in its store; afterwards its state is as it was found.

    A program that calls lunarsim may have initialized Hydra itself, on another folder and with options of its own.
    """
    with LOCK:
        Plugins.instance()
        outer, store = GlobalHydra.instance(), ConfigStore.instance()
        job, base = JobRuntime.instance(), VersionBase.instance()
        kept = store.repo, deepcopy(job.conf), base.version_base, outer.hydra, dict(BaseContainer._resolvers)
        store.repo = {name: _folders(part) for name, part in store.repo.items() if name in _HYDRAS_OWN}
        outer.clear()
        try:
            yield
        finally:
            # A compose puts another instance in the place of the one that was there.
            GlobalHydra.set_instance(outer)
            store.repo, job.conf, base.version_base, outer.hydra, BaseContainer._resolvers = kept


def _folders(part: Any) -> Any:
    """Return new folders of a store of options with the same options in them."""
    return {name: _folders(inner) for name, inner in part.items()} if isinstance(part, dict) else part
