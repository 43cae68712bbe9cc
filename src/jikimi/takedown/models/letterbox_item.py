from django.db import models

from jikimi.cases.due import Lease


class LetterboxItem(Lease):
    """Something that the door put in and only the engine can open. Gone once it is recorded.

    `open_after` is None where it could not be opened; `problem` says why, and a person sees to it.
    """

    sealed = models.BinaryField()
    put_in_at = models.DateTimeField()
    open_after = models.DateTimeField(null=True, db_index=True)
    problem = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"letterbox item {self.pk}"
