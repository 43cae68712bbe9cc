from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jikimi.cases.models.case import Case


class Consent(models.Model):
    """One of the person's yeses, from when to when."""

    class Kind(models.TextChoices):
        WATCH = "watch", _("watch for my pictures")
        ASK_PLATFORMS = "ask_platforms", _("ask platforms to remove them")
        SHARE_WITH_PLATFORMS = "share_with_platforms", _("share fingerprints with platforms")
        GIVE_TO_POLICE = "give_to_police", _("give what was found to the police")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind"), condition=Q(withdrawn_at=None), name="one_standing_consent_a_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"
