import pytest

from app.extensions import db

COLUMNS = ("--team-column", "team", "--period-column", "month", "--value", "count")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "command",
    [
        ("demo", "load"),
        ("users", "create", "ana@example.org", "--name", "Ana"),
        ("users", "deactivate", "ana@example.org"),
        ("networks", "create", "river", "--name", "River", "--backbone", "ana@example.org"),
        ("import", "observations", "FILE", "--network", "river", *COLUMNS),
        ("audit", "verify"),
    ],
    ids=" ".join,
)
def test_a_database_without_tables_is_said_plainly(app, tmp_path, command):
    file = tmp_path / "data.csv"
    file.write_text("team,month,count\n")
    db.drop_all()
    db.session.commit()
    arguments = [str(file) if word == "FILE" else word for word in command]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == (
        "Error: The database has no tables yet. Run: flask --app wsgi db upgrade"
    )


def test_other_faults_of_the_database_are_not_hidden(app):
    db.session.execute(db.text("ALTER TABLE user RENAME COLUMN email TO address"))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["users", "activate", "ana@example.org"])
    assert "no such column" in str(result.exception)
