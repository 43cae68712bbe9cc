"""Installations for the command line's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.installation import Installation
from tests.service.chromium import CHROMIUM, FLAGS
from tests.service.serving import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("template") / "installation")
    opened = made.run("case", "open", "--consent", "watch")
    assert opened.returncode == 0, opened.stderr
    (made.home / "number").write_text(opened.stdout.strip())
    return made


@pytest.fixture
def empty_home(tmp_path: Path) -> Iterator[Installation]:
    """A new machine, on SQLite, where the kind of database does not matter."""
    own = Installation(tmp_path / "installation")
    yield own
    own.stop_all()


@pytest.fixture
def home(_template: Installation, empty_home: Installation) -> Installation:
    """The same with one case in it; `number` says which."""
    own = empty_home
    for name in ("home", "keys"):
        shutil.copytree(_template.folder / name, own.folder / name, dirs_exist_ok=True)
    (own.home / "number").unlink()
    return own


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A running door and desk of a centre that has set how it is reached. It ends with each file's tests:
    its watch and work would take the time of all the others."""
    installation = Installation(tmp_path_factory.mktemp("sites") / "installation")
    running = Serving(installation, "[centre]\nname = 'The centre'\ncontact = 'help@centre.example'")
    running.read_until("is started")
    yield running
    installation.stop_all()


@pytest.fixture(scope="session")
def number(_template: Installation) -> str:
    return (_template.home / "number").read_text()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()
