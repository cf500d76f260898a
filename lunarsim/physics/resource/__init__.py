"""Rare earths in the soil: geochemistry, patterns and oxides, maps, scatter of grades, tonnage and class."""

__all__ = ["classification", "element_map", "geochemistry", "oxides", "patterns", "selection", "support", "tonnage"]
