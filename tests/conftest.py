"""What every test may ask for: a database of either kind, and the people of the base test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jikimi.cases.engine_key import forget_engine_key
from jikimi.seal.keyring import KeyPlaces, make_plain_key
from tests.databases import KINDS, Databases, flush_with_triggers
from tests.installation import Installation
from tests.servers.postgres import PostgresServer

pytest_plugins = ["tests.people", "tests.servers.synapse"]

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "database", "installation", "full_house"}
_numbers = itertools.count(1)

# Few tests that take long: begun last they would keep one core busy while the others have nothing to do.
_LONGEST_FIRST = (
    "tests/kills/",
    "tests/demo/",
    "test_straight_line",
    "test_links_for_real",
    "test_every_path",
    "test_inbox",
    "answer_pages/",
    "test_serve",
    "test_cli",
)


@dataclass(frozen=True)
class Database:
    kind: str
    server: PostgresServer | None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next(
            (at for at, part in enumerate(_LONGEST_FIRST) if part in item.nodeid), len(_LONGEST_FIRST)
        )

    items.sort(key=place)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = next(metafunc.definition.iter_markers("django_db"), None) is not None
    if marked or _DATABASE_FIXTURES.intersection(metafunc.fixturenames):
        if "database" not in metafunc.fixturenames:
            metafunc.fixturenames.append("database")
        metafunc.parametrize("database", KINDS, indirect=True, scope="session")


@pytest.fixture(scope="session")
def both_databases() -> Iterator[Databases]:
    both = Databases()
    yield both
    both.end()


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, both_databases: Databases) -> Database:
    """What `default` is for this test: `kind` is `sqlite` or `postgresql`."""
    kind: str = request.param
    return Database(kind, both_databases.use(kind))


@pytest.fixture
def installation(database: Database, tmp_path: Path) -> Iterator[Installation]:
    """A fresh installation of its own on this kind of database, used through its command line."""
    name = f"own_{next(_numbers)}"
    address = database.server.create_database(name) if database.server else None
    own = Installation(tmp_path / "installation", address)
    yield own
    own.stop_all()
    if database.server:
        database.server.drop_database(name)


@pytest.fixture(scope="session")
def django_db_setup(database: Database, both_databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), flush_with_triggers():
        both_databases.migrate(database.kind)
        yield


@pytest.fixture(scope="session", autouse=True)
def _engine_key() -> Iterator[None]:
    make_plain_key(KeyPlaces.from_environment())
    forget_engine_key()
    yield
    forget_engine_key()
