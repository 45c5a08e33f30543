"""The WSGI application, for gunicorn and `flask --app wsgi`."""

import gc

from app import create_app

app = create_app()
# What is loaded by now stays. Set apart, it is not searched for garbage again and again, which
# took a request in twenty twice its time.
gc.freeze()
