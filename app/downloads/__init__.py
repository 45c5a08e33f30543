"""What one may see, as files for a spreadsheet: one table a page, in two formats."""
