"""From soil to oxide: digging, mass balances of flowsheets, how they mature, and a plant's first years."""

__all__ = ["excavation", "mass_balance", "maturing", "start_up"]
