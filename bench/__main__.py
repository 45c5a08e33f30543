"""`make bench`: every measurement in one run; with --write the figures go into docs/performance.md."""

import sys

from bench import charts, pages, qi_compare, qi_speed

for part in (pages, qi_speed, qi_compare, charts):
    print(f"\n## {part.__name__}\n", flush=True)
    part.main(sys.argv[1:])
