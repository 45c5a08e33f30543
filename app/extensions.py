"""The Flask extensions, made once and bound to the application in create_app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_htmx import HTMX
from flask_migrate import Migrate
from flask_security import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from app.database import Base

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
htmx = HTMX()
csrf = CSRFProtect()
security = Security()

if TYPE_CHECKING:
    Model = Base
else:
    # Flask-SQLAlchemy makes this class at run time, where type checkers cannot follow.
    Model = db.Model
