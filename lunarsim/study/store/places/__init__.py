"""Places: where sweeps stand, a folder of this machine or a prefix at a URL."""

__all__ = ["address", "chosen", "local", "place"]
