from django.db import models

from jikimi.cases.fields import LookupField, SealedTextField
from jikimi.takedown.models.link import Link
from jikimi.takedown.models.notice import Notice


class AnswerKind(models.TextChoices):
    """What an answer says. `to read` is a letter in somebody's own words: a person says what it means.

    `report` is a mail server's word on a letter that is late or may come back: it proves no receipt.
    """

    REMOVED = "removed"
    REFUSED = "refused"
    NEED_MORE = "need more"
    RECEIVED = "received"
    TO_READ = "to read"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    REPORT = "report"


class AnswerWay(models.TextChoices):
    LINK = "link"
    MAIL = "mail"
    PERSON = "person"


class Answer(models.Model):
    """One thing that came back. Without a notice it waits for a person who knows where it belongs.

    `reasons` are keys of `jikimi.playbooks.answer_reasons`. What they wrote rests sealed. `known_by` is what
    led to the notice (token, message id, number, person). `digest` tells the same thing that comes twice.
    `about` are the links that it speaks of; none: all that its notice names.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="answers")
    way = models.CharField(max_length=8, choices=AnswerWay.choices)
    kind = models.CharField(max_length=16, choices=AnswerKind.choices)
    reasons = models.JSONField(default=list)
    reference = SealedTextField(null=True)
    sender = SealedTextField(null=True)
    subject = SealedTextField(null=True)
    words = SealedTextField(null=True)
    about = models.ManyToManyField(Link, related_name="+")
    at = models.DateTimeField()
    known_by = models.CharField(max_length=16, blank=True)
    digest = LookupField(null=True, unique=True)
    # Why a person is needed; empty where nobody is.
    waits_for = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (models.Index(fields=("settled_at", "id"), name="answers_open_first"),)

    def __str__(self) -> str:
        return f"answer {self.pk}"
