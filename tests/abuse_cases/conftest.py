"""A centre with secrets, and what they look like in bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Database
from tests.installation import Installation


@dataclass(frozen=True)
class FullHouse:
    """`secrets` are byte strings none of which may be found by who has no key.

    `files` are the data folder's as the crash left them, before anybody tidied up.
    """

    installation: Installation
    files: dict[Path, bytes]
    secrets: list[bytes]

    def found_in(self, haystack: bytes) -> list[bytes]:
        return [secret for secret in self.secrets if _is_in(secret, haystack)]


@pytest.fixture(scope="session")
def full_houses() -> dict[str, FullHouse]:
    return {}


@pytest.fixture(scope="session")
def full_house(
    database: Database, full_houses: dict[str, FullHouse], tmp_path_factory: pytest.TempPathFactory
) -> FullHouse:
    """One for each kind of database; no test changes it."""
    if database.kind not in full_houses:
        full_houses[database.kind] = _furnish(database, tmp_path_factory)
    return full_houses[database.kind]


def _furnish(database: Database, tmp_path_factory: pytest.TempPathFactory) -> FullHouse:
    address = database.server.create_database("full_house") if database.server else None
    installation = Installation(tmp_path_factory.mktemp("full-house") / "installation", address)
    ended = installation.python("-m", "tests.abuse_cases.full_house")
    assert ended.returncode == -9, ended.stderr
    files = {path: path.read_bytes() for path in installation.home.rglob("*") if path.is_file()}
    return FullHouse(installation, files, [bytes.fromhex(secret) for secret in json.loads(ended.stdout)])


def _is_in(secret: bytes, haystack: bytes) -> bool:
    """As it is, or words as text of two bytes a letter."""
    if secret in haystack:
        return True
    return secret.isascii() and secret.decode().encode("utf-16-le") in haystack
