"""Tables for people to take along: described once, written as CSV or as an Excel workbook."""
