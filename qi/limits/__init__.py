"""Center and limits of each family of charts."""
