"""What was erased leaves the database's own log too."""

from __future__ import annotations

from typing import Final

from django.db import connection

# Somebody who reads at this moment keeps the log as it is: it is tried again later, and nobody waits for it.
_PATIENCE_MS: Final = 1000


def truncate_log() -> bool:
    """Whether it is empty now. Outside of transactions only.

    SQLite's write-ahead log keeps pages as they were before they were overwritten, until it is cut off. What
    PostgreSQL keeps in its own files is for its operator: VACUUM, and the age of its log.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
    return not busy
