"""From soil to oxide: digging, balances of flowsheets, their maturing, start-up and growth, and propellant of water."""

__all__ = ["bootstrapping", "excavation", "mass_balance", "maturing", "propellant", "scale", "start_up"]
