"""The one place that writes to the ledger. Called by `acting` alone, last in its transaction."""

from __future__ import annotations

from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.engine_key import engine_key
from jikimi.cases.models import Case, LedgerEntry, LedgerHead
from jikimi.ledger.canonical import Canonical
from jikimi.ledger.commitment import commitment
from jikimi.ledger.entry import entry_hash


def append_entry(
    *, actor: Actor, verb: str, subject: str, case: Case | None, details: dict[str, Canonical]
) -> LedgerEntry:
    """Appends one entry to the chain. Must run inside a transaction; holds the head until its end."""
    # On SQLite the transaction is IMMEDIATE and has the whole file; on PostgreSQL this row is the lock.
    head = LedgerHead.objects.select_for_update().get(pk=LedgerHead.ONLY)
    seq = head.seq + 1
    bound = (
        commitment(_commitment_key(case), seq=seq, verb=verb, subject=subject, details=details)
        if details
        else ""
    )
    at = timezone.now()
    said = {
        "actor_kind": actor.kind,
        "actor": actor.pseudonym,
        "verb": verb,
        "subject": subject,
        "case": case.number if case else "",
        "commitment": bound,
        "prev": head.hash,
    }
    entry = LedgerEntry.objects.create(seq=seq, at=at, **said, hash=entry_hash(seq=seq, at=at, **said))
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def _commitment_key(case: Case | None) -> bytes:
    if case is not None and case.commitment_key is not None:
        return case.commitment_key
    return engine_key().commitment
