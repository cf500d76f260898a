"""The errors and warnings that lunarsim raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.door.lazy import lazy

if TYPE_CHECKING:
    from lunarsim.door.plan_notes import InfeasibleWarning
    from lunarsim.words.errors import AnalysisError, Fault, InputError, LunarsimError, StoreError

__all__ = ["AnalysisError", "Fault", "InfeasibleWarning", "InputError", "LunarsimError", "StoreError"]

__getattr__, __dir__ = lazy(
    __name__,
    {
        "lunarsim.words.errors": ("AnalysisError", "Fault", "InputError", "LunarsimError", "StoreError"),
        "lunarsim.door.plan_notes": ("InfeasibleWarning",),
    },
)
