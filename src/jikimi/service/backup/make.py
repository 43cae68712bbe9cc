"""Make a backup of the database in use."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jikimi.service.backup import postgres, sqlite
from jikimi.service.backup.checksum import add_checksum
from jikimi.service.backup.draft import draft_of
from jikimi.service.backup.encrypt import encrypt, recipient_of
from jikimi.service.backup.whole import Facts, check_sqlite


@dataclass(frozen=True, slots=True)
class Made:
    """`checksum` is empty where the file is encrypted: age notices every change."""

    facts: Facts
    checksum: str = ""


def make_backup(settings: dict[str, Any], target: Path, recipient: str = "") -> Made:
    """`settings` are Django's for the database. Errors: CouldNot, sqlite3.Error, OSError."""
    given = recipient_of(recipient) if recipient else None
    with draft_of(target) as draft:
        if given is None:
            return Made(_copy(settings, draft), add_checksum(draft))
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            plain = Path(folder) / "plain"
            facts = _copy(settings, plain)
            encrypt(plain, draft, given)
        return Made(facts)


def _copy(settings: dict[str, Any], target: Path) -> Facts:
    if settings["ENGINE"].endswith("sqlite3"):
        sqlite.copy_out(Path(settings["NAME"]), target)
        return check_sqlite(target)
    facts = postgres.facts(settings)
    postgres.dump(settings, target)
    return facts
