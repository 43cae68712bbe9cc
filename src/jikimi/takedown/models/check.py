import json
from collections.abc import Mapping

from django.db import models

from jikimi.cases.fields import SealedTextField
from jikimi.takedown.models.link import Link


class Check(models.Model):
    """One look at a link from one vantage: what was seen (statuses, lengths), never the picture.

    `sealed` is what would name the place: a final address, the hash of a page's words.
    """

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    grade = models.CharField(max_length=32)
    seen = models.JSONField()
    sealed = SealedTextField(null=True)
    vantage = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"check {self.pk}"

    @property
    def all_seen(self) -> Mapping[str, object]:
        """What was seen, the sealed part opened."""
        opened: dict[str, object] = json.loads(self.sealed) if self.sealed else {}
        return {**self.seen, **opened}
