from django.db import models
from django.utils.translation import gettext_lazy as _

from jikimi.cases.models.fingerprint import Fingerprint


class BankChange(models.Model):
    """One step in the life of the bank. `seq` is its ledger entry's, so steps are committed in order."""

    class Op(models.TextChoices):
        ADD = "add", _("added")
        WITHDRAW = "withdraw", _("withdrawn")

    seq = models.BigIntegerField(primary_key=True)
    fingerprint = models.ForeignKey(Fingerprint, on_delete=models.PROTECT, related_name="changes")
    op = models.CharField(max_length=8, choices=Op.choices)

    class Meta:
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq}:{self.op}"
