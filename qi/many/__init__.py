"""The same statistics on many series at once, without a loop over series."""
