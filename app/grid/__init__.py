"""Many periods of a series in one table that moves like a spreadsheet."""
