"""The plan of a sweep: checked, laid out in blocks, with its fingerprint and stopping rule."""

__all__ = ["chunk_grid", "fingerprint", "planning", "stopping", "sweep_plan", "verdicts"]
