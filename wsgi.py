"""The WSGI application, for gunicorn and `flask --app wsgi`."""

from app import create_app, garbage

app = create_app()
garbage.settle()
