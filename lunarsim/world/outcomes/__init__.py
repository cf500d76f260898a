"""From traces to the arrays that are stored."""

__all__ = ["block_arrays", "calendar", "coordinates", "group", "money", "runs", "variable"]
