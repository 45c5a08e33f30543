"""How long things take; every figure comes with the command that gave it."""
