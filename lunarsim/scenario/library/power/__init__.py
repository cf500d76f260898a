"""Power technologies: what they weigh, return and lose with age, and the choice between Sun and reactor."""

__all__ = ["ratings"]
