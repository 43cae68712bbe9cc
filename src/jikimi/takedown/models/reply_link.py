from django.db import models

from jikimi.takedown.models.notice import Notice


class ReplyLink(models.Model):
    """The address by which whoever got a notice answers without an account.

    Who knows the token may answer. It is kept nowhere: the engine derives it from its key, the door knows it
    again by its hash, and a thief of the database has only that. `answers` counts what came through it.
    """

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="reply_link")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answers = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"reply link {self.pk}"
