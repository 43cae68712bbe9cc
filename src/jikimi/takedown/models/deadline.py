from django.db import models
from django.db.models import Q

from jikimi.cases.due import Lease


class DeadlineState(models.TextChoices):
    """How a clock stands. `kept`: everything was gone in time; `gone late`: it was, but after the end.

    `refused`: they said no before it ran out, so there is nothing to wait for.
    """

    NOT_STARTED = "not started"
    RUNNING = "running"
    RUNS_OUT_SOON = "runs out soon"
    PASSED = "passed"
    REFUSED = "refused"
    KEPT = "kept"
    GONE_LATE = "gone late"
    LET_GO = "let go"


class Deadline(Lease):
    """The clock of a notice under its law: started by the receipt, taken back by a bounce.

    How it counts is written down with the notice: a playbook that changes later bends no clock that runs.
    Where the law names no number, `own_seconds` is the centre's own time, from the playbook's next step
    (`by_law` is then false). `holidays` (ISO dates) are those that the playbook listed. `due_at` is when
    somebody must next see to it, `steps_taken` how many of the playbook's next steps have been prepared,
    `steps_from` the moment that their `after` counts from. At `rang_at` this machine found that it had ended.
    """

    notice = models.ForeignKey("takedown.Notice", on_delete=models.PROTECT, related_name="deadlines")
    law = models.CharField(max_length=64)
    by_law = models.BooleanField()
    hours = models.PositiveIntegerField(null=True)
    business_days = models.PositiveIntegerField(null=True)
    holidays = models.JSONField(default=list)
    own_seconds = models.PositiveIntegerField(null=True)
    counted_from = models.CharField(max_length=8)
    time_zone = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=DeadlineState.choices, default=DeadlineState.NOT_STARTED)
    started_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    rang_at = models.DateTimeField(null=True)
    steps_from = models.DateTimeField(null=True)
    steps_taken = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, db_index=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "law"), name="a_notice_has_a_clock_a_law"),)
        indexes = (
            models.Index(
                fields=("ends_at",),
                condition=Q(state__in=(DeadlineState.RUNS_OUT_SOON, DeadlineState.PASSED)),
                name="clocks_that_ring",
            ),
        )

    def __str__(self) -> str:
        return f"deadline {self.pk}"
