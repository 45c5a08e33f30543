"""Write the gallery's pages: ``python -m charts.gallery [folder]``."""

from __future__ import annotations

import sys
from pathlib import Path

from charts.gallery.pages import write

if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/gallery"))
