"""How many examples each property is tried on: a thousand when soaking."""

import os

EXAMPLES = 1000 if os.environ.get("SOAK") == "1" else 40
