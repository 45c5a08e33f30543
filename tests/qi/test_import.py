"""qi is imported by every page: it must not bring along what takes long to import."""

import subprocess
import sys

import pytest


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_importing_and_analyzing_brings_no_library_that_it_does_not_need():
    out = run(
        "import sys, qi; qi.analyze([1, 2, 3], 'i', x=['a', 'b', 'c']).describe();"
        "print([m for m in ('pandas', 'scipy', 'matplotlib', 'numpy.ma') if m in sys.modules])"
    )
    assert out == "[]"


def test_public_names_come_when_they_are_asked_for():
    out = run(
        "import sys, qi; before = 'qi.batch' in sys.modules; qi.analyze_batch;"
        "print(before, 'qi.batch' in sys.modules, set(qi.__all__) <= set(dir(qi)))"
    )
    assert out == "False True True"


def test_every_public_name_exists():
    import qi

    for name in qi.__all__:
        assert getattr(qi, name).__module__.startswith("qi.")
    assert set(qi.__all__) <= set(dir(qi))
    with pytest.raises(AttributeError, match="no attribute 'sigma'"):
        qi.sigma  # noqa: B018 - asking is the test
