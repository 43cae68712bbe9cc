"""What every test may ask for: a database of either kind, and the people of the base test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test.utils import setup_databases, teardown_databases

from jikimi.cases.engine_key import forget_engine_key
from jikimi.seal.keyring import KeyPlaces, make_plain_key
from tests.databases import KINDS, default_database, flush_with_triggers

pytest_plugins = ["tests.people"]

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "database"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = next(metafunc.definition.iter_markers("django_db"), None) is not None
    if marked or _DATABASE_FIXTURES.intersection(metafunc.fixturenames):
        if "database" not in metafunc.fixturenames:
            metafunc.fixturenames.append("database")
        metafunc.parametrize("database", KINDS, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """`sqlite` or `postgresql`: what `default` is for this test."""
    kind: str = request.param
    with default_database(kind):
        yield kind


@pytest.fixture(scope="session")
def django_db_setup(database: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), flush_with_triggers():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _engine_key() -> Iterator[None]:
    make_plain_key(KeyPlaces.from_environment())
    forget_engine_key()
    yield
    forget_engine_key()
