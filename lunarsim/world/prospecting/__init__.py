"""What stands before a plant: gates of prospecting and trial, and technology that matures."""

__all__ = ["gates", "technology"]
