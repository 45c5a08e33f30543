import pytest

from app.extensions import db
from app.models import User


@pytest.mark.both_databases
def test_the_cast_is_there(cast):
    assert db.session.query(User).count() == 10
