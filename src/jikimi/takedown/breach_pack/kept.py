"""The pack that belongs to a notice: as it was enclosed, or made anew."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.takedown.breach_pack.files import PackFile, pack_files
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Deadline, Enclosure, Notice
from jikimi.takedown.refusals import Refused


def pack_of(notice: Notice, letterhead: Letterhead, now: datetime) -> list[PackFile]:
    """For a complaint the files that go with it, else the record up to `now`. Errors: Refused."""
    enclosed = Enclosure.objects.filter(notice=notice).order_by("pk")
    files = [PackFile(file.name, file.media_type, file.content or b"") for file in enclosed]
    if files:
        return files
    clock = Deadline.objects.filter(notice=notice).first()
    if clock is None:
        raise Refused(_("No time runs for this notice: its law names neither a deadline nor a next step."))
    return pack_files(clock, letterhead, now)
