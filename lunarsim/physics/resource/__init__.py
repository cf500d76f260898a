"""Rare earths in the soil: geochemistry, patterns and oxides, maps, scatter of grades, tonnage and class."""
