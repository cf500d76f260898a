"""One frozen dataclass per config group: its parameters with unit, range, source and evidence."""
