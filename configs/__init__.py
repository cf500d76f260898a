"""The option files as a package: a Hydra app of one's own finds them at ``pkg://lunarsim.configs``."""

from lunarsim.door.line.composing import register_declared

register_declared()
