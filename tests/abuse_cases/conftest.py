"""A centre with secrets, and what they look like in bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from tests.installation import Installation


@dataclass(frozen=True)
class FullHouse:
    """`secrets` are byte strings none of which may be found by who has no key."""

    installation: Installation
    secrets: list[bytes]

    def found_in(self, haystack: bytes) -> list[bytes]:
        return [secret for secret in self.secrets if _is_in(secret, haystack)]


@pytest.fixture
def full_house(installation: Installation) -> FullHouse:
    ended = installation.python("-m", "tests.abuse_cases.full_house")
    assert ended.returncode == -9, ended.stderr
    return FullHouse(installation, [bytes.fromhex(secret) for secret in json.loads(ended.stdout)])


def _is_in(secret: bytes, haystack: bytes) -> bool:
    """As it is, or words as text of two bytes a letter."""
    if secret in haystack:
        return True
    return secret.isascii() and secret.decode().encode("utf-16-le") in haystack
