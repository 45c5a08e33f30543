"""The parts of a control chart, each placed by one module."""
