"""How long hardware works: lives of satellites, rovers and equipment, working hours of hands, and contact by relays."""

__all__ = ["hands", "lives"]
