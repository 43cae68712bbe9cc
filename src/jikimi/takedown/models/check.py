from django.db import models

from jikimi.takedown.models.link import Link


class Check(models.Model):
    """One look at a link: what was seen (statuses, lengths), never the picture."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    grade = models.CharField(max_length=32)
    seen = models.JSONField()
    vantage = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"check {self.pk}"
