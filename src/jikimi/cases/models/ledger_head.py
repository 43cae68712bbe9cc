from typing import Final

from django.db import models
from django.db.models import Q

from jikimi.ledger.entry import GENESIS


class LedgerHead(models.Model):
    """Where the chain ends: one row, locked by whoever appends. Without that lock a chain forks."""

    ONLY: Final = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_ledger_head"),)

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"
