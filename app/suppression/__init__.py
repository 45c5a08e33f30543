"""Which small numbers are hidden, so that nobody can work them out. Pure: no database, no request.

`cells` says when a count is small, `complement` which further cells must be hidden with it, and
`releases` what a period shows after each correction, given all that it has shown before.
"""
