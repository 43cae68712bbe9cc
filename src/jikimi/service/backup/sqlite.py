"""Copying SQLite while it is in use, and putting a copy in its place."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from jikimi.service.backup.draft import flush
from jikimi.service.backup.whole import LEFT_OUT
from jikimi.service.plain_errors import CouldNot

MAGIC: Final = b"SQLite format 3\x00"


def copy_out(database: Path, target: Path) -> None:
    """A consistent copy in one file; others may read and write meanwhile."""
    with closing(sqlite3.connect(database, timeout=60)) as source, closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA synchronous=FULL")
        # In one step: in several, each write of another process would begin the copy anew.
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        for table in LEFT_OUT:
            if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
                copy.execute("PRAGMA secure_delete=ON")
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
        copy.commit()


def holds_anything(database: Path) -> bool:
    """Whether replacing it would lose something."""
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(database, timeout=5)) as existing:
            return bool(existing.execute("SELECT count(*) FROM cases_ledgerentry").fetchone()[0])
    except sqlite3.Error:
        return True


def put_in_place(copy: Path, database: Path) -> Path | None:
    """Replaces the database by a copy, at once; where the old one is kept, if there was one.

    Errors: CouldNot while another process has the database open.
    """
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flush(copy)
    if not database.exists():
        copy.replace(database)
        flush(database.parent)
        return None
    _close_for_all(database)
    kept = database.with_name(
        f"{database.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    )
    os.link(database, kept)
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)
    copy.replace(database)
    flush(database.parent)
    return kept


def _close_for_all(database: Path) -> None:
    """Moves everything into the one file, which SQLite does only for somebody who is alone with it."""
    try:
        with closing(sqlite3.connect(database, timeout=2)) as alone:
            alone.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise CouldNot("The database is in use. Stop every jikimi process, then restore.") from None
    except sqlite3.DatabaseError:
        # It is damaged, which may be why somebody restores. It is kept as it is.
        return
