"""Places: where sweeps stand, a folder of this computer or a prefix at a URL."""

__all__ = ["address", "chosen", "local", "place"]
