"""Power on the Moon: light and darkness, what lasts through a night, what it weighs, and how it ages."""

__all__ = ["aging", "light", "mass", "night_duty", "plant_duty"]
