from django.db import models

from jikimi.cases.due import Lease


class PastSearch(Lease):
    """How far the remembered posts were compared with what the bank was given in (after_seq, to_seq].

    `position` is the id of the last post that was compared: a search that is cut off goes on from there.
    `due_at` is None once it is done.
    """

    after_seq = models.BigIntegerField(unique=True)
    to_seq = models.BigIntegerField(unique=True)
    position = models.BigIntegerField(default=0)
    posts_compared = models.PositiveBigIntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_index=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"search of the past {self.pk}"
