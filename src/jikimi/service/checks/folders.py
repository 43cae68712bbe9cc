"""The folders: there, ours alone, apart from each other, with room left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jikimi.service.checks.finding import Finding, missing, note, ok
from jikimi.service.paths import config_file, home_folder, keys_folder

# A room's default budget is about 0.25 GB; SQLite needs room beside the database to restore or copy it.
TOO_LITTLE: Final = 1_000_000_000
LITTLE: Final = 5_000_000_000


def check_folders() -> Iterator[Finding]:
    home, keys = home_folder(), keys_folder()
    if not home.is_dir():
        yield missing("data folder", f"{home} is not there yet. The first command that needs it makes it.")
    else:
        yield from _private("data folder", home)
        yield _space(home)
    if keys.is_dir():
        yield from _private("keys folder", keys)
    if apart(home, keys):
        yield ok("keys apart", "The keys do not lie in the data folder.")
    else:
        yield missing(
            "keys apart", f"{keys} lies in the data folder {home}, so whoever copies the data has the keys."
        )
    if config_file().exists() and config_file().stat().st_mode & 0o077:
        yield missing(
            "configuration",
            f"Others on this machine can read {config_file()}, which may hold passwords: chmod 600",
        )


def apart(home: Path, keys: Path) -> bool:
    """Whether neither copying nor backing up the data takes the keys along."""
    real_home, real_keys = Path(os.path.realpath(home)), Path(os.path.realpath(keys))
    return real_home != real_keys and real_home not in real_keys.parents


def _private(subject: str, folder: Path) -> Iterator[Finding]:
    found = folder.stat()
    if found.st_mode & 0o077:
        yield missing(subject, f"Others on this machine can look into {folder}: chmod 700 {folder}")
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield missing(subject, f"This user may not write into {folder}.")
    else:
        yield ok(subject, f"{folder} is yours alone.")


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free in {folder}."
    if free < TOO_LITTLE:
        return missing("disk", f"Only {words} Make room: a full disk stops everything.")
    return note("disk", f"Only {words}") if free < LITTLE else ok("disk", words)
