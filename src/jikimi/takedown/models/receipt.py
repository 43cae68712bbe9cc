from django.db import models

from jikimi.cases.fields import SealedTextField
from jikimi.takedown.models.attempt import Attempt


class Receipt(models.Model):
    """Proof that somebody took a notice. A bounce takes it back; it stays, with the date of that."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="receipts")
    grade = models.CharField(max_length=16)
    # Theirs, and sealed: a homeserver names the post by its id, which is as good as its address.
    reference = SealedTextField()
    words = SealedTextField(null=True)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"receipt {self.pk}"
