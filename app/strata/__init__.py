"""Measures broken down by parts of the population, and what of it readers outside the team see."""
