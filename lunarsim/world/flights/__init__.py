"""From being ready to the surface: vehicles, pads, windows, launches and landings."""

__all__ = [
    "crewed",
    "flight",
    "given_up",
    "hold",
    "landing",
    "launch",
    "launchers",
    "missions",
    "order",
    "readiness",
    "windows",
]
