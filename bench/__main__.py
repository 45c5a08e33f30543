"""`make bench`: every measurement in one run; with --write the figures go into docs/performance.md."""

import sys

from bench import charts, coaching, entry, imports, pages, qi_compare, qi_speed, team

for part in (pages, team, entry, imports, coaching, qi_speed, qi_compare, charts):
    print(f"\n## {part.__name__}\n", flush=True)
    part.main(sys.argv[1:])
