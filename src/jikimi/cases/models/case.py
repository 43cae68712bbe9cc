from django.db import models
from django.utils.translation import gettext_lazy as _

from jikimi.cases.fields import SealedBinaryField
from jikimi.cases.models.team import Team


class Case(models.Model):
    """One person's matter, known by a number that says nothing about her."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Urgency(models.TextChoices):
        NOW = "now", _("now")
        SOON = "soon", _("soon")
        NORMAL = "normal", _("normal")

    number = models.CharField(max_length=16, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    opened_at = models.DateTimeField()
    # What the ledger commits to under this key can no longer be guessed at once the key is shredded.
    commitment_key = SealedBinaryField(null=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.number
