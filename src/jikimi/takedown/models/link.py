from django.db import models

from jikimi.cases.due import Lease
from jikimi.cases.fields import LookupField, SealedBinaryField, SealedTextField
from jikimi.cases.models import Case
from jikimi.watch.models import Sighting


class LinkState(models.TextChoices):
    """What the looks at a link amount to. That it is gone is only said after several looks."""

    NOT_LOOKED_YET = "not looked yet"
    LIVE = "live"
    FILE_STILL_SERVED = "message gone but file served"
    HIDDEN_BY_COUNTRY = "hidden by country"
    BEHIND_LOGIN = "behind a login"
    SOFT_404 = "page says gone with status 200"
    GONE = "gone"
    ROOM_GONE = "room gone"
    CAME_BACK = "came back"


class Link(Lease):
    """One address where the content was, and how sure we are that it is not there any more.

    `sighting` is None for a link that a person gave. `likeness` is a fingerprint of what was seen there; it
    never leaves. `waits_for_yes`: its address may tell the uploader who looks, so nobody looks before a
    caseworker said yes (`look_allowed_by`); at `let_go_at` one said no, which a later yes takes back.
    `gone_from` are the vantages of the looks that found it gone, `returns` counts how often it came back,
    `problem` is a sentence for a person.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, null=True, related_name="+")
    platform = models.CharField(max_length=64)
    source = models.CharField(max_length=32)
    room = SealedTextField()
    post = SealedTextField()
    media = SealedTextField(null=True)
    pdq = SealedTextField(null=True)
    likeness = SealedBinaryField(null=True)
    shown_in_page = models.BooleanField(default=False)
    waits_for_yes = models.BooleanField(default=False)
    let_go_at = models.DateTimeField(null=True)
    let_go_why = SealedTextField(null=True)
    look_allowed_by = models.CharField(max_length=64, blank=True)
    lookup = LookupField()
    state = models.CharField(max_length=32, choices=LinkState.choices, default=LinkState.NOT_LOOKED_YET)
    since = models.DateTimeField()
    looks = models.PositiveIntegerField(default=0)
    last_look_at = models.DateTimeField(null=True)
    last_look_told = models.BooleanField(default=True)
    gone_looks = models.PositiveIntegerField(default=0)
    first_gone_look_at = models.DateTimeField(null=True)
    gone_from = models.JSONField(default=list)
    returns = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    rhythm_step = models.PositiveSmallIntegerField(default=0)
    next_check_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "lookup"), name="a_case_has_a_link_once"),)

    def __str__(self) -> str:
        return f"link {self.pk}"
