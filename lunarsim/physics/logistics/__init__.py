"""Logistics: what crews and hardware use up, what a campaign carries, what flies on which landing, and stocks."""

__all__ = ["crew_demand", "landing_plan", "manifesting", "return_craft", "stocks", "supplies", "supply_table"]
