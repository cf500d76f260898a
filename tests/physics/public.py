"""The public functions of physics, collected by a walk through its rooms."""

import importlib
import inspect
import pkgutil

import lunarsim.physics


def functions():
    """Return the functions by their path within physics, such as ``money.discounting.discount_factors``."""
    by_path = {}
    for info in pkgutil.walk_packages(lunarsim.physics.__path__, "lunarsim.physics."):
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == info.name:
                by_path[f"{info.name.removeprefix('lunarsim.physics.')}.{name}"] = function
    return by_path
