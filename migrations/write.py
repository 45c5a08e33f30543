"""`make migration NAME=add_charters`: write the next numbered migration from the models."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from flask_migrate import revision, upgrade

from app import create_app

HERE = Path(__file__).parent
VERSIONS = HERE / "versions"
HEAD = HERE / ".current-alembic-head"


def main(name: str) -> int:
    """Compare the models with an empty database at the current head and write what differs."""
    # Alembic's table holds 32 characters, and a number with its line takes five.
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,26}", name):
        print("Name it in at most 27 lower-case letters, such as add_charters.", file=sys.stderr)
        return 1
    number = max((int(path.name[:4]) for path in VERSIONS.glob("[0-9]*.py")), default=0) + 1
    revision_id = f"{number:04}_{name}"
    message = name.replace("_", " ").capitalize()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.sqlite"
        app = create_app({"INSTANCE": folder, "SQLALCHEMY_DATABASE_URI": url})
        with app.app_context():
            if number > 1:
                upgrade()
            revision(message=message, autogenerate=True, rev_id=revision_id)
    path = VERSIONS / f"{revision_id}.py"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ### " not in line))
    for arguments in (("check", "--fix", "--quiet"), ("format", "--quiet")):
        subprocess.run([sys.executable, "-m", "ruff", *arguments, str(path)], check=False)
    HEAD.write_text(f"{revision_id}\n")
    print(f"Wrote {path.relative_to(HERE.parent)}. Read it before you commit it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
