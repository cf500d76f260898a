"""Supply and demand on Earth: use by sector, producers by stage, and what lunar product changes for blocs."""

__all__ = ["demand", "effort", "holders", "producers", "reliance", "restriction", "shares"]
