from django.db import models

from jikimi.cases.fields import SealedTextField
from jikimi.takedown.models.notice import Notice


class OwnName(models.Model):
    """The person's own name for a notice whose law demands it: from the yes until the receipt, no longer."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="+")
    name = SealedTextField()
    given_at = models.DateTimeField()
    given_to = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"own name {self.pk}"
