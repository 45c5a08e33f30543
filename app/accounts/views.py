"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint

from app import access

bp = Blueprint("accounts", __name__, template_folder="templates")


@bp.get("/sign-in")
@access.public("one signs in here")
def sign_in() -> str:
    return "sign in"
