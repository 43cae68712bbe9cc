from django.db import models

from jikimi.cases.due import Lease
from jikimi.cases.fields import LookupField, SealedTextField
from jikimi.cases.models import Case
from jikimi.watch.models import Sighting


class LinkState(models.TextChoices):
    """What the looks at a link amount to. `gone` and `room gone` are only said after several looks."""

    NOT_LOOKED_YET = "not looked yet"
    LIVE = "live"
    FILE_STILL_SERVED = "message gone but file served"
    GONE = "gone"
    ROOM_GONE = "room gone"
    CAME_BACK = "came back"


class Link(Lease):
    """One address where the content was, and how sure we are that it is not there any more."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    platform = models.CharField(max_length=64)
    source = models.CharField(max_length=32)
    room = SealedTextField()
    post = SealedTextField()
    media = SealedTextField(null=True)
    pdq = SealedTextField(null=True)
    lookup = LookupField()
    state = models.CharField(max_length=32, choices=LinkState.choices, default=LinkState.NOT_LOOKED_YET)
    since = models.DateTimeField()
    looks = models.PositiveIntegerField(default=0)
    last_look_at = models.DateTimeField(null=True)
    last_look_told = models.BooleanField(default=True)
    gone_looks = models.PositiveIntegerField(default=0)
    first_gone_look_at = models.DateTimeField(null=True)
    rhythm_step = models.PositiveSmallIntegerField(default=0)
    next_check_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "lookup"), name="a_case_has_a_link_once"),)

    def __str__(self) -> str:
        return f"link {self.pk}"
