"""A whole network in one file, to be kept or to be loaded into another installation."""
