"""`make bench`: every measurement in one run; with --write the figures go into docs/performance.md."""

import sys

from bench import pages, qi_compare

for part in (pages, qi_compare):
    print(f"\n## {part.__name__}\n")
    part.main(sys.argv[1:])
