"""One line of the history."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from jikimi.ledger.canonical import canonical

FORM: Final = 1
GENESIS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did which verb to what, after which other entry.

    `seq` counts from 1. `at` is aware, with microseconds. `actor`, `subject` and `case` are pseudonyms.
    `commitment` (64 hex digits or empty) binds the details without telling them. `prev` is the hash of the
    entry before, GENESIS for the first; `hash` is this entry's own, both 64 hex digits.
    """

    seq: int
    at: datetime
    actor_kind: str
    actor: str
    verb: str
    subject: str
    case: str
    commitment: str
    prev: str
    hash: str

    @property
    def expected_hash(self) -> str:
        return entry_hash(
            seq=self.seq, at=self.at, actor_kind=self.actor_kind, actor=self.actor, verb=self.verb,
            subject=self.subject, case=self.case, commitment=self.commitment, prev=self.prev,
        )  # fmt: skip


def entry_hash(
    *,
    seq: int,
    at: datetime,
    actor_kind: str,
    actor: str,
    verb: str,
    subject: str,
    case: str,
    commitment: str,
    prev: str,
) -> str:
    """SHA-256 (64 hex digits) over the canonical form of everything the entry says."""
    return hashlib.sha256(
        canonical(
            {
                "form": FORM,
                "seq": seq,
                "at": written_time(at),
                "actor_kind": actor_kind,
                "actor": actor,
                "verb": verb,
                "subject": subject,
                "case": case,
                "commitment": commitment,
                "prev": prev,
            }
        )
    ).hexdigest()


def written_time(at: datetime) -> str:
    """`2026-03-01T10:00:00.000000Z`: always UTC, always six digits."""
    if at.tzinfo is None:
        raise ValueError("A time in the ledger needs its zone.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
