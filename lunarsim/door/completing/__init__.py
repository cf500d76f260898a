"""What tab completion offers from the line as typed and from stored sweeps."""

__all__ = ["suggestions", "typed"]
