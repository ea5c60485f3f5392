"""Options of the tests, and how hypothesis looks for counter-examples: without a limit on time, and new ones in every run.

In CI they are the same ones for the same tests, so that what passes once passes again; new ones come from every run
elsewhere, and from `--hypothesis-profile thorough`.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

_USUAL = settings(
    max_examples=60,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("usual", _USUAL)
settings.register_profile("thorough", _USUAL, max_examples=3000, derandomize=False)
settings.load_profile("usual")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the expected files of golden stories anew."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/*/expected anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are written instead of compared."""
    return bool(request.config.getoption("--update-golden"))
