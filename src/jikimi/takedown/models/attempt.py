from django.db import models

from jikimi.cases.fields import LookupField, SealedTextField
from jikimi.takedown.models.notice import Notice


class Outcome(models.TextChoices):
    UNDER_WAY = "under way"
    SENT = "sent"
    NOT_SENT = "not sent"
    UNKNOWN = "unknown"


class Attempt(models.Model):
    """One try to send, committed before the connection opens: what crashes inside leaves its mark.

    `counts_for` names the destination whose rate limit this try used up; None where there is no limit.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.UNDER_WAY)
    # SHA-256 of the signed JSON as it left with this attempt: by it anybody can be told that it is genuine.
    signed_sha256 = models.CharField(max_length=64, blank=True)
    resolved_by = models.CharField(max_length=64, blank=True)
    words = SealedTextField(null=True)
    counts_for = LookupField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("notice", "number"), name="an_attempt_has_its_number_once"),
        )
        indexes = (models.Index(fields=("counts_for", "begun_at"), name="tries_of_a_destination"),)

    def __str__(self) -> str:
        return f"attempt {self.pk}"
