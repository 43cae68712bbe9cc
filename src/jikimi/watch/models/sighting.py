from django.db import models

from jikimi.cases.due import Lease
from jikimi.cases.models import Case, Fingerprint
from jikimi.watch.models.post import Post
from jikimi.watch.models.room import Room


class SightingState(models.TextChoices):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ALLOWED = "allowed"


class Sighting(Lease):
    """A post that matches a protected photograph: at most one for each case and file, with its best match.

    `signals`, `transform` and `region_map`: see `jikimi.match.sighting.Match`. `second`: where in a video,
    from its beginning; None for a picture, or where only the video's preview matched. `from_the_past`: the
    post was seen before the photograph was protected. `came_back`: a copy of the same had been gone already.
    `gone_at` is set when the link that came of it is gone. `keep_at` is when the picture is to be read again
    to become a fingerprint of its own, `keep_note` why it did not.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.ForeignKey(Fingerprint, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="sightings")
    verdict = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    signals = models.JSONField()
    transform = models.JSONField(null=True)
    region_map = models.CharField(max_length=64, blank=True)
    second = models.FloatField(null=True)
    made_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    from_the_past = models.BooleanField(default=False)
    came_back = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=SightingState.choices, db_index=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    gone_at = models.DateTimeField(null=True)
    keep_at = models.DateTimeField(null=True, db_index=True)
    keep_attempts = models.PositiveSmallIntegerField(default=0)
    keep_note = models.CharField(max_length=300, blank=True)
    kept_item = models.ForeignKey(Fingerprint, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "post"), name="a_case_sees_a_post_once"),)

    def __str__(self) -> str:
        return f"sighting {self.pk}"
