"""Run charts and control charts: center, limits, signals and what they mean."""
