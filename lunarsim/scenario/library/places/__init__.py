"""Places on the Moon: the known sites, where samples were taken, and maps of thorium."""

__all__ = ["known_sites", "sampled_places", "thorium_map"]
