from django.db import models

from jikimi.ledger.entry import Entry


class LedgerEntry(models.Model):
    """One line of the history. The database itself refuses to change or delete it (see append_only.py)."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor = models.CharField(max_length=64)
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=128, blank=True)
    case = models.CharField(max_length=16, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    prev = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq}:{self.verb}"

    def as_entry(self) -> Entry:
        """The entry as the ledger's own library knows it."""
        return Entry(
            seq=self.seq, at=self.at, actor_kind=self.actor_kind, actor=self.actor, verb=self.verb,
            subject=self.subject, case=self.case, commitment=self.commitment, prev=self.prev, hash=self.hash,
        )  # fmt: skip
