from django.db import models

from jikimi.cases.fields import LookupField, SealedTextField
from jikimi.cases.models.case import Case


class AllowedPlace(models.Model):
    """Where the person's photographs may be: her own account, the school's page. Nothing there alarms."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="allowed_places")
    address = SealedTextField()
    address_lookup = LookupField()
    allowed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "address_lookup"), name="one_place_a_case"),)

    def __str__(self) -> str:
        return f"allowed:{self.pk}"
