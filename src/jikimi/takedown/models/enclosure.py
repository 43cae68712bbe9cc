from django.db import models

from jikimi.cases.fields import SealedBinaryField
from jikimi.takedown.models.notice import Notice


class Enclosure(models.Model):
    """A file that goes with a notice, exactly as it was when a person said yes; `sha256` is of its bytes."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="enclosures")
    name = models.CharField(max_length=64)
    media_type = models.CharField(max_length=64)
    content = SealedBinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("notice", "name"), name="a_notice_encloses_a_name_once"),
        )

    def __str__(self) -> str:
        return f"enclosure {self.pk}"
