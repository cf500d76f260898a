"""From soil to oxide: digging, mass balances of flowsheets, and a plant's first years."""
