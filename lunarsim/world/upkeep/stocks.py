"""A stock of supplies at a station: what came in, what was used, what is left."""

from __future__ import annotations


class Stock:
    """Supplies of one kind; what came in is used or left.

    ``in_kg`` and ``used_kg`` are counted from the start of the run [kg].
    """

    __slots__ = ("in_kg", "left_kg", "used_kg")

    def __init__(self) -> None:
        self.in_kg = self.used_kg = self.left_kg = 0.0

    def add(self, mass_kg: float) -> None:
        """Put supplies in [kg]."""
        self.in_kg += mass_kg
        self.left_kg += mass_kg

    def take(self, mass_kg: float) -> bool:
        """Take supplies out if there are so many; return whether there were [kg]."""
        if mass_kg > self.left_kg:
            return False
        self.used_kg += mass_kg
        self.left_kg -= mass_kg
        return True
