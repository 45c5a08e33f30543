"""The application on a slow line: every answer waits for `LATENCY` milliseconds.

`CENTERLINE_TEST_LATENCY=400 make test ARGS=tests/browser` finds tests that read a page before it
has come, which otherwise fail only on a busy machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.browser.server import LATENCY
from wsgi import app as fast

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer as the application does, later."""
    time.sleep(int(os.environ[LATENCY]) / 1000)
    return fast(environ, start_response)
