"""How gunicorn serves the demo; says where, once it answers."""

from __future__ import annotations

import os
import sys
from typing import Any

ADDRESS, SIGN_INS = "CENTERLINE_DEMO_ADDRESS", "CENTERLINE_DEMO_SIGN_INS"

workers = 2
threads = 4
worker_class = "gthread"
preload_app = True
control_socket_disable = True
loglevel = "warning"


def when_ready(_server: Any) -> None:
    """Print the address and whom one can be."""
    address = os.environ.get(ADDRESS, "")
    lines = [f"Centerline is at {address}", "", "Sign in with one click, without a password, as:"]
    lines += [f"  {line}" for line in os.environ.get(SIGN_INS, "").splitlines()]
    lines += ["", "Stop it with Ctrl-C; what you enter is kept."]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    sys.stdout.flush()
