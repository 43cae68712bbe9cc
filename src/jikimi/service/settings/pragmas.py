"""Do SQLite's settings really hold on a connection?"""

from __future__ import annotations

from typing import Final

from jikimi.service.settings.database import BUSY_SECONDS

# What each PRAGMA answers when it holds.
EXPECTED: Final[dict[str, str | int]] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": BUSY_SECONDS * 1000,
}


def wrong_pragmas() -> list[str]:
    """The names of those that do not hold on the default connection."""
    from django.db import connection

    wrong = []
    with connection.cursor() as cursor:
        for name, expected in EXPECTED.items():
            cursor.execute(f"PRAGMA {name}")
            if cursor.fetchone()[0] != expected:
                wrong.append(name)
    return wrong
