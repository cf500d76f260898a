"""What a page knows of a sweep beside the columns of its runs, as plain data."""

__all__ = ["events", "inputs", "outcomes", "runs", "story"]
