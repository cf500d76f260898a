"""From being ready to the surface: vehicles, pads, windows, launches and landings."""

__all__ = ["flight", "hold", "landing", "launch", "missions", "readiness", "windows"]
