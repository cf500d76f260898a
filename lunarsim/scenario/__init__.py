"""What may be asked: one frozen dataclass per config group, its parameters, checks and loading."""
