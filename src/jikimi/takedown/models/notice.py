from django.db import models

from jikimi.cases.due import Lease
from jikimi.cases.fields import LookupField, SealedTextField
from jikimi.cases.models import Case
from jikimi.takedown.models.link import Link


class Ground(models.TextChoices):
    """On what the belief rests that the content is hers and abusive. Without one nothing is sent."""

    STATEMENT = "statement"
    REGION_MAP = "region_map"
    LOOK = "look"


class Proof(models.TextChoices):
    """A notice warns the uploader, so before the first one goes out somebody says whether proof is kept."""

    KEPT = "kept"
    NOT_WANTED = "not wanted"


class NoticeState(models.TextChoices):
    """`prepared`: the engine has written it, and it goes out only once a caseworker says yes."""

    PREPARED = "prepared"
    DRAFT = "draft"
    DUE = "due"
    IN_WINDOW = "in window"
    HANDED_OVER = "handed over"
    ACKNOWLEDGED = "acknowledged"
    BOUNCED = "bounced"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"


MAY_BE_READ = (
    NoticeState.PREPARED,
    NoticeState.DRAFT,
    NoticeState.DUE,
    NoticeState.IN_WINDOW,
    NoticeState.HANDED_OVER,
    NoticeState.ACKNOWLEDGED,
    NoticeState.UNKNOWN,
)
"""Of one in these states somebody may read it, has, or will."""


class Notice(Lease):
    """One letter to one place by one route, with the words exactly as they leave.

    `after` is the notice whose failure makes this draft due (a playbook's second route); `escalates` is the
    clock whose end made the engine prepare this one. `reason` is the last trouble as a sentence for a
    person. `tries_left` counts down to a visible `not sent`. Of several that are due the one with the
    smallest `rank` goes first (see takedown/urgency.py).

    `destination_tag` finds equal destinations of one kind of route without opening them. `reminds` is the
    notice that this one repeats; `repeat_every` is how often this one is to be repeated while its links are
    still there, `repeat_at` when next.
    `shown_at` is when a person took the words out to carry them herself (a form).

    `language` is that of its words. `proof` is what was answered when somebody asked whether proof is kept;
    before `held_until` nothing of it goes out (the police may want that). `second_yes_by` has agreed that the
    sender's name may reach the uploader, `work` is the photograph of which a copyright notice speaks.

    `retracts` is the wrong notice that this one takes back; that one's state is then `retracted`, and nothing
    more is asked on its ground.
    At `let_go_at` a person decided that nothing more is to come of it.
    `asked_before` is no column: somebody has just asked once more for what this one asks for already.
    """

    asked_before = False

    public_id = models.CharField(max_length=16, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    platform = models.CharField(max_length=64)
    law = models.CharField(max_length=64)
    route = models.CharField(max_length=32)
    destination = SealedTextField()
    destination_tag = LookupField(null=True)
    attach_xarf = models.BooleanField(default=False)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    ground_words = SealedTextField()
    subject = SealedTextField()
    body = SealedTextField()
    state = models.CharField(max_length=16, choices=NoticeState.choices)
    made_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64)
    send_after = models.DateTimeField(null=True, db_index=True)
    rank = models.PositiveSmallIntegerField(default=30)
    tries_left = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="then")
    reminds = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reminders")
    repeat_every = models.DurationField(null=True)
    repeat_at = models.DateTimeField(null=True, db_index=True)
    let_go_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=8, default="en")
    proof = models.CharField(max_length=16, choices=Proof.choices, blank=True)
    held_until = models.DateTimeField(null=True)
    second_yes_by = models.CharField(max_length=64, blank=True)
    work = SealedTextField(null=True)
    retracts = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="retraction")
    retracted_at = models.DateTimeField(null=True)
    escalates = models.ForeignKey(
        "takedown.Deadline", on_delete=models.PROTECT, null=True, related_name="escalations"
    )
    links = models.ManyToManyField(Link, through="NoticeLink", related_name="notices")

    class Meta:
        indexes = (
            # Holds all that finding the next needs, so that no letter is read for it. (A condition would not
            # help: SQLite cannot see that a state given as a parameter meets it.)
            models.Index(
                fields=("state", "rank", "send_after", "held_until", "lease_until", "lease_token"),
                name="notices_in_turn",
            ),
            models.Index(fields=("case", "made_at"), name="notices_of_a_case"),
        )

    def __str__(self) -> str:
        return self.public_id
