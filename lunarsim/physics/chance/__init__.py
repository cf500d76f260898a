"""How announced dates slip, how forecasts of dates score, and how launchers and landers succeed."""

__all__ = ["crew_loss", "date_scores", "flight_success", "launch_growth", "slip_ratio"]
