"""A centre's key, a notice and a mail server for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jikimi.routes.email.signing import CentreKey, load_or_create
from tests.servers.smtp import MailServer


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> CentreKey:
    return load_or_create(tmp_path_factory.mktemp("keys") / "centre-notice-key.pem")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path / "mail") as running:
        yield running
