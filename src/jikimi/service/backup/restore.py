"""Put a backup in the place of the database. Nothing is touched before the backup has proven whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path
from typing import Any

from jikimi.service.backup import encrypt, postgres, sqlite
from jikimi.service.backup.checksum import take_checksum
from jikimi.service.backup.whole import Facts, check_sqlite
from jikimi.service.plain_errors import CouldNot


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` says where the old database is, empty if there was nothing to keep.

    `proven`: every byte of the backup is the one that was written.
    """

    facts: Facts
    kept: str
    proven: bool = True


def restore(
    settings: dict[str, Any], source: Path, *, replace: bool, identity: Path | None, key_id: str
) -> Restored:
    """`key_id` is that of the engine key at hand, empty if there is none. Errors: CouldNot, OSError."""
    is_sqlite = settings["ENGINE"].endswith("sqlite3")
    anything = (
        sqlite.holds_anything(Path(settings["NAME"])) if is_sqlite else postgres.holds_anything(settings)
    )
    if anything and not replace:
        raise CouldNot(
            "There is a database already. Add --replace to put the backup in its place; it is kept."
        )
    folder = Path(settings["NAME"]).parent if is_sqlite else None
    with _opened(source, folder, identity) as (plain, proven):
        kind = _kind(plain)
        if kind != ("sqlite" if is_sqlite else "postgresql"):
            raise CouldNot(f"This backup is of {kind}, which is not the database that is set up here.")
        put_back = _from_sqlite if is_sqlite else _from_dump
        return replaced(put_back(plain, settings, key_id), proven=proven)


def _from_sqlite(plain: Path, settings: dict[str, Any], key_id: str) -> Restored:
    facts = check_sqlite(plain)
    _check_key(facts, key_id)
    kept = sqlite.put_in_place(plain, Path(settings["NAME"]))
    return Restored(facts, str(kept) if kept else "")


def _from_dump(plain: Path, settings: dict[str, Any], key_id: str) -> Restored:
    beside = postgres.load_beside(plain, settings)
    try:
        facts = postgres.facts(beside)
        _check_key(facts, key_id)
        return Restored(facts, postgres.put_in_place(beside, settings))
    except BaseException:
        postgres.drop(beside)
        raise


def _check_key(facts: Facts, key_id: str) -> None:
    if key_id and facts.key_id and key_id != facts.key_id:
        raise CouldNot(
            "This backup was sealed with another engine key than the one here, so it could not be read. "
            "Bring that key back first. Nothing was changed."
        )


@contextmanager
def _opened(source: Path, folder: Path | None, identity: Path | None) -> Iterator[tuple[Path, bool]]:
    """A plain copy to work on, in the database's own folder so that it can take its place at once.

    With it, whether it is proven to be what was written. Errors: CouldNot if it is proven not to be.
    """
    if not source.is_file():
        raise CouldNot(f"There is no backup at {source}.")
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=folder) as work:
        plain = Path(work) / "backup"
        os.close(os.open(plain, os.O_WRONLY | os.O_CREAT, 0o600))
        if _first_bytes(source).startswith(encrypt.MAGIC):
            if identity is None:
                raise CouldNot("This backup is encrypted. Give the file of its identity: --identity FILE")
            encrypt.decrypt(source, plain, identity)
            proven = True
        else:
            shutil.copyfile(source, plain)
            proven = take_checksum(plain)
        yield plain, proven


def _kind(plain: Path) -> str:
    first = _first_bytes(plain)
    if first.startswith(sqlite.MAGIC):
        return "sqlite"
    if first.startswith(postgres.MAGIC):
        return "postgresql"
    raise CouldNot("This is not a backup that Jikimi made, or its beginning is damaged.")


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64)
