"""Who did what, when, to which object, from what to what, and why."""

from app.audit.chain import Verdict, changes, record, verify, verify_all

__all__ = ["Verdict", "changes", "record", "verify", "verify_all"]
