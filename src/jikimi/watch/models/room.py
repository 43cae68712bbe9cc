from django.db import models

from jikimi.cases.due import Lease
from jikimi.cases.fields import LookupField, SealedTextField

MIB = 1024 * 1024


class RoomState(models.TextChoices):
    WATCHING = "watching"
    PAUSED = "paused"
    REFUSED = "refused"


class Room(Lease):
    """One watched place. When it is to be visited next is a column, so no visit can be lost in a queue."""

    source = models.CharField(max_length=32)
    address = SealedTextField()
    lookup = LookupField(unique=True)
    state = models.CharField(max_length=16, choices=RoomState.choices, default=RoomState.WATCHING)
    cursor = SealedTextField(null=True)
    cadence_s = models.PositiveIntegerField(default=60)
    next_visit_at = models.DateTimeField(null=True, db_index=True)
    disk_budget_bytes = models.BigIntegerField(default=256 * MIB)
    problem = models.CharField(max_length=300, blank=True)
    troubles_in_a_row = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()
    caught_up_at = models.DateTimeField(null=True)
    posts_pruned = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"room {self.pk}"
