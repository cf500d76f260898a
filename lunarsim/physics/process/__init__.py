"""From soil to oxide: digging, mass balances of flowsheets, and a plant's first years."""

__all__ = ["excavation", "mass_balance", "start_up"]
