from django.db import models

from jikimi.cases.due import Lease
from jikimi.cases.fields import LookupField


class Inbox(Lease):
    """How far a mailbox has been read, and what is wrong with it.

    `account` tells mailboxes apart without naming them. `validity` and `last_uid` are IMAP's (RFC 3501).
    """

    account = LookupField(unique=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    read_from = models.DateTimeField()
    next_look_at = models.DateTimeField(null=True, db_index=True)
    last_read_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"inbox {self.pk}"
