"""From soil to oxide: digging, mass balances of flowsheets, a plant's first years, growth, and propellant of water."""

__all__ = ["bootstrapping", "excavation", "mass_balance", "propellant", "scale", "start_up"]
