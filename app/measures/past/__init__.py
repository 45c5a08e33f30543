"""Earlier states of a chart: what its records say of each moment, and the list of its changes."""
