from django.db import models

from jikimi.cases.due import Lease
from jikimi.cases.fields import LookupField, SealedBinaryField, SealedTextField
from jikimi.watch.models.room import Room


class Post(Lease):
    """One file of one thing seen in a room: what it looked like, never the file itself.

    `compact` is one small fingerprint, or of a video those of its most different frames (see
    `jikimi.fingerprint.film.remembered`); None where nothing could be read. `unread_reason` says why, or why
    not the whole of it; `next_read_at` whether it is tried again. `bank_seq` says up to which change of the
    bank the file was compared with it, so that a photograph protected later is searched among exactly the
    posts that were not compared with it.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="posts")
    post_key = LookupField()
    media_index = models.PositiveSmallIntegerField()
    address = SealedTextField()
    media_address = SealedTextField(null=True)
    made_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    author_tag = LookupField()
    compact = SealedBinaryField(null=True)
    bank_seq = models.BigIntegerField()
    unread_reason = models.CharField(max_length=300, blank=True)
    read_attempts = models.PositiveSmallIntegerField(default=0)
    next_read_at = models.DateTimeField(null=True, db_index=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("room", "post_key", "media_index"), name="a_post_is_remembered_once"
            ),
        )

    def __str__(self) -> str:
        return f"post {self.pk}"
