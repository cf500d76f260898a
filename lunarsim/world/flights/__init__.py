"""From being ready to the surface: vehicles, pads, windows, launches and landings."""
