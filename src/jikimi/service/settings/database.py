"""The database: one SQLite file on day one, PostgreSQL by one setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

# WAL: readers and one writer do not wait for each other. FULL: what was committed survives a power cut.
# secure_delete: what is deleted is overwritten. Busy: seconds a writer waits for its turn.
BUSY_SECONDS: Final = 60
SQLITE_PRAGMAS: Final = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "busy_timeout": str(BUSY_SECONDS * 1000),
}


class BadDatabaseAddress(ValueError):
    """The message is a sentence for the operator; it never repeats the address (with its password)."""


def sqlite(path: Path | str) -> dict[str, Any]:
    """Django's settings for a SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            # A transaction that begins as a reader and then wants to write fails at once instead of waiting.
            "transaction_mode": "IMMEDIATE",
            "init_command": ";".join(f"PRAGMA {name}={value}" for name, value in SQLITE_PRAGMAS.items()),
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name`. Errors: BadDatabaseAddress."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise BadDatabaseAddress("The database address cannot be read.") from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name or "/" in name:
        raise BadDatabaseAddress(
            "The database address must look like postgresql://user:password@host:port/name "
            "(leave it out to use the SQLite file)."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
