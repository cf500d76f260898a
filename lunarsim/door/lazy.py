"""Public modules that import what they offer only where it is used (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazy(
    package: str, names: Mapping[str, Sequence[str]], modules: Sequence[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and ``__dir__`` of a public module.

    Parameters
    ----------
    package : str
        Its own name.
    names : mapping
        What it offers, by the module that defines it.
    modules : sequence of str
        Modules below it that it offers, too.
    """
    homes = {name: module for module, inside in names.items() for name in inside}

    def attribute(name: str) -> Any:
        if name in modules:
            return import_module(f"{package}.{name}")
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=sys.modules[package])
        value = getattr(import_module(homes[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    def listing() -> list[str]:
        inside = vars(sys.modules[package])
        return sorted({*inside["__all__"], *(name for name in inside if name.startswith("__"))})

    return attribute, listing
