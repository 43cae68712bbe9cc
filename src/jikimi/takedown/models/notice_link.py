from django.db import models

from jikimi.takedown.models.link import Link
from jikimi.takedown.models.notice import Notice


class NoticeLink(models.Model):
    """A notice names a link."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "link"), name="a_notice_names_a_link_once"),)

    def __str__(self) -> str:
        return f"notice link {self.pk}"
