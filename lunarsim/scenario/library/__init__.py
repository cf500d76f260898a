"""The data files of ``configs/library/``: missions, vehicles, assets, elements, and the fits to the record."""

__all__ = [
    "asset",
    "budget_fits",
    "developers",
    "digest",
    "elements",
    "files",
    "flowsheet_graphs",
    "known_sites",
    "landing_attempts",
    "launch_fit",
    "mission",
    "paths",
    "sampled_places",
    "slip_fits",
    "thorium_map",
    "vehicle",
]
