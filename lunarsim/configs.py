"""The package of option files in a checkout, where its folder stands beside the package; a wheel has it inside."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location

from lunarsim.scenario.library.paths import shipped

_spec = spec_from_file_location(
    __name__, shipped("configs") / "__init__.py", submodule_search_locations=[str(shipped("configs"))]
)
assert _spec is not None
assert _spec.loader is not None
sys.modules[__name__] = module_from_spec(_spec)
_spec.loader.exec_module(sys.modules[__name__])
