"""The data files of ``configs/library/``: missions, vehicles, assets, elements, and the fits to the record."""

__all__ = [
    "asset",
    "crew_landers",
    "developers",
    "digest",
    "elements",
    "files",
    "fits",
    "flowsheet_graphs",
    "landing_attempts",
    "launch_fit",
    "mission",
    "official_milestone",
    "paths",
    "places",
    "power",
    "slip_fits",
    "supplies",
    "vehicle",
]
