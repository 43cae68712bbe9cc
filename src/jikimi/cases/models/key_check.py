from typing import Final

from django.db import models
from django.db.models import Q


class KeyCheck(models.Model):
    """The id of the engine key this database is sealed with, to tell a wrong key before it is used.

    `recipient` is the engine's letterbox, for processes that put things in and hold no key.
    """

    ONLY: Final = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    key_id = models.CharField(max_length=8)
    recipient = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_key_check"),)

    def __str__(self) -> str:
        return self.key_id
