"""A real Matrix homeserver for the tests: one for the whole run, and its people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.homeserver import Homeserver, HomeserverMissing, synapse_python
from demo.matrix_people import Admin, Person, register, register_admin


@dataclass(frozen=True, slots=True)
class Synapse:
    """The homeserver and who lives on it: `alice` and `bob` post, `watcher` only reads, `admin` decides."""

    server: Homeserver
    alice: Person
    bob: Person
    watcher: Person
    admin: Admin


def need_synapse() -> None:
    """Fails with what to do where Synapse is not installed; skips only where somebody asked for that."""
    try:
        synapse_python()
    except HomeserverMissing as missing:
        if os.environ.get("JIKIMI_TESTS_WITHOUT_SYNAPSE"):
            pytest.skip(str(missing))
        pytest.fail(f"{missing} (Or set JIKIMI_TESTS_WITHOUT_SYNAPSE=1 to leave these tests out.)")


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """Shared by all tests: make rooms of your own in it, and do not stop it."""
    need_synapse()
    with Homeserver(tmp_path_factory.mktemp("synapse")) as server:
        yield from _living_on(server)


@pytest.fixture
def own_synapse(tmp_path: Path) -> Iterator[Synapse]:
    """One for this test alone, to be stopped, killed and started again."""
    need_synapse()
    with Homeserver(tmp_path) as server:
        yield from _living_on(server)


def _living_on(server: Homeserver) -> Iterator[Synapse]:
    people = people_of(server)
    yield people
    for person in (people.alice, people.bob, people.watcher, people.admin):
        person.http.close()


def people_of(server: Homeserver) -> Synapse:
    return Synapse(
        server,
        alice=register(server, "alice"),
        bob=register(server, "bob"),
        watcher=register(server, "watcher"),
        admin=register_admin(server, "admin"),
    )
