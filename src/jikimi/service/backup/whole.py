"""Is a copy of the database whole, and its ledger with it?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from jikimi.ledger.entry import Entry
from jikimi.ledger.verify import verify
from jikimi.service.plain_errors import CouldNot

# A person's own name is erased with the receipt, and asked for anew where it is missing: no copy keeps it.
LEFT_OUT: Final = ("takedown_ownname",)

COLUMNS: Final = 'seq, at, actor_kind, actor, verb, subject, "case", commitment, prev, hash'
READ_LEDGER: Final = f"SELECT {COLUMNS} FROM cases_ledgerentry ORDER BY seq"  # noqa: S608 - fixed names
READ_HEAD: Final = "SELECT seq, hash FROM cases_ledgerhead"
READ_KEY: Final = "SELECT key_id FROM cases_keycheck"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy says about itself. `key_id` is empty where nothing was sealed yet."""

    entries: int
    head: str
    key_id: str


def check_sqlite(path: Path) -> Facts:
    """Errors: CouldNot, for a file that is damaged, not ours, or whose ledger is not whole."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
            if copy.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise CouldNot("The copy of the database is damaged.")
            if copy.execute("PRAGMA foreign_key_check").fetchone():
                raise CouldNot("The copy of the database is damaged: parts of it belong to nothing.")
            return facts_of(
                copy.execute(READ_LEDGER),
                copy.execute(READ_HEAD).fetchone(),
                copy.execute(READ_KEY).fetchone(),
            )
    except sqlite3.Error:
        raise CouldNot("This is not a database of ours, or it is damaged or cut off.") from None


def facts_of(ledger: Iterable[Any], head: Any, key: Any) -> Facts:
    """From the rows of READ_LEDGER, READ_HEAD and READ_KEY. Errors: CouldNot."""
    verified = verify(_entries(ledger))
    if verified.problems:
        raise CouldNot(f"The ledger in it is not whole: {verified.problems[0].sentence}")
    if head is None or (verified.count, verified.head) != tuple(head):
        raise CouldNot("The ledger in it is not whole: its end is missing.")
    return Facts(verified.count, verified.head, key[0] if key else "")


def _entries(rows: Iterable[Any]) -> Iterator[Entry]:
    for seq, at, *words in rows:
        yield Entry(seq, _time(at), *words)


def _time(at: Any) -> datetime:
    when = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
