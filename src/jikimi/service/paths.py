"""The folders that belong to one installation."""

from __future__ import annotations

import os
from pathlib import Path

from jikimi.seal.keyring import keys_folder, runtime_folder

__all__ = ["config_file", "database_file", "home_folder", "keys_folder", "runtime_folder"]


def home_folder() -> Path:
    """JIKIMI_HOME: the data and the operator's configuration. Backups hold what lies here, so no key does."""
    if given := os.environ.get("JIKIMI_HOME"):
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "jikimi"


def config_file() -> Path:
    return home_folder() / "jikimi.toml"


def database_file() -> Path:
    return home_folder() / "jikimi.sqlite3"
