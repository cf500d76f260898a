"""What the soil holds: thorium, rare earths, their patterns, scatter and tonnage, and maps of them."""
