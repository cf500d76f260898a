"""How announced dates slip, how forecasts of dates score, and how launchers and landers succeed."""

__all__ = ["crew_loss", "date_scores", "flight_success", "launch_growth", "plan_bands", "slip_ratio"]
