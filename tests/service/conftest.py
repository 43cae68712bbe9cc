"""Installations for the command line's tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.installation import Installation


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("template") / "installation")
    opened = made.run("case", "open", "--consent", "watch")
    assert opened.returncode == 0, opened.stderr
    (made.home / "number").write_text(opened.stdout.strip())
    return made


@pytest.fixture
def empty_home(tmp_path: Path) -> Installation:
    """A new machine, on SQLite, where the kind of database does not matter."""
    return Installation(tmp_path / "installation")


@pytest.fixture
def home(_template: Installation, tmp_path: Path) -> Installation:
    """The same with one case in it; `number` says which."""
    own = Installation(tmp_path / "installation")
    for name in ("home", "keys"):
        shutil.copytree(_template.folder / name, own.folder / name, dirs_exist_ok=True)
    (own.home / "number").unlink()
    return own


@pytest.fixture(scope="session")
def number(_template: Installation) -> str:
    return (_template.home / "number").read_text()
