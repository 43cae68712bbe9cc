from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jikimi.cases.fields import LookupField, SealedBinaryField
from jikimi.cases.models.case import Case


class Fingerprint(models.Model):
    """What is kept of one protected photograph. It rests sealed, and is erased when it is withdrawn."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("an ordinary photograph")
        ITEM = "item", _("the abusive picture")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="fingerprints")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    record = SealedBinaryField(null=True)
    digest = LookupField(null=True)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind", "digest"),
                condition=Q(withdrawn_at=None),
                name="one_fingerprint_a_photograph",
            ),
        )

    def __str__(self) -> str:
        return f"fingerprint:{self.pk}"
