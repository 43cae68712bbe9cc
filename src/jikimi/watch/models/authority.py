from django.db import models


class Authority(models.Model):
    """Under which law the centre may fetch such content, as its operator recorded it.

    Never changed and never erased: a court may ask what the centre relied on that day. It can be ended.
    """

    country = models.CharField(max_length=2)
    basis = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Authority {self.pk} ({self.country})"
