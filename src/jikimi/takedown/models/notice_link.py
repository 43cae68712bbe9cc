from django.db import models

from jikimi.takedown.models.link import Link
from jikimi.takedown.models.notice import Notice


class LinkOutcome(models.TextChoices):
    """What one notice came to for one link. `gone` and `came back` are what our looks say, not they."""

    NOT_ASKED = "not asked yet"
    ASKED = "asked"
    NEED_MORE = "need more"
    SAID_REMOVED = "said removed"
    REFUSED = "refused"
    GONE = "gone"
    CAME_BACK = "came back"


class NoticeLink(models.Model):
    """A notice names a link, and this is what came of it: forty links in one notice have forty outcomes.

    `asked_at` is when the notice was taken, `gone_at` the first look that found the link gone (of those that
    made it certain), `came_back_at` the last look that saw it again. `refusal` is why they will not remove
    it, in a code of ours or of the DSA's transparency database.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=LinkOutcome.choices, default=LinkOutcome.NOT_ASKED)
    outcome_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, db_index=True)
    gone_at = models.DateTimeField(null=True)
    came_back_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "link"), name="a_notice_names_a_link_once"),)

    def __str__(self) -> str:
        return f"notice link {self.pk}"
