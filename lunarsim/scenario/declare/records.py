"""A mapping of named records that nobody can change."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

T = TypeVar("T")


class Records(dict[str, T]):
    """Records by name, read-only: libraries are shared by all scenarios of a process."""

    def _refuse(self, *args: Any, **changes: Any) -> NoReturn:
        raise TypeError("a scenario does not change; make another one with lunarsim.with_values(scenario, {...})")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, T]]]:
        """Let it be copied and sent to workers, which would fill it item by item otherwise."""
        return type(self), (dict(self),)
